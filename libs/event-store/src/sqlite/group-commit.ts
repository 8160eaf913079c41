import { Unavailable, WrongExpectedRevision } from '../errors.js';
import type { AppendResult } from '../port.js';
import type { AppendRequest, CommittedBatch } from './event-writer.js';

/** What one transaction takes together, and what may wait for one. Sizes in bytes of encoded events. */
export interface GroupLimits {
  readonly events: number;
  readonly bytes: number;
  readonly waitingBytes: number;
  /** Turns of the event loop that a transaction may wait for more. */
  readonly turns: number;
}

/** A transaction holds the thread until it is durable: some ten milliseconds on a slow machine, and then others have it. */
export const GROUP_LIMITS: GroupLimits = {
  events: 250,
  bytes: 1024 * 1024,
  waitingBytes: 64 * 1024 * 1024,
  turns: 8,
};

/**
 * Gathers appends into one transaction, so that they share one flush to disk: those of one turn of the event loop, and of
 * those after it as long as each brings more (many connections do not all speak in one turn, and a flush takes longer
 * than several of them). No promise settles before the transaction's outcome is known, and a refused append leaves the
 * others alone.
 */
export class GroupCommit {
  private waiting: Waiting[] = [];
  private waitingBytes = 0;
  private scheduled = false;
  /** Why nothing is taken any more. */
  private stopped: string | null = null;

  /**
   * @param commit makes a batch durable or throws.
   * @param onCommitted after the batch's promises were settled.
   * @param onFailure after a failed commit, once everything waiting was rejected; nothing is taken from then on.
   */
  constructor(
    private readonly commit: (requests: readonly AppendRequest[]) => CommittedBatch,
    private readonly onCommitted: (batch: CommittedBatch) => void,
    private readonly onFailure: (error: Unavailable) => void,
    private readonly limits: GroupLimits = GROUP_LIMITS,
  ) {}

  /** @param bytes size of the request. */
  submit(request: AppendRequest, bytes: number): Promise<AppendResult> {
    if (this.stopped !== null) return Promise.reject(new Unavailable(this.stopped, false));
    if (this.waiting.length > 0 && this.waitingBytes + bytes > this.limits.waitingBytes) {
      const reason = `more than ${this.limits.waitingBytes} bytes wait to be written; try again later`;
      return Promise.reject(new Unavailable(reason, false));
    }
    return new Promise((resolve, reject) => {
      this.waiting.push({ request, bytes, resolve, reject });
      this.waitingBytes += bytes;
      this.schedule();
    });
  }

  /** Writes all that waits now, then takes nothing more. */
  finish(reason: string): void {
    while (this.waiting.length > 0) this.flush();
    this.stopped ??= reason;
  }

  private schedule(): void {
    if (this.scheduled) return;
    this.scheduled = true;
    this.gather(0, this.limits.turns);
  }

  /** @param seen how many waited a turn ago. @param turns how many more may be waited for, this one included */
  private gather(seen: number, turns: number): void {
    setImmediate(() => {
      const { length } = this.waiting;
      if (length > seen && turns > 1 && !this.isFull()) {
        this.gather(length, turns - 1);
        return;
      }
      this.scheduled = false;
      this.flush();
      if (this.waiting.length > 0) this.schedule();
    });
  }

  /** Whether what waits is enough for one transaction: an append holds at least one event. */
  private isFull(): boolean {
    return this.waiting.length >= this.limits.events || this.waitingBytes >= this.limits.bytes;
  }

  private flush(): void {
    const batch = this.takeBatch();
    if (batch.length === 0) return;
    let committed: CommittedBatch;
    try {
      committed = this.commit(batch.map(({ request }) => request));
    } catch (error) {
      this.fail(batch, error);
      return;
    }
    batch.forEach(({ resolve, reject }, index) => {
      const outcome = committed.outcomes[index];
      if (outcome === undefined) reject(new Error(`append ${index} of a committed batch has no outcome`));
      else if (outcome instanceof WrongExpectedRevision) reject(outcome);
      else resolve(outcome);
    });
    this.onCommitted(committed);
  }

  /** As many of the waiting as one transaction takes, at least one. */
  private takeBatch(): readonly Waiting[] {
    let events = 0;
    let bytes = 0;
    let count = 0;
    for (const { request, bytes: size } of this.waiting) {
      events += request.events.length;
      bytes += size;
      if (count > 0 && (events > this.limits.events || bytes > this.limits.bytes)) break;
      count += 1;
    }
    const batch = this.waiting.slice(0, count);
    this.waiting = this.waiting.slice(count);
    for (const { bytes: size } of batch) this.waitingBytes -= size;
    return batch;
  }

  /** What was written, if anything, shows when the log is opened again: the same for those still waiting, to be plain. */
  private fail(batch: readonly Waiting[], cause: unknown): void {
    const said = cause instanceof Error ? cause.message : String(cause);
    this.stopped = `the event store has failed and takes nothing more: ${said}`;
    const error = new Unavailable(`the event log could not be written: ${said}`, true, { cause });
    for (const { reject } of [...batch, ...this.waiting]) reject(error);
    this.waiting = [];
    this.waitingBytes = 0;
    this.onFailure(error);
  }
}

interface Waiting {
  readonly request: AppendRequest;
  readonly bytes: number;
  readonly resolve: (result: AppendResult) => void;
  readonly reject: (error: Error) => void;
}
