import { describe, expect, it } from 'vitest';
import { durationOf } from './duration.js';

describe('durationOf', () => {
  it.each([
    ['PT1S', 1_000],
    ['PT2M', 120_000],
    ['PT3H', 10_800_000],
    ['P1D', 86_400_000],
    ['P2W', 1_209_600_000],
    ['P1DT2H3M4S', 93_784_000],
    ['PT0S', 0],
  ])('%s is %d ms', (text, milliseconds) => {
    expect(durationOf(text)).toBe(milliseconds);
  });
  it.each(['', 'P', 'PT', 'P1M', 'P1Y', '1D', 'P1D2H', 'PT1.5S', 'P-1D', 'p1d', 'P1W2D', 'P1DT', ' P1D'])(
    '%j is none',
    (text) => {
      expect(durationOf(text)).toBeNull();
    },
  );
});
