import { describe, expect, it } from 'vitest';
import { Memory } from './memory.js';

function filled(...keys: number[]): Memory<number, string> {
  const memory = new Memory<number, string>(2);
  for (const key of keys) memory.set(key, `value ${key}`);
  return memory;
}

describe('Memory', () => {
  it('forgets nothing before it is trimmed, however much is put into it', () => {
    const memory = filled(1, 2, 3, 4, 5, 6);
    expect(memory.get(1)).toBe('value 1');
  });

  it('forgets in trimming what was not used while as many other things were as it may keep', () => {
    const memory = filled(1, 2);
    memory.trim();
    memory.get(1);
    memory.set(3, 'value 3');
    memory.trim();
    expect([1, 2, 3].map((key) => memory.get(key))).toEqual(['value 1', undefined, 'value 3']);
  });

  it('keeps everything while there is room', () => {
    const memory = filled(1);
    memory.trim();
    memory.trim();
    memory.trim();
    expect(memory.get(1)).toBe('value 1');
  });

  it('gives what was set last, and nothing of what was deleted, also of what it put aside', () => {
    const memory = filled(1, 2);
    memory.trim();
    memory.set(1, 'newer');
    memory.delete(2);
    expect([memory.get(1), memory.get(2)]).toEqual(['newer', undefined]);
  });

  it('forgets what was not used while as much other text was as it may keep, however few values that is', () => {
    const memory = new Memory<number, string>(1_000, { most: 10, of: (text) => text.length });
    const held = () => [1, 2, 3].map((key) => memory.get(key)?.length);
    memory.set(1, 'x'.repeat(9));
    memory.trim();
    memory.set(1, 'x'.repeat(4));
    memory.set(2, 'y'.repeat(5));
    memory.trim();
    // Nine, since what stood there before counts no more: still below ten.
    memory.trim();
    expect(held()).toEqual([4, 5, undefined]);
    memory.set(3, 'z');
    memory.trim();
    memory.set(2, 'y'.repeat(10));
    memory.trim();
    expect(held()).toEqual([undefined, 10, undefined]);
  });

  it('does not count what was deleted or cleared', () => {
    const memory = new Memory<number, string>(1_000, { most: 10, of: (text) => text.length });
    memory.set(1, 'x'.repeat(10));
    memory.delete(1);
    memory.set(2, 'y'.repeat(10));
    memory.clear();
    memory.set(3, 'z');
    memory.trim();
    memory.trim();
    expect([1, 2, 3].map((key) => memory.get(key))).toEqual([undefined, undefined, 'z']);
  });

  it('counts what it had put aside once it is used again', () => {
    const memory = new Memory<number, string>(1_000, { most: 10, of: (text) => text.length });
    memory.set(1, 'x'.repeat(10));
    memory.trim();
    memory.get(1);
    memory.trim();
    memory.trim();
    memory.set(2, 'y'.repeat(10));
    memory.trim();
    expect([1, 2].map((key) => memory.get(key)?.length)).toEqual([undefined, 10]);
  });
});
