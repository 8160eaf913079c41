import { describe, expect, it } from 'vitest';
import { StepSize } from './step-size.js';

describe('StepSize', () => {
  it('comes to what fits into a step, at most twice as much at a time', () => {
    const size = new StepSize();
    const sizes = [1, 2, 3].map(() => {
      size.took(size.contents, size.contents / 50);
      return size.contents;
    });
    expect(sizes).toEqual([800, 1_250, 1_250]);
  });

  it('shrinks at once where a step took long, down to a bound, and grows up to one', () => {
    const size = new StepSize();
    size.took(400, 1_000);
    expect(size.contents).toBe(100);
    for (let i = 0; i < 10; i += 1) size.took(size.contents, 0);
    expect(size.contents).toBe(4_000);
  });

  it('learns nothing from a step with hardly anything to do', () => {
    const size = new StepSize();
    size.took(0, 20);
    size.took(49, 500);
    expect(size.contents).toBe(400);
  });
});
