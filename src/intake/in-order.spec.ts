import { describe, expect, it } from 'vitest';
import { inOrder } from './in-order.js';

interface Numbered {
  readonly n: number;
  readonly bytes: number;
}
const numbered = (...bytes: number[]): Numbered[] => bytes.map((size, index) => ({ n: index + 1, bytes: size }));
const upTo = (items: number) => ({ items, bytes: 1_000 });

/** Work that ends when it is told to. */
function controlled() {
  const ends = new Map<number, () => void>();
  const begun: number[] = [];
  const work = ({ n }: Numbered) => {
    begun.push(n);
    return new Promise<string>((resolve) => ends.set(n, () => resolve(`done ${n}`)));
  };
  return { begun, work, end: (n: number) => ends.get(n)!() };
}

describe('working in order', () => {
  it('gives results in the order of the items, whichever is done first, with at most so many under way', async () => {
    const { begun, work, end } = controlled();
    const results = inOrder(numbered(1, 1, 1, 1), upTo(2), work);
    const first = results.next();
    await Promise.resolve();
    await new Promise(setImmediate);
    expect(begun).toEqual([1, 2]);
    end(2);
    end(1);
    expect((await first).value).toBe('done 1');
    const second = results.next();
    await new Promise(setImmediate);
    expect(begun).toEqual([1, 2, 3]);
    expect((await second).value).toBe('done 2');
    const third = results.next();
    await new Promise(setImmediate);
    end(4);
    end(3);
    expect((await third).value).toBe('done 3');
    expect((await results.next()).value).toBe('done 4');
    expect((await results.next()).done).toBe(true);
  });

  it('holds back where those under way are too large together, but never the only one', async () => {
    const { begun, work, end } = controlled();
    const results = inOrder(numbered(600, 600, 5_000, 1), upTo(10), work);
    const first = results.next();
    await new Promise(setImmediate);
    expect(begun).toEqual([1, 2]);
    end(1);
    await first;
    const second = results.next();
    await new Promise(setImmediate);
    expect(begun).toEqual([1, 2, 3]);
    end(2);
    await second;
    const third = results.next();
    await new Promise(setImmediate);
    expect(begun).toEqual([1, 2, 3]);
    end(3);
    await third;
    const fourth = results.next();
    await new Promise(setImmediate);
    expect(begun).toEqual([1, 2, 3, 4]);
    end(4);
    expect((await fourth).value).toBe('done 4');
  });

  it('does not ask for the next item while nobody takes results', async () => {
    let asked = 0;
    function* items(): Generator<Numbered> {
      for (;;) yield { n: (asked += 1), bytes: 1 };
    }
    const results = inOrder(items(), upTo(3), ({ n }) => Promise.resolve(n));
    expect((await results.next()).value).toBe(1);
    await new Promise(setImmediate);
    expect(asked).toBe(3);
    await results.return(undefined);
  });

  it('gives the results of many more items than are under way at once', async () => {
    const given: number[] = [];
    const items = numbered(...Array.from({ length: 100 }, () => 1));
    for await (const n of inOrder(items, upTo(3), (item) => Promise.resolve(item.n))) given.push(n);
    expect(given).toEqual(items.map((item) => item.n));
  });

  it('numbers the items', async () => {
    const given: [number, number][] = [];
    const work = ({ n }: Numbered, index: number) => Promise.resolve<[number, number]>([n, index]);
    for await (const result of inOrder(numbered(1, 1, 1), upTo(8), work)) given.push(result);
    expect(given).toEqual([
      [1, 0],
      [2, 1],
      [3, 2],
    ]);
  });
});
