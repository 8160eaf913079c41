import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LogDamaged, openSqliteEventStore, type EventStore, type NewEvent } from '@clearance/event-store';
import { Projector, openReadModelWriter, type ReadModelDatabase } from '@clearance/projections';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { WitnessedStore } from './witnessed-store.js';

const STREAM = 'ledger-x';
const event = (n: number): NewEvent => ({
  id: `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`,
  type: 'noted',
  data: { n },
  metadata: { dedup: `d${n}`, contentDigest: 'c', recordedAt: '2026-03-01T00:00:00.000Z' },
});

let folder: string;
let store: ReturnType<typeof openSqliteEventStore>;
let readModel: ReadModelDatabase;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'clearance-witness-'));
  store = openSqliteEventStore({ folder });
  await store.append(STREAM, 'noStream', [1, 2, 3].map(event));
  readModel = openReadModelWriter(':memory:');
  new Projector(readModel).apply(await store.readAll(null));
});
afterEach(async () => {
  readModel.close();
  await store.close();
  rmSync(folder, { recursive: true });
});

/** A store whose index over streams has lost everything from a revision on. */
function short(from: number): EventStore {
  return new Proxy(store, {
    get: (target, name) =>
      name === 'readStream'
        ? async (stream: string) => (await target.readStream(stream)).filter((found) => Number(found.revision) < from)
        : Reflect.get(target, name).bind(target),
  });
}

describe('a stream that the log and the read model both know', () => {
  it('is read where they agree, and where the log is ahead', async () => {
    const witnessed = new WitnessedStore(store, readModel, { halted: null });
    expect(await witnessed.readStream(STREAM)).toHaveLength(3);
    await store.append(STREAM, 2n, [event(4)]);
    expect(await witnessed.readStream(STREAM)).toHaveLength(4);
    expect(await witnessed.readStream(STREAM, { from: 1n, limit: 1 })).toHaveLength(1);
    expect(await witnessed.readStream(STREAM, { from: 4n })).toEqual([]);
    expect(await witnessed.readStream('ledger-other')).toEqual([]);
  });

  it.each([0, 2])('is damaged where the log ends before revision %i, and never folded without it', async (from) => {
    const witnessed = new WitnessedStore(short(from), readModel, { halted: null });
    await expect(witnessed.readStream(STREAM)).rejects.toThrow(LogDamaged);
    await expect(witnessed.readStream(STREAM)).rejects.toThrow('stream ledger-x ends before its revision 2');
  });
});

describe('a ledger that does not know the active engine', () => {
  it('reads, and adds nothing to the log', async () => {
    const witnessed = new WitnessedStore(store, readModel, { halted: { at: 3, engine: '2' } });
    expect(await witnessed.readStream(STREAM)).toHaveLength(3);
    await expect(witnessed.append(STREAM, 2n, [event(4)])).rejects.toMatchObject({
      slug: 'engine-unknown',
      members: { engine: '2', since: '3', position: '2' },
    });
    expect(await store.readStream(STREAM)).toHaveLength(3);
  });
});
