import { Unavailable, WrongExpectedRevision } from '../errors.js';
import { Backoff } from '../kurrentdb/backoff.js';
import type { KurrentEventStore } from '../kurrentdb/index.js';
import type { StoredEventText } from '../port.js';
import { EventStoreRefused } from '../sqlite/refused.js';
import { Comparison, type OrdinalLog } from './comparison.js';
import { runsOf, type Run } from './runs.js';

/** `comparing`: what stands in the copy already; `copying`: what is appended to it. Of `events`, the first `done`. */
export interface CopyProgress {
  readonly phase: 'comparing' | 'copying';
  readonly done: number;
  readonly events: number;
}

export interface LogCopy {
  /** Nobody appends to it any more. */
  readonly source: OrdinalLog;
  /** Begun as a copy of the source (KurrentEventStore.beginCopy), whose only writer this is. */
  readonly target: KurrentEventStore;
  /** Whether it was whole before, so that a ledger may have gone on with it: then it is only compared. */
  readonly whole: boolean;
  readonly report: (progress: CopyProgress) => void;
  /** Ends it between two appends; it can be gone on with. */
  readonly signal: AbortSignal;
  /** How long it goes on while nothing comes of it. Milliseconds, default 60,000. */
  readonly patienceMs?: number;
}

export interface CopyResult {
  readonly events: number;
  /** Of them, those that this run appended. */
  readonly appended: number;
  /** Every event of the copy was compared with that of the source. False where `signal` ended it before. */
  readonly whole: boolean;
}

/**
 * Copies a log event by event, in its order, and compares each with what the server gives back. What a run that was cut off
 * has copied is compared and gone on from. Appends wait for each other: of two under way at once the second may be there and the
 * first not, and ordinals would differ for good.
 * @throws EventStoreRefused where the copy holds something else; Unavailable where the server stays away
 */
export async function copyLog(copy: LogCopy): Promise<CopyResult> {
  const { source, target, whole, signal, patienceMs = 60_000 } = copy;
  const events = source.headSync();
  let acknowledged = 0;
  const told = (phase: CopyProgress['phase']) => (done: number) => {
    // Comparing what was copied starts further back.
    acknowledged = Math.max(acknowledged, done);
    copy.report({ phase, done, events });
  };
  const comparison = new Comparison(source, target);
  let more = await comparison.toTheEnd(signal, told('comparing'));
  const there = comparison.done;
  const backoff = new Backoff();
  let until = performance.now() + patienceMs;
  while (comparison.done < events && !whole && !signal.aborted) {
    const before = comparison.done;
    const failure = await appendFrom(copy, before, told('copying'));
    more = await comparison.toTheEnd(signal, told('comparing'));
    if (comparison.done > before) {
      until = performance.now() + patienceMs;
      backoff.reset();
    } else if (performance.now() > until) throw failure ?? lost(comparison.done, events);
    if (failure !== null) await backoff.pause(signal);
  }
  const result = { events, appended: acknowledged - there };
  if (signal.aborted) return { ...result, whole: false };
  if (comparison.done < events) throw lost(comparison.done, events);
  if (more && !whole)
    throw new EventStoreRefused('foreign', `something else has written to the copy after its ${events} events`);
  return { ...result, whole: true };
}

/**
 * Appends what comes after an ordinal, one run after the other, until one fails; what has come of that is for the comparison to
 * find out.
 * @returns why it ended early; null where it came to the end or was told to stop
 */
async function appendFrom(
  { source, target, signal }: LogCopy,
  after: number,
  told: (done: number) => void,
): Promise<Unavailable | WrongExpectedRevision | null> {
  let done = after;
  for (const run of runsOf(eventsOf(source, after))) {
    if (signal.aborted) return null;
    const failure = await appended(target, run);
    if (failure !== null) return failure;
    done += run.events.length;
    told(done);
  }
  return null;
}

/** Events read from the source at once, and characters of them. */
const AT_ONCE = 1_000;
const MAX_CHARACTERS = 4_000_000;

function* eventsOf(source: OrdinalLog, after: number): Generator<StoredEventText> {
  for (let n = after; ;) {
    const page = source.readAllSync(n, AT_ONCE, MAX_CHARACTERS);
    if (page.length === 0) return;
    yield* page;
    n += page.length;
  }
}

/** A conflict here means that the server has not said yet what became of the same append before. */
async function appended(target: KurrentEventStore, run: Run): Promise<Unavailable | WrongExpectedRevision | null> {
  try {
    await target.append(run.stream, run.revision === 0n ? 'noStream' : run.revision - 1n, run.events);
    return null;
  } catch (error) {
    if (error instanceof Unavailable || error instanceof WrongExpectedRevision) return error;
    throw error;
  }
}

function lost(done: number, events: number): EventStoreRefused {
  return new EventStoreRefused('foreign', `the server gives back ${done} of ${events} events that it took`);
}
