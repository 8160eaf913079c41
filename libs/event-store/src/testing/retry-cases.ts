import { describe, expect, it } from 'vitest';
import { WrongExpectedRevision } from '../errors.js';
import { eventOf, eventsOf, numbersOf } from './events.js';
import type { OpenForTest } from './subject.js';

/** Rules E2 to E4 rest on these: an append that may have succeeded is repeated with the same ids and revision. */
export function retryCases(open: OpenForTest): void {
  describe('repeating an append', () => {
    it('answers the first result and writes nothing when ids and revision are the same', async () => {
      const { store } = await open();
      const began = await store.append('asset-p/a', 'noStream', eventsOf(1, 2));
      const went = await store.append('asset-p/a', 1n, eventsOf(3, 4));
      expect(await store.append('asset-p/a', 'noStream', eventsOf(1, 2))).toEqual(began);
      expect(await store.append('asset-p/a', 1n, eventsOf(3, 4))).toEqual(went);
      expect(numbersOf(await store.readAll(null))).toEqual([1, 2, 3, 4]);
    });

    it('still answers the first result after the stream has gone on', async () => {
      const { store } = await open();
      const first = await store.append('asset-p/a', 'noStream', eventsOf(1));
      await store.append('asset-p/a', 0n, eventsOf(2));
      await store.append('asset-p/b', 'noStream', eventsOf(3));
      expect(await store.append('asset-p/a', 'noStream', eventsOf(1))).toEqual(first);
    });

    it('answers both of two equal appends made at the same time alike', async () => {
      const { store } = await open();
      const [first, second] = await Promise.all([
        store.append('asset-p/a', 'noStream', eventsOf(1)),
        store.append('asset-p/a', 'noStream', eventsOf(1)),
      ]);
      expect(second).toEqual(first);
      expect(await store.readStream('asset-p/a')).toHaveLength(1);
    });

    it('is refused where only the first of its ids are there', async () => {
      const { store } = await open();
      await store.append('asset-p/a', 'noStream', eventsOf(1, 2));
      await expect(store.append('asset-p/a', 'noStream', eventsOf(1, 2, 3))).rejects.toThrow(WrongExpectedRevision);
      await expect(store.append('asset-p/a', 'noStream', eventsOf(1, 3))).rejects.toThrow(WrongExpectedRevision);
      expect(numbersOf(await store.readStream('asset-p/a'))).toEqual([1, 2]);
    });

    it('is refused where its ids are there in another order or at another revision', async () => {
      const { store } = await open();
      await store.append('asset-p/a', 'noStream', eventsOf(1, 2, 3));
      await expect(store.append('asset-p/a', 'noStream', eventsOf(2, 1))).rejects.toThrow(WrongExpectedRevision);
      await expect(store.append('asset-p/a', 'noStream', eventsOf(2))).rejects.toThrow(WrongExpectedRevision);
      expect(numbersOf(await store.readStream('asset-p/a'))).toEqual([1, 2, 3]);
    });

    it('E2: keeps the first content when the same id comes with another, because only ids are compared', async () => {
      const { store } = await open();
      const first = await store.append('asset-p/a', 'noStream', [eventOf(1, { verdict: 'released' })]);
      expect(await store.append('asset-p/a', 'noStream', [eventOf(1, { verdict: 'refused' })])).toEqual(first);
      expect((await store.readStream('asset-p/a')).map(({ data }) => data)).toEqual([{ verdict: 'released' }]);
    });

    it('does not take an id that is used again at the tip or in another stream for a repeat', async () => {
      const { store } = await open();
      await store.append('asset-p/a', 'noStream', eventsOf(1));
      expect((await store.append('asset-p/a', 0n, eventsOf(1))).revision).toBe(1n);
      expect((await store.append('asset-p/b', 'noStream', eventsOf(1))).revision).toBe(0n);
      expect(await store.readAll(null)).toHaveLength(3);
    });
  });
}
