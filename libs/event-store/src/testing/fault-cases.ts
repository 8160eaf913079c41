import { describe, expect, it } from 'vitest';
import { Unavailable } from '../errors.js';
import { appendEach, eventsOf, numbersOf, takeEvents } from './events.js';
import { claimed, type ContractOptions, type OpenForTest } from './subject.js';

/** What an embedded store cannot meet: an answer that is lost, a call that ends by itself. */
export function faultCases(open: OpenForTest, options: ContractOptions): void {
  describe.skipIf(options.faults !== true)('behind a server that fails', () => {
    it('gives up on an append whose answer never comes, and says that it may have happened', async () => {
      const { store, faults } = await open();
      claimed(faults, 'faults').loseNextAnswer();
      const failure = await store.append('asset-p/a', 'noStream', eventsOf(1)).catch((error: unknown) => error);
      expect(failure).toBeInstanceOf(Unavailable);
      expect(failure).toMatchObject({ ambiguous: true });
    });

    it('finds by repeating it that such an append had happened, and does not write it twice', async () => {
      const { store, faults } = await open();
      claimed(faults, 'faults').loseNextAnswer();
      await expect(store.append('asset-p/a', 'noStream', eventsOf(1))).rejects.toThrow(Unavailable);
      expect((await store.append('asset-p/a', 'noStream', eventsOf(1))).revision).toBe(0n);
      expect(numbersOf(await store.readStream('asset-p/a'))).toEqual([1]);
    });

    it('takes up a subscription again that the server ended without an error', async () => {
      const { store, faults } = await open();
      await appendEach(store, ['asset-p/a']);
      const both = takeEvents(store, null, 2);
      claimed(faults, 'faults').endSubscriptionCalls();
      await appendEach(store, ['asset-p/b'], 2);
      expect(numbersOf(await both)).toEqual([1, 2]);
    });
  });
}
