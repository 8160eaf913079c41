import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { matchesType } from './event.js';

const matches = (pattern: string, name = 'asset-marked-temporary') => {
  const dash = name.indexOf('-');
  return matchesType([pattern], `${name.slice(0, dash)}-nightfall/a`, name.slice(dash + 1));
};

describe('a pattern of types', () => {
  it.each([
    ['*', true],
    ['asset-*', true],
    ['*-temporary', true],
    ['asset-*-temporary', true],
    ['asset-marked-temporary', true],
    ['a*d*y', true],
    ['**', true],
    ['asset', false],
    ['asset-marked-temporary*', true],
    ['asset-marked-temporary*y', false],
    ['*temporary-*', false],
    ['.*', false],
    ['', false],
  ])('%s', (pattern, matched) => {
    expect(matches(pattern)).toBe(matched);
  });

  it('is what a regular expression would match', () => {
    const letters = (...units: string[]) => fc.string({ unit: fc.constantFrom(...units), maxLength: 8 });
    fc.assert(
      fc.property(letters('a', 'b', '*'), letters('a', 'b'), (pattern, type) => {
        const expected = new RegExp(`^${pattern.replaceAll('*', '.*')}$`).test(`asset-${type}`);
        expect(matchesType([pattern], 'asset-x/y', type)).toBe(expected);
      }),
      { numRuns: 2_000 },
    );
  });

  it('of very many stars costs no more than its length: callers choose it', () => {
    const pattern = `${'*a'.repeat(4_000)}*b`;
    for (let times = 0; times < 200; times += 1)
      expect(matchesType([pattern], 'asset-x/y', 'a'.repeat(64))).toBe(false);
  });
});
