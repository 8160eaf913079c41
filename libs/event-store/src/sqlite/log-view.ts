import { setImmediate as nextTurn } from 'node:timers/promises';
import { checkLimit } from '../encoding.js';
import { Unavailable } from '../errors.js';
import type { EventReader, LogFilter, Position, StoredEvent, StoredEventText, SubscriptionMessage } from '../port.js';
import { Bell } from './bell.js';
import { LogReader, type PageLimits } from './log-reader.js';
import type { OpenDatabase } from './open-database.js';
import { fromPosition, inSequence, toPosition } from './rows.js';
import { follow } from './subscription.js';

/** The read half of the port over one SQLite connection, and its synchronous form for a thread that does nothing else. */
export abstract class SqliteLogView implements EventReader {
  protected readonly bell: Bell;
  private readonly log: LogReader;
  private closing: Promise<void> | null = null;
  /** Why nothing can be asked any more; null while all is well. */
  private ended: string | null = null;

  constructor(
    protected readonly opened: OpenDatabase,
    onDemand?: (wanted: boolean) => void,
  ) {
    this.log = new LogReader(opened.db, opened.logId);
    this.bell = new Bell(onDemand);
  }

  /** UUID made together with the log: tells this log from every other one. */
  logId(): string {
    return this.opened.logId;
  }

  async readStream(
    stream: string,
    options: { readonly from?: bigint; readonly limit?: number } = {},
  ): Promise<readonly StoredEvent[]> {
    return this.readStreamSync(stream, options);
  }

  async readAll(
    after: Position | null,
    options: { readonly filter?: LogFilter; readonly limit?: number } = {},
  ): Promise<readonly StoredEvent[]> {
    checkLimit(options.limit);
    this.checkOpen();
    const wanted = options.limit ?? Number.POSITIVE_INFINITY;
    const events: StoredEvent[] = [];
    // What is appended while this goes on is left for the next call.
    const end = this.log.head();
    let cursor = fromPosition(after);
    for (;;) {
      const page = this.log.page(cursor, options.filter, {
        ...PAGE,
        events: Math.min(PAGE.events, wanted - events.length),
        scanned: Math.max(0, Math.min(PAGE.scanned, end - cursor)),
      });
      events.push(...page.events);
      cursor = page.scannedTo;
      if (cursor >= end || events.length >= wanted) return events;
      await nextTurn();
      this.checkOpen();
    }
  }

  async head(): Promise<Position | null> {
    const n = this.headSync();
    return n === 0 ? null : toPosition(n);
  }

  subscribeAll(
    after: Position | null,
    options: { readonly filter?: LogFilter } = {},
  ): AsyncIterable<SubscriptionMessage> {
    const next = (cursor: number, filter: LogFilter | undefined) => {
      this.checkOpen();
      return this.log.page(cursor, filter, PAGE);
    };
    return follow({ next, bell: this.bell }, fromPosition(after), options.filter);
  }

  comparePositions(a: Position, b: Position): number {
    return fromPosition(a) - fromPosition(b);
  }

  /** Runs work whose every read, until it returns, sees the log at one point: cheaper than one by one. */
  atOnePoint<T>(work: () => T): T {
    this.checkOpen();
    const { db } = this.opened;
    if (db.inTransaction) return work();
    db.exec('BEGIN');
    try {
      return work();
    } finally {
      // A read that failed for the disk has ended it: who read knows, and whoever else is at work here must not fall with it.
      if (db.inTransaction) db.exec('COMMIT');
    }
  }

  /** Ordinal of the newest event, 0 when the log is empty. */
  headSync(): number {
    this.checkOpen();
    return this.log.head();
  }

  /**
   * Events n+1, n+2 …, at most `limit` of them and no more than fit into `maxSize` characters of data and metadata
   * (at least one): a short answer does not mean that the end is reached, an empty one does. It is empty also beyond
   * the end, so that a caller can ask whether its checkpoint lies in this log.
   */
  readAllSync(after: number, limit: number, maxSize = Number.POSITIVE_INFINITY): readonly StoredEventText[] {
    checkLimit(limit);
    if (after > this.headSync()) return [];
    const limits = { events: limit, size: maxSize, scanned: limit };
    return this.log.pageOf(after, undefined, limits, inSequence()).events;
  }

  /** As `readStream`. */
  readStreamSync(
    stream: string,
    options: { readonly from?: bigint; readonly limit?: number } = {},
  ): readonly StoredEvent[] {
    this.checkOpen();
    return this.log.stream(stream, options.from ?? 0n, options.limit);
  }

  close(): Promise<void> {
    this.closing ??= this.shutDown();
    return this.closing;
  }

  /** What has to end before the handles are released. */
  protected abstract finish(): void;

  /** Refuses every later call, and wakes the subscriptions so that they learn of it. */
  protected end(reason: string): void {
    this.ended ??= reason;
    this.bell.ring();
  }

  private async shutDown(): Promise<void> {
    try {
      this.finish();
    } finally {
      this.end('the event store is closed');
      this.opened.release();
    }
  }

  private checkOpen(): void {
    if (this.ended !== null) throw new Unavailable(this.ended, false);
  }
}

/** One page of a read that other work goes on beside; sizes as in PageLimits. */
const PAGE: PageLimits = { events: 512, size: 4 * 1024 * 1024, scanned: 8192 };
