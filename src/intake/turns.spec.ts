import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { Turns } from './turns.js';

/** Pieces of work that each take 4 ms of a clock of their own. */
function pieces(turns: Turns, clock: { now: number }, count: number) {
  const done: number[] = [];
  const all = Array.from({ length: count }, async (_, index) => {
    await turns.mine();
    clock.now += 4;
    done.push(index);
  });
  return { done, all: Promise.all(all) };
}

describe('turns', () => {
  it('does in one turn of the event loop what fits into it, first come first served, and leaves the rest to the next', async () => {
    const clock = { now: 0 };
    const { done, all } = pieces(new Turns(10, () => clock.now), clock, 8);
    expect(done).toEqual([]);
    const seen: number[] = [];
    while (done.length < 8) {
      await turn();
      seen.push(done.length);
    }
    await all;
    expect(done).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
    expect(seen.filter((count, index) => count !== seen[index - 1])).toEqual([3, 6, 8]);
  });

  it('takes those of single events and of bodies in turns', async () => {
    const turns = new Turns(1_000);
    const done: string[] = [];
    const pieceOf = async (kind: 'single' | 'body', name: string) => {
      await turns.mine(kind);
      done.push(name);
    };
    const all = [pieceOf('body', 'b1'), pieceOf('body', 'b2'), pieceOf('body', 'b3'), pieceOf('single', 's1')];
    expect([turns.waiting('body'), turns.waiting('single')]).toEqual([3, 1]);
    await Promise.all(all);
    expect(done).toEqual(['s1', 'b1', 'b2', 'b3']);
    expect(turns.waiting('body')).toBe(0);
  });

  it('takes what comes later after what was there', async () => {
    const clock = { now: 0 };
    const turns = new Turns(10, () => clock.now);
    const first = pieces(turns, clock, 4);
    await first.all;
    const second = pieces(turns, clock, 2);
    await second.all;
    expect([first.done, second.done]).toEqual([
      [0, 1, 2, 3],
      [0, 1],
    ]);
  });
});
