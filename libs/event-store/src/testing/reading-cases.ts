import { describe, expect, it } from 'vitest';
import type { EventStore, StoredEvent } from '../port.js';
import { appendEach, eventOf, eventsOf, numbersOf, range, takeEvents } from './events.js';
import { claimed, type ContractOptions, type OpenForTest } from './subject.js';

export function readingCases(open: OpenForTest, options: ContractOptions): void {
  describe('reading a stream', () => {
    it('answers nothing for a stream that does not exist', async () => {
      const { store } = await open();
      expect(await store.readStream('asset-p/a')).toEqual([]);
    });

    it('starts at a revision and stops at a limit', async () => {
      const { store } = await open();
      await store.append('asset-p/a', 'noStream', eventsOf(1, 2, 3, 4, 5));
      expect(numbersOf(await store.readStream('asset-p/a', { from: 2n }))).toEqual([3, 4, 5]);
      expect(numbersOf(await store.readStream('asset-p/a', { limit: 2 }))).toEqual([1, 2]);
      expect(numbersOf(await store.readStream('asset-p/a', { from: 1n, limit: 3 }))).toEqual([2, 3, 4]);
      expect(await store.readStream('asset-p/a', { from: 5n })).toEqual([]);
      expect(await store.readStream('asset-p/a', { from: 2n ** 70n })).toEqual([]);
    });

    it('takes no other stream for it, however alike the names', async () => {
      const { store } = await open();
      await appendEach(store, ['asset-p/a', 'asset-p/A', 'asset-p/a ', 'asset-p/a%', 'asset-p/á']);
      expect(numbersOf(await store.readStream('asset-p/a'))).toEqual([1]);
      expect(numbersOf(await store.readStream('asset-p/a%'))).toEqual([4]);
    });

    it('refuses a limit or a start that cannot be right', async () => {
      const { store } = await open();
      for (const limit of [0, -1, 1.5, Number.NaN]) {
        await expect(store.readStream('asset-p/a', { limit })).rejects.toThrow(RangeError);
        await expect(store.readAll(null, { limit })).rejects.toThrow(RangeError);
      }
      await expect(store.readStream('asset-p/a', { from: -1n })).rejects.toThrow(RangeError);
    });
  });

  describe('reading the whole log', () => {
    it('knows no head while it is empty, and then that of the newest event', async () => {
      const { store } = await open();
      expect(await store.head()).toBeNull();
      expect(await store.readAll(null)).toEqual([]);
      await store.append('asset-p/a', 'noStream', eventsOf(1));
      const { position } = await store.append('asset-p/b', 'noStream', eventsOf(2, 3));
      expect(await store.head()).toBe(position);
    });

    it('has one total order, the same for every reader, that keeps the order within each stream', async () => {
      const { store } = await open();
      await appendAtOnce(store);
      const log = await store.readAll(null);
      expect(log).toHaveLength(200);
      expectAscending(store, log);
      for (const stream of new Set(log.map((event) => event.stream))) {
        const revisions = log.filter((event) => event.stream === stream).map(({ revision }) => revision);
        expect(revisions).toEqual(range(0, 10).map(BigInt));
        expect(await store.readStream(stream)).toEqual(log.filter((event) => event.stream === stream));
      }
      expect(await store.readAll(null)).toEqual(log);
      expect(await takeEvents(store, null, 200)).toEqual(log);
    });

    it.skipIf(options.densePositions !== true)('numbers its positions 1, 2, 3 without gaps', async () => {
      const { store } = await open();
      await appendAtOnce(store);
      expect((await store.readAll(null)).map(({ position }) => position)).toEqual(range(1, 200).map(String));
    });

    it.skipIf(options.readersBeside !== true)('gives a reader beside it the same order', async () => {
      const { store, openReader } = await open();
      const reader = await claimed(openReader, 'readersBeside')();
      await appendAtOnce(store);
      const log = await store.readAll(null);
      expect(await reader.readAll(null)).toEqual(log);
      expect(await takeEvents(reader, null, 200)).toEqual(log);
      expect(await reader.head()).toBe(await store.head());
    });

    it('resumes after any position without skipping or repeating', async () => {
      const { store } = await open();
      await appendEach(
        store,
        range(0, 25).map((number) => `asset-p/${number % 4}`),
      );
      const log = await store.readAll(null);
      for (const [index, event] of log.entries()) {
        expect(await store.readAll(event.position)).toEqual(log.slice(index + 1));
        expect(await store.readAll(event.position, { limit: 3 })).toEqual(log.slice(index + 1, index + 4));
      }
    });

    it('answers only streams that begin with one of the prefixes', async () => {
      const { store } = await open();
      await appendEach(store, [
        'asset-p/a',
        'delivery-p/a',
        'asset-q/a',
        'asset_-p/a',
        'Asset-p/a',
        'tool-%',
        'asset-p/b',
      ]);
      const read = async (...streamPrefixes: readonly string[]) =>
        numbersOf(await store.readAll(null, { filter: { streamPrefixes } }));
      expect(await read('asset-')).toEqual([1, 3, 7]);
      expect(await read('asset-p/', 'delivery-')).toEqual([1, 2, 7]);
      expect(await read('asset-p/', 'asset-')).toEqual([1, 3, 7]);
      expect(await read('%')).toEqual([]);
      expect(await read('asset_')).toEqual([4]);
      expect(numbersOf(await store.readAll(null, { filter: {} }))).toEqual(range(1, 7));
    });

    it('counts the limit over what matches the filter', async () => {
      const { store } = await open();
      await appendEach(
        store,
        range(0, 12).map((number) => (number % 4 === 3 ? `asset-${number}` : `tool-${number}`)),
      );
      const filter = { streamPrefixes: ['asset-'] };
      const first = await store.readAll(null, { filter, limit: 2 });
      expect(numbersOf(first)).toEqual([4, 8]);
      expect(numbersOf(await store.readAll(first[1]?.position ?? null, { filter, limit: 2 }))).toEqual([12]);
    });

    it('refuses a filter that names no prefix, which would match nothing', async () => {
      const { store } = await open();
      await expect(store.readAll(null, { filter: { streamPrefixes: [] } })).rejects.toThrow(RangeError);
      expect(() => store.subscribeAll(null, { filter: { streamPrefixes: [] } })).toThrow(RangeError);
    });

    it('reads a long log to its end', async () => {
      const { store } = await open();
      await appendLong(store, 3);
      expect(numbersOf(await store.readAll(null))).toEqual(range(1, 1500));
    });
  });
}

/** 3 x 500 events and more, which is more than one page of any adapter. */
export async function appendLong(store: EventStore, appends: number): Promise<void> {
  for (const index of range(0, appends)) {
    await store.append(`asset-p/${index}`, 'noStream', eventsOf(...range(1 + index * 500, 500)));
  }
}

/** 200 appends over 20 streams, all streams at once. */
async function appendAtOnce(store: EventStore): Promise<void> {
  const writeStream = async (stream: number): Promise<void> => {
    for (const revision of range(0, 10)) {
      const expected = revision === 0 ? 'noStream' : BigInt(revision - 1);
      await store.append(`asset-p/${stream}`, expected, [eventOf(stream * 10 + revision)]);
    }
  };
  await Promise.all(range(0, 20).map(writeStream));
}

function expectAscending(store: EventStore, log: readonly StoredEvent[]): void {
  const positions = log.map(({ position }) => position);
  expect(positions.toSorted((a, b) => store.comparePositions(a, b))).toEqual(positions);
  expect(new Set(positions).size).toBe(positions.length);
}
