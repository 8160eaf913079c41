import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { Shifts } from './shifts.js';

/** Work that each takes 3 ms of a clock of its own, in two parts between which others could come in. */
function working(names: string, sliceMs: number) {
  let now = 0;
  const shifts = new Shifts(sliceMs, () => now);
  const said: string[] = [];
  const all = names.split('').map((name) =>
    shifts.run(async () => {
      said.push(name);
      await Promise.resolve();
      now += 3;
      said.push(name);
    }),
  );
  return { shifts, said, all };
}

describe('the shifts of followers', () => {
  it('come one after another, in a turn of the event loop no more than fit into it', async () => {
    const { said, all } = working('abcde', 4);
    expect(said.join('')).toBe('');
    const seen: string[] = [];
    while (said.length < 10) {
      await turn();
      seen.push(said.join(''));
    }
    await Promise.all(all);
    expect(seen.filter((each, index) => each !== seen[index - 1])).toEqual(['aabb', 'aabbccdd', 'aabbccddee']);
  });

  it('go on with the next where one fails, and begin anew when nobody waits any more', async () => {
    const { shifts, said, all } = working('a', 4);
    const failing = shifts.run(() => Promise.reject(new Error('the log is closed')));
    const last = shifts.run(async () => void said.push('z'));
    await expect(failing).rejects.toThrow('the log is closed');
    await Promise.all([...all, last]);
    expect(said.join('')).toBe('aaz');
    expect(await shifts.run(async () => 'later')).toBe('later');
  });
});
