import { uuidFrom } from '@clearance/canonical';
import { describe, expect, it } from 'vitest';
import { KeyFilter } from './key-filter.js';

const keys = (prefix: string, count: number) => Array.from({ length: count }, (_, n) => uuidFrom(prefix, String(n)));

describe('the filter of keys', () => {
  it('denies every key while it is empty', () => {
    expect(new KeyFilter().mayHold(uuidFrom('a'))).toBe(false);
  });

  it('never denies a key that was added, and denies nearly all others', () => {
    const filter = new KeyFilter();
    const added = keys('added', 20_000);
    for (const key of added) filter.add(key);
    expect(added.filter((key) => !filter.mayHold(key))).toEqual([]);
    expect(keys('other', 20_000).filter((key) => filter.mayHold(key)).length).toBeLessThan(20);
  });

  it('knows the keys of every segment, and denies none once it can hold no more', () => {
    const filter = new KeyFilter(2);
    const [first, last, other] = [uuidFrom('first'), uuidFrom('last'), uuidFrom('other')];
    filter.add(first);
    for (let n = 0; n < 2 ** 20; n += 1) filter.add(last);
    expect([first, last, other].map((key) => filter.mayHold(key))).toEqual([true, true, false]);
    for (let n = 0; n < 2 ** 20; n += 1) filter.add(last);
    expect([first, last, other].map((key) => filter.mayHold(key))).toEqual([true, true, true]);
  });
});
