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
});
