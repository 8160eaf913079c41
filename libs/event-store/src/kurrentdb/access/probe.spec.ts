import { describe, expect, it } from 'vitest';
import { Unavailable } from '../../errors.js';
import type { FakeAccess } from '../testing/fake-access.js';
import { fakeServer, SOON, storeOn } from '../testing/fake-store.js';
import { probeAccess } from './probe.js';

const OPTIONS = { streams: ['ledger-main'], ms: 1_000 };
/** What `store setup` makes of a server. */
const setUp: FakeAccess = (act, stream) => (act === 'read' || act === 'write') && stream !== '$settings';

async function probed(lets: FakeAccess, write = false) {
  const server = await fakeServer();
  server.lets = lets;
  const report = await probeAccess(storeOn(server), { ...OPTIONS, write });
  return { server, report };
}

describe('asking a server what an account may do', () => {
  it('finds an account that was set up sound, with a row for each right on each stream', async () => {
    const { report } = await probed(setUp);
    expect(report).toMatchObject({ verdict: 'sound', excess: [], lacking: [] });
    expect(report.rows.map(({ right, stream, wanted, found }) => [right, stream, wanted, found])).toEqual([
      ['append', 'clearance_access', true, true],
      ['read', 'clearance_access', true, true],
      ['read-all', '$all', true, true],
      ['delete', 'clearance_access', false, false],
      ['tombstone', 'clearance_access', false, false],
      ['write-metadata', 'clearance_access', false, false],
      ['delete', 'clearance.ledger-main', false, false],
      ['tombstone', 'clearance.ledger-main', false, false],
      ['write-metadata', 'clearance.ledger-main', false, false],
      ['write-metadata', '$settings', false, false],
      ['write-settings', '$settings', false, false],
    ]);
  });

  it('destroys and writes nothing with an account that may do everything', async () => {
    const { server, report } = await probed(() => true);
    expect(report).toMatchObject({
      verdict: 'weak',
      excess: ['delete', 'tombstone', 'write-metadata', 'write-settings'],
      lacking: [],
    });
    expect(server.log.events).toEqual([]);
    // Every attempt was one at a revision that no stream comes to.
    expect(server.deletions).toEqual(
      ['clearance_access', 'clearance.ledger-main'].flatMap((stream) =>
        ['delete', 'tombstone'].map((kind) => `${kind} ${stream} at ${2n ** 62n}`),
      ),
    );
  });

  it('finds a list of one stream of the ledger that lets what the others do not', async () => {
    const { report } = await probed((act, stream) => setUp(act, stream) || stream === 'clearance.ledger-main');
    expect(report).toMatchObject({ verdict: 'weak', excess: ['delete', 'tombstone', 'write-metadata'] });
  });

  it('finds that $all may not be read', async () => {
    const { report } = await probed((act, stream) => setUp(act, stream) && stream !== '$all');
    expect(report).toMatchObject({ verdict: 'lacking', lacking: ['read-all'] });
  });

  it('takes an account to which everything is denied for no proof', async () => {
    expect((await probed(() => false)).report.verdict).toBe('stranger');
  });

  it('appends to the canary and reads that back, each time it is told to write', async () => {
    const { server, report } = await probed(setUp, true);
    expect(report.verdict).toBe('sound');
    await probeAccess(storeOn(server), { ...OPTIONS, write: true });
    expect(server.log.events.map(({ stream, revision, type }) => [stream, revision, type])).toEqual([
      ['clearance_access', 0, 'access-checked'],
      ['clearance_access', 1, 'access-checked'],
    ]);
  });

  it('is told to write and may not: it lacks the right', async () => {
    const { report } = await probed((act, stream) => act !== 'write' && setUp(act, stream), true);
    expect(report).toMatchObject({ verdict: 'lacking', lacking: ['append'] });
  });

  it('says nothing of a server that is silent', async () => {
    const server = await fakeServer();
    server.fallSilent();
    await expect(probeAccess(storeOn(server), { ...OPTIONS, ms: SOON.readMs / 4 })).rejects.toThrow(Unavailable);
  });
});
