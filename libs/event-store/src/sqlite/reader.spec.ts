import { Subject } from 'rxjs';
import { describe, expect, it } from 'vitest';
import { eventOf, eventsOf, numbersOf, range } from '../testing/index.js';
import { dataFolder, readerIn, storeIn } from './spec-folder.js';

describe('the SQLite event reader', () => {
  it('sees what was acknowledged, as soon as it is acknowledged', async () => {
    const folder = dataFolder();
    const store = storeIn(folder);
    const reader = readerIn(folder);
    for (const n of range(1, 20)) {
      const { position } = await store.append(`asset-${n}`, 'noStream', eventsOf(n));
      expect(await reader.head()).toBe(position);
      expect(reader.headSync()).toBe(n);
    }
    expect(await reader.readAll(null)).toEqual(await store.readAll(null));
  });

  it('goes on at once when it is woken', async () => {
    const folder = dataFolder();
    const store = storeIn(folder);
    const following = readerIn(folder, { wake: store.appended }).subscribeAll(null)[Symbol.asyncIterator]();
    expect(await following.next()).toMatchObject({ value: { kind: 'caughtUp' } });
    for (const n of range(1, 50)) {
      const next = following.next();
      await store.append(`asset-${n}`, 'noStream', eventsOf(n));
      expect(await next).toMatchObject({ value: { kind: 'event', event: { position: String(n) } } });
      expect(await following.next()).toMatchObject({ value: { kind: 'caughtUp', position: String(n) } });
    }
    await following.return?.();
  });

  it('finds by itself what it was not woken for', async () => {
    const folder = dataFolder();
    const store = storeIn(folder);
    const following = readerIn(folder, { wake: new Subject() }).subscribeAll(null)[Symbol.asyncIterator]();
    await following.next();
    for (const n of [1, 2]) {
      const next = following.next();
      await store.append(`asset-${n}`, 'noStream', eventsOf(n));
      expect(await next).toMatchObject({ value: { kind: 'event', event: { position: String(n) } } });
      await following.next();
    }
    await following.return?.();
  });

  it('ends its subscriptions with an error when what wakes it fails', async () => {
    const folder = dataFolder();
    storeIn(folder);
    const wake = new Subject();
    const reader = readerIn(folder, { wake });
    const following = reader.subscribeAll(null)[Symbol.asyncIterator]();
    await following.next();
    const next = following.next();
    wake.error(new Error('the writer is gone'));
    await expect(next).rejects.toThrow('the writer is gone');
  });

  it('reads synchronously by ordinal, as many events and characters as it is told to', async () => {
    const folder = dataFolder();
    const store = storeIn(folder);
    const reader = readerIn(folder);
    expect(reader.readAllSync(0, 10)).toEqual([]);
    await store.append(
      'asset-a',
      'noStream',
      range(1, 10).map((n) => eventOf(n, { text: 'x'.repeat(1000) })),
    );
    expect(numbersOf(reader.readAllSync(0, 3))).toEqual([1, 2, 3]);
    expect(numbersOf(reader.readAllSync(3, 100))).toEqual(range(4, 7));
    expect(numbersOf(reader.readAllSync(0, 100, 3500))).toEqual([1, 2, 3]);
    expect(numbersOf(reader.readAllSync(8, 100, 1))).toEqual([9]);
    expect(reader.readAllSync(10, 10)).toEqual([]);
    expect(numbersOf(reader.readStreamSync('asset-a', { from: 7n, limit: 2 }))).toEqual([8, 9]);
    expect(reader.readAllSync(11, 10)).toEqual([]);
    expect(() => reader.readAllSync(0, 0)).toThrow(RangeError);
  });

  it('keeps reading while the writer closes, and what the next writer writes', async () => {
    const folder = dataFolder();
    const first = storeIn(folder);
    await first.append('asset-a', 'noStream', eventsOf(1));
    const reader = readerIn(folder);
    await first.close();
    expect(numbersOf(await reader.readAll(null))).toEqual([1]);
    await storeIn(folder).append('asset-a', 0n, eventsOf(2));
    expect(numbersOf(await reader.readAll(null))).toEqual([1, 2]);
  });

  it('can be opened where no writer is, and keeps none from opening', async () => {
    const folder = dataFolder();
    const first = storeIn(folder);
    await first.append('asset-a', 'noStream', eventsOf(1));
    await first.close();
    const reader = readerIn(folder);
    expect(numbersOf(await reader.readAll(null))).toEqual([1]);
    await storeIn(folder).append('asset-a', 0n, eventsOf(2));
    expect(numbersOf(await reader.readAll(null))).toEqual([1, 2]);
  });
});
