import { describe, expect, it } from 'vitest';
import { MAX_EVENT_BYTES } from '../forms/batch.js';
import { ADMISSION_RULES } from './admission.js';
import { nextLimit, weightOf } from './limit.js';

const rules = { floor: 64, ceiling: 100, easyMs: 12, lateMs: 25, step: 16, cut: 0.7 };

describe('the limit of facts under way', () => {
  it.each([
    ['rises by a step while the loop has time and facts waited', 64, { delayMs: 11.9, reached: true }, 80],
    ['rises to the ceiling and no further', 96, { delayMs: 0, reached: true }, 100],
    [
      'stays where nothing waited: what was never tried is not known to be good',
      64,
      { delayMs: 0, reached: false },
      64,
    ],
    ['stays between easy and late', 80, { delayMs: 12, reached: true }, 80],
    ['stays at just what is late', 80, { delayMs: 25, reached: true }, 80],
    ['falls in proportion once the loop is late', 100, { delayMs: 25.1, reached: true }, 70],
    ['falls where nothing waited, too', 100, { delayMs: 900, reached: false }, 70],
    ['never falls below the floor', 80, { delayMs: 900, reached: true }, 64],
  ])('%s', (_what, limit, seen, next) => {
    expect(nextLimit(limit, seen, rules)).toBe(next);
  });

  it('settles: from the ceiling to the floor in seconds, and back more slowly', () => {
    const late = { delayMs: 40, reached: true };
    const easy = { delayMs: 5, reached: true };
    const steps = (from: number, seen: typeof late, to: number) => {
      let count = 0;
      for (let limit = from; limit !== to; count += 1) limit = nextLimit(limit, seen, ADMISSION_RULES.single);
      return count;
    };
    const { floor, ceiling } = ADMISSION_RULES.single;
    expect([steps(ceiling, late, floor), steps(floor, easy, ceiling)]).toEqual([8, 15]);
  });
});

describe('the weight of an event', () => {
  it('is 1 for a usual one, and its size in pages of 4 KiB', () => {
    expect([0, 1, 4_096, 4_097, 40_960].map(weightOf)).toEqual([1, 1, 1, 2, 10]);
  });

  it('is 64 for the largest that is taken, less than a limit that has seen nothing', () => {
    expect([weightOf(MAX_EVENT_BYTES), ADMISSION_RULES.single.start]).toEqual([64, 128]);
  });
});
