import { describe, expect, it } from 'vitest';
import { allGuards, anyGuard, holds, isWithin, overlap, sameGuard, type Guard, type UseFacts } from './guard.js';

const both = (guard: Guard, use: UseFacts) => [holds(guard, use, 'possible'), holds(guard, use, 'certain')];

describe('a guard', () => {
  const key: Guard = { use: 'prominence', in: ['key'] };
  const notKey: Guard = { use: 'prominence', in: ['key'], not: true };

  it.each([
    [key, { prominence: 'key' }, [true, true]],
    [key, { prominence: 'none' }, [false, false]],
    [notKey, { prominence: 'key' }, [false, false]],
    [notKey, { prominence: 'none' }, [true, true]],
    [key, {}, [true, false]],
    [notKey, {}, [true, false]],
    [key, { prominence: 'unknown' }, [true, false]],
    [{ use: 'medium', in: ['svod'] }, { medium: '*' }, [true, false]],
    [{ use: 'prominence', in: ['unknown'] }, {}, [true, true]],
    [{ use: 'prominence', in: ['unknown'] }, { prominence: 'key' }, [false, false]],
  ] as const)('%j of %j: possible and certain are %j', (guard, use, answers) => {
    expect(both(guard, use)).toEqual(answers);
  });

  const europe: Guard = { use: 'territories', overlaps: ['DE', 'FR'] };
  const germany: Guard = { use: 'territories', within: ['DE'] };
  it.each([
    [europe, { territories: ['US', 'DE'] }, [true, true]],
    [europe, { territories: ['US'] }, [false, false]],
    [europe, { territories: ['*'] }, [true, true]],
    [europe, { territories: [] }, [true, true]],
    [europe, {}, [true, false]],
    [{ ...europe, not: true }, { territories: ['US'] }, [true, true]],
    [{ use: 'territories', overlaps: ['*'] }, { territories: ['US'] }, [true, true]],
    [germany, { territories: ['DE'] }, [true, true]],
    [germany, { territories: ['DE', 'FR'] }, [false, false]],
    [germany, { territories: ['*'] }, [false, false]],
    [germany, { territories: [] }, [false, false]],
    [germany, {}, [true, false]],
    [{ ...germany, not: true }, { territories: ['FR'] }, [true, true]],
    [{ use: 'territories', within: ['*'] }, { territories: ['*', 'DE'] }, [true, true]],
    [{ use: 'medium', within: ['svod', 'tvod'] }, { medium: 'tvod' }, [true, true]],
    [{ use: 'medium', within: ['svod'] }, { medium: '*' }, [false, false]],
    [{ use: 'medium', within: ['svod'] }, { medium: 'unknown' }, [true, false]],
  ] as const)('%j of %j: possible and certain are %j', (guard, use, answers) => {
    expect(both(guard, use)).toEqual(answers);
  });

  it('of all needs every part, of any one of them', () => {
    const use = { prominence: 'key', territories: ['US'] };
    expect(holds({ all: [key, europe] }, use, 'possible')).toBe(false);
    expect(holds({ any: [key, europe] }, use, 'possible')).toBe(true);
    expect(holds({ any: [notKey, europe] }, use, 'possible')).toBe(false);
  });

  it('never reads what a use inherits from elsewhere', () => {
    expect(holds({ use: 'constructor', in: ['x'] }, {}, 'possible')).toBe(true);
    expect(holds({ use: 'constructor', in: ['x'] }, {}, 'certain')).toBe(false);
  });
});

describe('guards together', () => {
  const [a, b]: Guard[] = [
    { use: 'class', in: ['final'] },
    { use: 'class', in: ['dub'] },
  ];
  it('anyGuard: one that is always open opens all; equal ones are one', () => {
    expect(anyGuard([a!, null])).toBeNull();
    expect(anyGuard([a!, a!])).toEqual(a);
    expect(anyGuard([a!, b!, a!])).toEqual({ any: [a, b] });
  });
  it('allGuards: one that always holds asks for nothing', () => {
    expect(allGuards([null, null])).toBeNull();
    expect(allGuards([a!, null])).toEqual(a);
    expect(allGuards([a!, b!])).toEqual({ all: [a, b] });
  });
});

describe('sameGuard', () => {
  const make = (): readonly Guard[] => {
    const word: Guard = { use: 'class', in: ['final', 'dub'] };
    const other: Guard = { use: 'class', in: ['review'] };
    return [
      word,
      { use: 'class', in: ['dub', 'final'] },
      { use: 'class', in: ['final'] },
      { use: 'class', in: ['final', 'review'] },
      { use: 'medium', in: ['final', 'dub'] },
      { ...word, not: true },
      { use: 'class', overlaps: ['final', 'dub'] },
      { use: 'class', overlaps: ['final'] },
      { use: 'class', overlaps: ['final'], not: true },
      { use: 'class', within: ['final', 'dub'] },
      { use: 'class', within: ['final'] },
      { use: 'class', within: ['final', 'review'] },
      { all: [word, other] },
      { all: [other, word] },
      { all: [word] },
      { any: [word, other] },
      { any: [word, { use: 'class', in: ['final'] }] },
      { any: [word, { all: [other] }] },
      { any: [word, { any: [other] }] },
    ];
  };

  it('is true of what says the same in the same words, however often it was written down, and of nothing else', () => {
    const pairs = make().flatMap((a, at) =>
      make().flatMap((b, with_) => (sameGuard(a, b) === (at === with_) ? [] : [[at, with_]])),
    );
    expect(pairs).toEqual([]);
  });
});

describe('lists of words', () => {
  it.each([
    [['DE', 'FR'], ['FR', 'US'], true],
    [['DE'], ['US'], false],
    [['*'], ['US'], true],
    [['DE'], ['*'], true],
    [['*'], [], false],
    [[], ['*'], false],
  ])('%j and %j share one: %j', (a, b, shared) => {
    expect(overlap(a, b)).toBe(shared);
  });

  it.each([
    [['DE', 'FR'], ['DE', 'FR', 'US'], true],
    [['DE', 'GB'], ['DE', 'FR', 'US'], false],
    [['*'], ['DE'], false],
    [['*', 'DE'], ['*'], true],
    [[], [], true],
  ])('%j stands whole in %j: %j', (words, list, within) => {
    expect(isWithin(words, list)).toBe(within);
  });
});
