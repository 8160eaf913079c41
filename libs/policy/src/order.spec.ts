import { describe, expect, it } from 'vitest';
import { compareKeys, compareLists, compareText, keyText, sameKey, sortedUnique } from './order.js';

const key = (rule: string, root: string, element: string | null = null) => ({ rule, root, element });
const sign = (order: number) => Math.sign(order);

describe('order', () => {
  it('of texts goes by UTF-16 code unit, never by a locale', () => {
    expect([compareText('a', 'b'), compareText('b', 'a'), compareText('a', 'a')]).toEqual([-1, 1, 0]);
    expect(['ä', 'b', 'Z', 'a', ''].sort(compareText)).toEqual(['', 'Z', 'a', 'b', 'ä']);
  });

  it('F1: of keys goes by rule, then root, then element; no element comes first', () => {
    const sorted = [
      key('a', 'z', 'z'),
      key('b', 'a'),
      key('b', 'b'),
      key('b', 'b', ''),
      key('b', 'b', 'x'),
      key('b', 'b', 'y'),
      key('b', 'c'),
    ];
    for (const [i, a] of sorted.entries()) {
      for (const [j, b] of sorted.entries()) expect(sign(compareKeys(a, b))).toBe(sign(i - j));
    }
  });

  it('of lists goes element by element; the shorter first where one begins with the other', () => {
    const sorted = [[], ['a'], ['a', 'a'], ['a', 'b'], ['a', 'b', 'a'], ['b'], ['b', 'a']];
    for (const [i, a] of sorted.entries()) {
      for (const [j, b] of sorted.entries()) expect(sign(compareLists(a, b))).toBe(sign(i - j));
    }
  });
});

describe('F1: keys', () => {
  const keys = [key('r', 'x'), key('r', 'x', ''), key('r', 'x', 'e'), key('r', 'y'), key('s', 'x'), key('s', 'x', 'e')];

  it('are the same where rule, root and element are', () => {
    for (const [i, a] of keys.entries()) {
      for (const [j, b] of keys.entries()) expect(sameKey(a, { ...b })).toBe(i === j);
    }
  });

  it('have one text each', () => {
    expect(keys.map(keyText)).toEqual(['r\nx', 'r\nx\n', 'r\nx\ne', 'r\ny', 's\nx', 's\nx\ne']);
  });
});

it('sorts texts and keeps each once', () => {
  expect(sortedUnique(['b', 'a', 'b', 'B'])).toEqual(['B', 'a', 'b']);
});
