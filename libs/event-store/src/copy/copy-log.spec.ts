import { describe, expect, it } from 'vitest';
import { Unavailable } from '../errors.js';
import type { KurrentEventStore } from '../kurrentdb/index.js';
import { fakeServer, storeOn } from '../kurrentdb/testing/fake-store.js';
import type { StoredEvent } from '../port.js';
import type { SqliteEventStore } from '../sqlite/store.js';
import { dataFolder, storeIn } from '../sqlite/spec-folder.js';
import { eventOf, eventsOf } from '../testing/events.js';
import { copyLog, type CopyProgress } from './copy-log.js';
import { runsOf } from './runs.js';

/** A log in which streams take turns, with what JSON can hold. */
async function sourceWith(events: number): Promise<SqliteEventStore> {
  const source = storeIn(dataFolder());
  for (let n = 0; n < events; n += 1) {
    const stream = `asset-nightfall/a${n % 3}`;
    const revision = Math.floor(n / 3);
    await source.append(stream, revision === 0 ? 'noStream' : BigInt(revision - 1), [
      eventOf(n, { text: 'Bär 🎬', nested: { list: [1.5, null, -0.0000001, 1e21], empty: {} } }),
    ]);
  }
  return source;
}

async function copied(
  source: SqliteEventStore,
  target: KurrentEventStore,
  { stopAfter = Infinity, report = () => undefined }: { stopAfter?: number; report?: (p: CopyProgress) => void } = {},
) {
  const { whole } = await target.beginCopy(source.logId());
  const stop = new AbortController();
  const result = await copyLog({
    source,
    target,
    whole,
    signal: stop.signal,
    patienceMs: 2_000,
    report: (progress) => {
      report(progress);
      if (progress.phase === 'copying' && progress.done >= stopAfter) stop.abort();
    },
  });
  if (result.whole) await target.endCopy(result.events);
  return result;
}

const said = (events: readonly { stream: string; revision: bigint; id: string; type: string; data: unknown }[]) =>
  events.map(({ stream, revision, id, type, data }) => `${stream} ${revision} ${id} ${type} ${JSON.stringify(data)}`);

describe('the copy of a log on a server', () => {
  it('has every event under its ordinal, and may be gone on with once it is whole', async () => {
    const source = await sourceWith(20);
    const target = storeOn(await fakeServer());
    await target.beginCopy(source.logId());
    await expect(target.logId()).rejects.toThrow(
      new Unavailable(
        `the log on the server is a copy of the log ${source.logId()} that is not whole yet: end it with clearance store copy`,
        false,
      ),
    );
    expect(await copied(source, target)).toEqual({ events: 20, appended: 20, whole: true });
    expect(said(await target.readAll(null))).toEqual(said(await source.readAll(null)));
    const logId = await target.logId();
    expect(logId).not.toBe(source.logId());
    expect(await target.beginCopy(source.logId())).toEqual({ logId, copyOf: source.logId(), whole: true });
  });

  it('is gone on with where it was cut off, however often', async () => {
    const source = await sourceWith(30);
    const target = storeOn(await fakeServer());
    expect(await copied(source, target, { stopAfter: 7 })).toEqual({ events: 30, appended: 7, whole: false });
    const told: string[] = [];
    const report = ({ phase, done, events }: CopyProgress) => void told.push(`${phase} ${done}/${events}`);
    expect(await copied(source, target, { stopAfter: 21, report })).toEqual({ events: 30, appended: 14, whole: false });
    expect([told.at(0), told.at(1), told.at(-1)]).toEqual(['comparing 7/30', 'copying 8/30', 'copying 21/30']);
    expect(await copied(source, target)).toEqual({ events: 30, appended: 9, whole: true });
    expect(said(await target.readAll(null))).toEqual(said(await source.readAll(null)));
    expect(await copied(source, target)).toEqual({ events: 30, appended: 0, whole: true });
  });

  it('survives answers that get lost', async () => {
    const source = await sourceWith(9);
    const server = await fakeServer();
    const target = storeOn(server);
    await copied(source, target, { stopAfter: 3 });
    server.loseNextAnswer();
    expect(await copied(source, target)).toEqual({ events: 9, appended: 6, whole: true });
    expect(said(await target.readAll(null))).toEqual(said(await source.readAll(null)));
  });

  it('ends with Unavailable where the server stays away, and is gone on with later', async () => {
    const source = await sourceWith(3);
    const server = await fakeServer();
    const target = storeOn(server);
    await target.beginCopy(source.logId());
    server.stop();
    await expect(copied(source, target)).rejects.toThrow(Unavailable);
  });

  it('is refused where something else stands in it, and says which event', async () => {
    const source = await sourceWith(9);
    const target = storeOn(await fakeServer());
    await copied(source, target, { stopAfter: 4 });
    await target.append('asset-nightfall/other', 'noStream', eventsOf(99));
    await expect(copied(source, target)).rejects.toThrow(
      'event 5 of the copy differs from that of the source in its stream (asset-nightfall/other 0)',
    );
  });

  it('is refused where one letter differs', async () => {
    const source = await sourceWith(1);
    const target = storeOn(await fakeServer());
    await target.beginCopy(source.logId());
    const [{ stream, id, type, data, metadata }] = (await source.readAll(null)) as unknown as [StoredEvent];
    await target.append(stream, 'noStream', [{ id, type, data, metadata: { ...metadata, more: 1 } }]);
    await expect(copied(source, target)).rejects.toThrow(
      'event 1 of the copy differs from that of the source in its metadata',
    );
  });

  it('is refused where something was written after its end before it was whole; afterwards that is the ledger itself', async () => {
    const source = await sourceWith(3);
    const target = storeOn(await fakeServer());
    await copied(source, target, { stopAfter: 3 });
    await target.append('asset-nightfall/b', 'noStream', eventsOf(99));
    await expect(copied(source, target)).rejects.toThrow('something else has written to the copy after its 3 events');
    await target.endCopy(3);
    expect(await copied(source, target)).toEqual({ events: 3, appended: 0, whole: true });
  });

  it('is not made over the log of another ledger, nor over the copy of another', async () => {
    const source = await sourceWith(1);
    const [own, other] = [storeOn(await fakeServer()), storeOn(await fakeServer())];
    await own.logId();
    await other.beginCopy('8c7f6a52-0000-4000-8000-000000000000');
    const refused = (held: string) =>
      `the server holds ${held} under the prefix clearance.: name another one with ?streamPrefix=…`;
    await expect(copied(source, own)).rejects.toThrow(refused('a ledger of its own'));
    await expect(copied(source, other)).rejects.toThrow(
      refused('a copy of the log 8c7f6a52-0000-4000-8000-000000000000'),
    );
  });
});

describe('runs of a log', () => {
  const text = (size: number) => ({ dataText: 'x'.repeat(size), metadataText: '{}' });
  const at = (stream: string, revision: number, size = 10) => ({
    ...eventOf(revision),
    stream,
    revision: BigInt(revision),
    position: '1',
    ...text(size),
  });
  const told = (events: Parameters<typeof runsOf>[0]) =>
    [...runsOf(events)].map(({ stream, revision, events: { length } }) => `${stream} ${revision} +${length}`);

  it('are consecutive events of one stream', () => {
    expect(told([at('a', 0), at('a', 1), at('b', 0), at('a', 2), at('a', 3)])).toEqual(['a 0 +2', 'b 0 +1', 'a 2 +2']);
  });

  it('end at 500 events and at what one append may hold; what is larger stands alone', () => {
    expect(told(Array.from({ length: 501 }, (_, n) => at('a', n)))).toEqual(['a 0 +500', 'a 500 +1']);
    expect(told([at('a', 0, 500_000), at('a', 1, 300_000), at('a', 2, 99_996), at('a', 3, 1)])).toEqual([
      'a 0 +1',
      'a 1 +2',
      'a 3 +1',
    ]);
  });
});
