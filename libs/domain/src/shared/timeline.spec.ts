import { describe, expect, it } from 'vitest';
import { holdingAt, nextAfter } from './timeline.js';

const JAN = '2026-01-01T00:00:00.000Z';
const FEB = '2026-02-01T00:00:00.000Z';
const MAR = '2026-03-01T00:00:00.000Z';

describe('what holds at a time', () => {
  const ever = { since: null, n: 9 };
  const january = { since: JAN, n: 1 };
  const march = { since: MAR, n: 2 };

  it('is what began last, whatever was recorded last', () => {
    expect(holdingAt([ever, march, january], FEB)).toBe(january);
    expect(holdingAt([january, march, ever], MAR)).toBe(march);
  });

  it('begins at the very moment it names', () => {
    expect(holdingAt([january], JAN)).toBe(january);
    expect(holdingAt([january], '2025-12-31T23:59:59.999Z')).toBeNull();
  });

  it('is what was recorded last where two began together', () => {
    const corrected = { since: JAN, n: 3 };
    expect(holdingAt([corrected, january], FEB)).toBe(corrected);
    expect(holdingAt([january, corrected], FEB)).toBe(corrected);
    expect(holdingAt([ever, { since: null, n: 10 }], FEB)).toEqual({ since: null, n: 10 });
  });

  it('is what holds since ever where nothing else began', () => {
    expect(holdingAt([march, ever], FEB)).toBe(ever);
    expect(holdingAt([ever, march], FEB)).toBe(ever);
    expect(holdingAt([], FEB)).toBeNull();
  });
});

describe('the next time', () => {
  it('is the first after the moment asked about', () => {
    expect(nextAfter([MAR, null, FEB, JAN], JAN)).toBe(FEB);
    expect(nextAfter([FEB, MAR], JAN)).toBe(FEB);
  });

  it('is none where all have passed', () => {
    expect(nextAfter([JAN, FEB, null], FEB)).toBeNull();
  });
});
