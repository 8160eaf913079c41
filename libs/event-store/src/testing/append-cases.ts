import { describe, expect, it } from 'vitest';
import { StreamDeleted, TooLarge, WrongExpectedRevision } from '../errors.js';
import type { EventStore, ExpectedRevision } from '../port.js';
import { eventOf, eventsOf, idOf, numbersOf, range } from './events.js';
import { claimed, type ContractOptions, type OpenForTest } from './subject.js';

export function appendCases(open: OpenForTest, options: ContractOptions): void {
  describe('appending', () => {
    it('begins a stream at revision 0 when it is expected to have no event', async () => {
      const { store } = await open();
      const result = await store.append('asset-p/a', 'noStream', eventsOf(1));
      expect(result.revision).toBe(0n);
      expect(await store.readStream('asset-p/a')).toEqual([
        { ...eventOf(1), stream: 'asset-p/a', revision: 0n, position: result.position },
      ]);
    });

    it('continues a stream at exactly the revision of its last event', async () => {
      const { store } = await open();
      await store.append('asset-p/a', 'noStream', eventsOf(1, 2));
      expect((await store.append('asset-p/a', 1n, eventsOf(3))).revision).toBe(2n);
      expect(numbersOf(await store.readStream('asset-p/a'))).toEqual([1, 2, 3]);
    });

    it('numbers the events of one append in order and answers revision and position of the last', async () => {
      const { store } = await open();
      const result = await store.append('asset-p/a', 'noStream', eventsOf(1, 2, 3));
      const stored = await store.readStream('asset-p/a');
      expect(stored.map(({ revision }) => revision)).toEqual([0n, 1n, 2n]);
      expect(numbersOf(stored)).toEqual([1, 2, 3]);
      expect(result).toEqual({ revision: 2n, position: stored[2]?.position });
    });

    it('refuses a stream that exists when none is expected, and tells its revision', async () => {
      const { store } = await open();
      await store.append('asset-p/a', 'noStream', eventsOf(1, 2));
      expect(await conflict(store, 'noStream')).toEqual({ stream: 'asset-p/a', expected: 'noStream', actual: 1n });
    });

    it('refuses a revision for a stream that does not exist, and tells that there is none', async () => {
      const { store } = await open();
      expect(await conflict(store, 0n)).toEqual({ stream: 'asset-p/a', expected: 0n, actual: null });
      expect(await conflict(store, 7n)).toEqual({ stream: 'asset-p/a', expected: 7n, actual: null });
    });

    it('refuses a revision before or after the actual one, and tells the actual one', async () => {
      const { store } = await open();
      await store.append('asset-p/a', 'noStream', eventsOf(1, 2, 3));
      expect(await conflict(store, 0n)).toEqual({ stream: 'asset-p/a', expected: 0n, actual: 2n });
      expect(await conflict(store, 1n)).toEqual({ stream: 'asset-p/a', expected: 1n, actual: 2n });
      expect(await conflict(store, 3n)).toEqual({ stream: 'asset-p/a', expected: 3n, actual: 2n });
      expect(await conflict(store, 2n ** 62n)).toEqual({ stream: 'asset-p/a', expected: 2n ** 62n, actual: 2n });
    });

    it('goes on with a stream after a refusal', async () => {
      const { store } = await open();
      await store.append('asset-p/a', 'noStream', eventsOf(1));
      await conflict(store, 'noStream');
      await store.append('asset-p/a', 0n, eventsOf(2));
      await store.append('asset-p/a', 1n, eventsOf(3));
      expect(await conflict(store, 1n)).toEqual({ stream: 'asset-p/a', expected: 1n, actual: 2n });
      expect(numbersOf(await store.readStream('asset-p/a'))).toEqual([1, 2, 3]);
    });

    it('writes nothing of a batch that is refused', async () => {
      const { store } = await open();
      await store.append('asset-p/a', 'noStream', eventsOf(1));
      const head = await store.head();
      await expect(store.append('asset-p/a', 'noStream', eventsOf(2, 3, 4))).rejects.toThrow(WrongExpectedRevision);
      expect(numbersOf(await store.readAll(null))).toEqual([1]);
      expect(await store.head()).toBe(head);
    });

    it('refuses an append of no events, and changes nothing', async () => {
      const { store } = await open();
      await expect(store.append('asset-p/a', 'noStream', [])).rejects.toThrow(RangeError);
      expect(await store.readStream('asset-p/a')).toEqual([]);
      expect((await store.append('asset-p/a', 'noStream', eventsOf(1))).revision).toBe(0n);
    });

    it('refuses names, ids, revisions and data that no store could give back unchanged', async () => {
      const { store } = await open();
      for (const stream of ['', '$settings', 'asset-p/\u0000', 'asset-p/\ud800', 'a'.repeat(3000)]) {
        await expect(store.append(stream, 'noStream', eventsOf(1))).rejects.toThrow(RangeError);
      }
      await expect(store.append('asset-p/a', -1n, eventsOf(1))).rejects.toThrow(RangeError);
      for (const id of ['', 'event-1', idOf(10).toUpperCase().replace('4000', 'A000')]) {
        await expect(store.append('asset-p/a', 'noStream', [{ ...eventOf(1), id }])).rejects.toThrow('events[0].id');
      }
      await expect(store.append('asset-p/a', 'noStream', [eventOf(1), { ...eventOf(2), type: '' }])).rejects.toThrow(
        'events[1].type',
      );
      await expect(store.append('asset-p/a', 'noStream', [eventOf(1, { frames: 2n })])).rejects.toThrow(TypeError);
      for (const value of [[], null, 'text', undefined]) {
        for (const member of ['data', 'metadata']) {
          const broken = { ...eventOf(2), [member]: value } as unknown as ReturnType<typeof eventOf>;
          const refusal = await store
            .append('asset-p/a', 'noStream', [eventOf(1), broken])
            .catch((error: unknown) => error);
          expect(refusal).toBeInstanceOf(TypeError);
          expect(refusal).toMatchObject({ message: expect.stringContaining(`events[1].${member}`) as string });
        }
      }
      expect(await store.head()).toBeNull();
    });

    it('takes an append of exactly the size limit and gives it back unchanged', async () => {
      const { store } = await open();
      const event = eventOfSize(options.maxAppendBytes);
      await store.append('asset-p/a', 'noStream', [event]);
      expect((await store.readStream('asset-p/a'))[0]?.data).toEqual(event.data);
    });

    it('refuses an append that is one byte over the limit before anything is written, and goes on', async () => {
      const { store } = await open();
      const limit = options.maxAppendBytes;
      const refusal = await store
        .append('asset-p/a', 'noStream', [eventOfSize(limit + 1)])
        .catch((error: unknown) => error);
      expect(refusal).toBeInstanceOf(TooLarge);
      expect(refusal).toMatchObject({ size: limit + 1, limit });
      expect(await store.head()).toBeNull();
      expect((await store.append('asset-p/a', 'noStream', eventsOf(1))).revision).toBe(0n);
    });

    it('counts the size over all events of an append', async () => {
      const { store } = await open();
      const half = eventOfSize(Math.ceil(options.maxAppendBytes / 2) + 1);
      await expect(store.append('asset-p/a', 'noStream', [half, { ...half, id: idOf(2) }])).rejects.toThrow(TooLarge);
    });

    it.skipIf(options.deletesStreams !== true)('refuses every append to a stream that was deleted', async () => {
      const { store, deleteStream } = await open();
      await store.append('asset-p/a', 'noStream', eventsOf(1));
      await claimed(deleteStream, 'deletesStreams')('asset-p/a');
      for (const expected of ['noStream', 0n, 5n] as const) {
        await expect(store.append('asset-p/a', expected, eventsOf(2))).rejects.toThrow(StreamDeleted);
      }
    });
  });

  describe('appending at the same time', () => {
    it('lets exactly one of two first appends to a stream win', async () => {
      const { store } = await open();
      const results = await Promise.allSettled([
        store.append('asset-p/a', 'noStream', eventsOf(1)),
        store.append('asset-p/a', 'noStream', eventsOf(2)),
      ]);
      expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
      const lost = results.find((result) => result.status === 'rejected');
      expect(lost?.reason).toBeInstanceOf(WrongExpectedRevision);
      expect(lost?.reason).toMatchObject({ actual: 0n });
      expect(await store.readStream('asset-p/a')).toHaveLength(1);
    });

    it('lets exactly one of many appends at one revision win', async () => {
      const { store } = await open();
      await store.append('asset-p/a', 'noStream', eventsOf(1));
      const results = await Promise.allSettled(
        range(2, 20).map((number) => store.append('asset-p/a', 0n, eventsOf(number))),
      );
      expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
      expect(await store.readStream('asset-p/a')).toHaveLength(2);
    });

    it('does not let one conflict fail the appends beside it', async () => {
      const { store } = await open();
      await store.append('asset-p/taken', 'noStream', eventsOf(1));
      const results = await Promise.allSettled([
        store.append('asset-p/a', 'noStream', eventsOf(2)),
        store.append('asset-p/taken', 'noStream', eventsOf(3)),
        store.append('asset-p/b', 'noStream', eventsOf(4)),
      ]);
      expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
      expect(new Set(numbersOf(await store.readAll(null)))).toEqual(new Set([1, 2, 4]));
    });
  });
}

/** What a refused append tells. */
async function conflict(store: EventStore, expected: ExpectedRevision): Promise<object> {
  try {
    await store.append('asset-p/a', expected, eventsOf(99));
  } catch (error) {
    if (!(error instanceof WrongExpectedRevision)) throw error;
    return { stream: error.stream, expected: error.expected, actual: error.actual };
  }
  return { expected, appended: true };
}

/** An event of so many bytes, most of them in characters of more than one byte. */
function eventOfSize(bytes: number) {
  const bare = eventOf(1, { text: '' });
  const room =
    bytes - bare.id.length - bare.type.length - JSON.stringify(bare.data).length - JSON.stringify(bare.metadata).length;
  return eventOf(1, { text: 'é'.repeat(Math.floor(room / 2)) + 'x'.repeat(room % 2) });
}
