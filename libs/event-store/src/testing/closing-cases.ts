import { describe, expect, it } from 'vitest';
import { Unavailable } from '../errors.js';
import { appendEach, eventsOf, numbersOf, range } from './events.js';
import { claimed, type ContractOptions, type OpenForTest } from './subject.js';

export function closingCases(open: OpenForTest, options: ContractOptions): void {
  describe('closing', () => {
    it('refuses an append after it, which then surely has not happened', async () => {
      const { store } = await open();
      await store.close();
      const refusal = await store.append('asset-p/a', 'noStream', eventsOf(1)).catch((error: unknown) => error);
      expect(refusal).toBeInstanceOf(Unavailable);
      expect(refusal).toMatchObject({ ambiguous: false });
    });

    it('refuses every read after it', async () => {
      const { store } = await open();
      await store.append('asset-p/a', 'noStream', eventsOf(1));
      await store.close();
      await expect(store.readStream('asset-p/a')).rejects.toThrow(Unavailable);
      await expect(store.readAll(null)).rejects.toThrow(Unavailable);
      await expect(store.head()).rejects.toThrow(Unavailable);
      await expect(store.subscribeAll(null)[Symbol.asyncIterator]().next()).rejects.toThrow(Unavailable);
    });

    it('waits for the appends under way', async () => {
      const { store } = await open();
      const appends = range(1, 30).map((number) => store.append(`asset-p/${number}`, 'noStream', eventsOf(number)));
      await store.close();
      const results = await Promise.all(appends);
      expect(results.map(({ revision }) => revision)).toEqual(range(0, 30).map(() => 0n));
    });

    it('may be done twice', async () => {
      const { store } = await open();
      await Promise.all([store.close(), store.close()]);
      await expect(store.close()).resolves.toBeUndefined();
    });

    it.skipIf(options.persistent !== true)('loses nothing: opened again, the log is the same and goes on', async () => {
      const { store, reopen } = await open();
      await appendEach(store, ['asset-p/a', 'asset-p/b', 'asset-p/a']);
      const before = await store.readAll(null);
      await store.close();
      const again = await claimed(reopen, 'persistent')();
      expect(await again.readAll(null)).toEqual(before);
      expect(await again.head()).toBe(before.at(-1)?.position);
      await again.append('asset-p/a', 1n, eventsOf(4));
      await expect(again.append('asset-p/b', 'noStream', eventsOf(5))).rejects.toThrow('is at 0');
      expect(numbersOf(await again.readAll(null))).toEqual([1, 2, 3, 4]);
      expect(again.comparePositions((await again.head()) ?? '', before.at(-1)?.position ?? '')).toBeGreaterThan(0);
    });

    it.skipIf(options.persistent !== true)('keeps what repeated appends are recognised by', async () => {
      const { store, reopen } = await open();
      const first = await store.append('asset-p/a', 'noStream', eventsOf(1, 2));
      await store.close();
      const again = await claimed(reopen, 'persistent')();
      expect(await again.append('asset-p/a', 'noStream', eventsOf(1, 2))).toEqual(first);
    });
  });
}
