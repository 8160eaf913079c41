import { describe, expect, it } from 'vitest';
import { inOrder } from './in-order.js';

/** Work that ends when it is told to. */
function controlled() {
  const ends = new Map<number, () => void>();
  const begun: number[] = [];
  const work = (item: number) => {
    begun.push(item);
    return new Promise<string>((resolve) => ends.set(item, () => resolve(`done ${item}`)));
  };
  return { begun, work, end: (item: number) => ends.get(item)!() };
}

describe('working in order', () => {
  it('gives results in the order of the items, whichever is done first, with at most `width` under way', async () => {
    const { begun, work, end } = controlled();
    const results = inOrder([1, 2, 3, 4], 2, work);
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

  it('does not ask for the next item while nobody takes results', async () => {
    let asked = 0;
    function* items() {
      for (;;) yield (asked += 1);
    }
    const results = inOrder(items(), 3, (item) => Promise.resolve(item));
    expect((await results.next()).value).toBe(1);
    await new Promise(setImmediate);
    expect(asked).toBe(3);
    await results.return(undefined);
  });

  it('numbers the items', async () => {
    const numbered: [string, number][] = [];
    for await (const result of inOrder(['a', 'b', 'c'], 8, (item, index) =>
      Promise.resolve<[string, number]>([item, index]),
    ))
      numbered.push(result);
    expect(numbered).toEqual([
      ['a', 0],
      ['b', 1],
      ['c', 2],
    ]);
  });
});
