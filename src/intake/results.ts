import { PROBLEMS, problemDocument, problemFrom, type ProblemDocument } from '../http/index.js';
import { Problem } from '../ledger/ports.js';
import type { Taken } from './pending-fact.js';

/** What became of one event of several (bodies.md 2). */
export interface Result {
  readonly index: number;
  /** The event's id, where it could be read. */
  readonly id: string | null;
  /** `refused`: do not send it again. `failed`: the ledger could not; send it again. */
  readonly status: 'accepted' | 'duplicate' | 'refused' | 'failed';
  readonly stream: string | null;
  readonly revision: number | null;
  readonly position: string | null;
  readonly events: number | null;
  readonly problem: ProblemDocument | null;
}

export interface Summary {
  accepted: number;
  duplicate: number;
  refused: number;
  failed: number;
}

/** The answer about a single event. */
export function takenBody({ status, stream, revision, n, events }: Taken) {
  return { status, stream, revision, position: String(n), events };
}

export function takenResult(index: number, event: unknown, taken: Taken): Result {
  return { index, id: idOf(event), ...takenBody(taken), problem: null };
}

/** @throws what nobody foresaw, after the caller of this has had its say. */
export function refusedResult(index: number, event: unknown, thrown: unknown, requestId: string): Result {
  const problem =
    problemFrom(thrown) ?? new Problem('internal', 'The ledger hit a fault of its own while taking this event.');
  const status = PROBLEMS[problem.slug].status >= 500 ? 'failed' : 'refused';
  const position = typeof problem.members['position'] === 'string' ? problem.members['position'] : null;
  return {
    index,
    id: idOf(event),
    status,
    stream: null,
    revision: null,
    position,
    events: null,
    problem: problemDocument(problem, requestId),
  };
}

/** Counts results as they come, and remembers how far the log got. */
export class Tally {
  readonly summary: Summary = { accepted: 0, duplicate: 0, refused: 0, failed: 0 };
  private last = 0;

  add(result: Result): void {
    this.summary[result.status] += 1;
    if (result.position !== null) this.last = Math.max(this.last, Number(result.position));
  }

  /** Position of the last thing recorded; `otherwise` where there is none. */
  position(otherwise: number): string {
    return String(this.last === 0 ? otherwise : this.last);
  }
}

function idOf(event: unknown): string | null {
  if (event === null || typeof event !== 'object' || !('id' in event)) return null;
  return typeof event.id === 'string' ? event.id : null;
}
