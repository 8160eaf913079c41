import { describe, expect, it } from 'vitest';
import { commandIdentity, derivedId, eventIdOf, factIdentity, ledgerIdentity } from './envelope.js';

const UUID_5 = /^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const FACT = {
  production: 'nightfall',
  source: '/acme/hook',
  id: '1',
  type: 'clearance.asset.registered.v1',
  subject: 'plate',
  time: null,
  authid: null,
  data: { name: 'Plate', kind: 'image' },
};
const COMMAND = { caller: 'maya', method: 'POST', path: '/v1/productions', key: 'k', request: { id: 'nightfall' } };

describe('identities of what is said', () => {
  it('E1: the order of members does not change a contentDigest', () => {
    const shuffled = { ...FACT, data: { kind: 'image', name: 'Plate' } };
    expect(factIdentity(shuffled)).toEqual(factIdentity(FACT));
  });

  it.each([
    ['type', { type: 'clearance.asset.aliased.v1' }],
    ['subject', { subject: 'other' }],
    ['time', { time: '2026-03-01T00:00:00.000Z' }],
    ['authid', { authid: 'maya@acme.example' }],
    ['data', { data: { name: 'Plate', kind: 'video' } }],
  ])('E1: another %s of a fact is other content under the same key', (_, change) => {
    const [before, after] = [factIdentity(FACT), factIdentity({ ...FACT, ...change })];
    expect(after.dedup).toBe(before.dedup);
    expect(after.contentDigest).not.toBe(before.contentDigest);
  });

  it.each([
    ['production', { production: 'daybreak' }],
    ['source', { source: '/other' }],
    ['id', { id: '2' }],
  ])('E2: another %s of a fact is another key', (_, change) => {
    expect(factIdentity({ ...FACT, ...change }).dedup).not.toBe(factIdentity(FACT).dedup);
  });

  it('E2: where one part of a key ends and the next begins cannot be shifted', () => {
    const shifted = { ...FACT, source: '/acme/hook1', id: '' };
    expect(factIdentity(shifted).dedup).not.toBe(factIdentity({ ...FACT, source: '/acme/hook', id: '1' }).dedup);
  });

  it.each([
    ['caller', { caller: 'noor' }],
    ['method', { method: 'PUT' }],
    ['path', { path: '/v1/tokens' }],
    ['key', { key: 'l' }],
    ['place in a bulk request', { index: 0 }],
  ])('E2: another %s of a command is another key', (_, change) => {
    expect(commandIdentity({ ...COMMAND, ...change }).dedup).not.toBe(commandIdentity(COMMAND).dedup);
  });

  it('E1: another request of a command is other content under the same key', () => {
    const [before, after] = [commandIdentity(COMMAND), commandIdentity({ ...COMMAND, request: { id: 'daybreak' } })];
    expect(after.dedup).toBe(before.dedup);
    expect(after.contentDigest).not.toBe(before.contentDigest);
  });

  it('E2: what the ledger says is keyed by the event it follows and its type', () => {
    const key = ledgerIdentity('e1', 'released', {}).dedup;
    expect(ledgerIdentity('e1', 'released', { other: 1 }).dedup).toBe(key);
    expect(ledgerIdentity('e2', 'released', {}).dedup).not.toBe(key);
    expect(ledgerIdentity('e1', 'release-refused', {}).dedup).not.toBe(key);
  });

  it('E1, E2: are for ever what they are: another one would record again what is in the log', () => {
    const identity = factIdentity(FACT);
    expect({
      fact: identity,
      command: commandIdentity(COMMAND),
      item: commandIdentity({ ...COMMAND, index: 0 }).dedup,
      ledger: ledgerIdentity('e1', 'released', {}),
      event: eventIdOf(identity, 'registered'),
      second: eventIdOf(identity, 'registered', 1),
      derived: derivedId('apr', 'key'),
    }).toEqual({
      command: {
        contentDigest: '296b33828ecf28961c094fb706566945ab2c077a52040ad4df4e5fbb5ff0d313',
        dedup: '0417b8ce-2648-54ef-be31-27273775cce1',
      },
      derived: 'apr_fe34b4e8dc2a521c80b534fe51581599',
      event: '78186165-f3a0-50d6-8c0e-1911880c7453',
      fact: {
        contentDigest: '5dfb5b3016e2cff9079a5d19fd91ce1806447db12c99b79370ea5f56ad2d72bc',
        dedup: 'af77276c-7c79-58f8-aeba-19a070f5c1ff',
      },
      item: 'b7d16f58-a6aa-5422-bae4-637d8483269d',
      ledger: {
        contentDigest: '44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a',
        dedup: '64f9b907-ae56-52b0-bf7d-a2f932184d01',
      },
      second: '0dd26a98-90d5-5975-a072-edca55206d3b',
    });
  });

  it('E2: an event id follows from key, stored type, content and place, and is a UUID v5', () => {
    const identity = factIdentity(FACT);
    const ids = [
      eventIdOf(identity, 'registered'),
      eventIdOf(identity, 'aliased'),
      eventIdOf(identity, 'registered', 1),
      eventIdOf({ ...identity, contentDigest: 'other' }, 'registered'),
    ];
    expect(new Set(ids).size).toBe(4);
    for (const id of ids) expect(id).toMatch(UUID_5);
    expect(eventIdOf(identity, 'registered', 0)).toBe(ids[0]);
  });

  it('E2: derived ids are the same for a retry and differ by kind', () => {
    expect(derivedId('apr', 'key')).toBe(derivedId('apr', 'key'));
    expect(derivedId('apr', 'key')).toMatch(/^apr_[0-9a-f]{32}$/);
    expect(derivedId('req', 'key').slice(4)).not.toBe(derivedId('apr', 'key').slice(4));
  });
});
