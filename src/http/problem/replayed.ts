import type { Problem } from '../../ledger/ports.js';

const replays = new WeakSet<Problem>();

/** E5: says of a recorded refusal whether it repeats what was recorded before; it is then sent with Idempotent-Replayed. */
export function asReplay(problem: Problem, replayed: boolean): Problem {
  if (replayed) replays.add(problem);
  return problem;
}

export const isReplay = (problem: Problem) => replays.has(problem);
