import { describe, expect, it } from 'vitest';
import { InTurn } from './in-turn.js';
import { Queue } from './queue.js';

describe('what waits in turn', () => {
  it('is taken in the order of its kind, and of both kinds in turns', () => {
    const waiting = new InTurn<string>();
    for (const name of ['b1', 'b2', 'b3', 'b4']) waiting.add('body', name);
    for (const name of ['s1', 's2']) waiting.add('single', name);
    expect([waiting.waiting('single'), waiting.waiting('body'), waiting.empty]).toEqual([2, 4, false]);
    const taken = Array.from({ length: 7 }, () => waiting.next());
    expect(taken).toEqual(['s1', 'b1', 's2', 'b2', 'b3', 'b4', undefined]);
    expect(waiting.empty).toBe(true);
  });

  it('goes on with the other kind than the one taken last', () => {
    const waiting = new InTurn<string>();
    waiting.add('single', 's1');
    expect(waiting.next()).toBe('s1');
    waiting.add('single', 's2');
    waiting.add('body', 'b1');
    expect([waiting.next(), waiting.next()]).toEqual(['b1', 's2']);
  });
});

describe('a queue', () => {
  it('gives what was put in first, while more is put in', () => {
    const queue = new Queue<number>();
    const taken: number[] = [];
    for (let n = 0; n < 100; n += 1) {
      queue.add(n);
      if (n % 3 === 2) taken.push(queue.take()!);
    }
    expect([queue.size, queue.first]).toEqual([67, 33]);
    while (queue.size > 0) taken.push(queue.take()!);
    expect(taken).toEqual(Array.from({ length: 100 }, (_, n) => n));
    expect([queue.take(), queue.first]).toEqual([undefined, undefined]);
  });
});
