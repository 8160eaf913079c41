import type Database from 'better-sqlite3';
import { checkLimit, checkStreamName } from '../encoding.js';
import { prefixesOf } from '../filter.js';
import { LogDamaged } from '../errors.js';
import type { LogFilter, StoredEvent } from '../port.js';
import { EVENT_COLUMNS, reading, toStoredEvent, type EventRow } from './rows.js';

/** A stretch of the log: the matching events in (after, scannedTo]. */
export interface LogPage<E = StoredEvent> {
  readonly events: readonly E[];
  /** Ordinal up to which the log was looked at. */
  readonly scannedTo: number;
  /** The newest event was looked at. */
  readonly atHead: boolean;
}

/** What one page may cost. */
export interface PageLimits {
  readonly events: number;
  /** Of data and metadata, in characters; a page holds at least one event. */
  readonly size: number;
  /** Ordinals looked at, matching or not. */
  readonly scanned: number;
}

/**
 * The queries of one connection, synchronous. Ordinals and revisions are dense in this store, so that each read also
 * shows whether something has gone missing, which is thrown as Unavailable.
 */
export class LogReader {
  private readonly newest: Database.Statement<[], { n: number | null }>;
  private readonly ofStream: Database.Statement<[string, number, number], EventRow>;
  private readonly stretches = new Map<number, Database.Statement<(number | string)[], EventRow>>();

  constructor(
    private readonly db: Database.Database,
    private readonly logId: string,
  ) {
    this.newest = db.prepare('SELECT max(n) AS n FROM events');
    this.ofStream = db.prepare(
      `SELECT ${EVENT_COLUMNS} FROM events WHERE stream = ? AND revision >= ? ORDER BY revision LIMIT ?`,
    );
  }

  /** Ordinal of the newest event, 0 when there is none. */
  head(): number {
    return reading(() => this.newest.get()?.n ?? 0);
  }

  /** @param limit absent: all. */
  stream(stream: string, from: bigint, limit: number | undefined): StoredEvent[] {
    checkStreamName(stream);
    checkLimit(limit);
    if (from < 0n) throw new RangeError(`a stream is read from revision 0 on, not from ${from}`);
    if (from > BigInt(Number.MAX_SAFE_INTEGER)) return [];
    const first = Number(from);
    const rows = reading(() => this.ofStream.all(stream, first, limit ?? NO_LIMIT));
    return rows.map((row, index) => {
      if (row.revision !== first + index) throw new LogDamaged(`stream ${stream} lacks revision ${first + index}`);
      return toStoredEvent(row, this.logId);
    });
  }

  /** The next stretch after an ordinal. @throws RangeError for an ordinal that this log has not reached. */
  page(after: number, filter: LogFilter | undefined, limits: PageLimits): LogPage {
    return this.pageOf(after, filter, limits, toStoredEvent);
  }

  /** The same, of whatever `take` makes of a row. */
  pageOf<E>(
    after: number,
    filter: LogFilter | undefined,
    limits: PageLimits,
    take: (row: EventRow, logId: string) => E,
  ): LogPage<E> {
    const prefixes = prefixesOf(filter);
    const head = this.head();
    if (after > head)
      throw new RangeError(`position ${after} is beyond the end of this log (${head}): it belongs to another one`);
    if (after === head) return { events: [], scannedTo: after, atHead: true };
    const end = Math.min(head, after + limits.scanned);
    const events: E[] = [];
    let size = 0;
    let last = after;
    let stopped = false;
    const statement = this.stretch(prefixes.length);
    reading(() => {
      for (const row of statement.iterate(after, end, ...prefixes.flatMap((p) => [p, p]), limits.events)) {
        size += row.data.length + row.metadata.length;
        if (size > limits.size && events.length > 0) {
          stopped = true;
          break;
        }
        if (prefixes.length === 0 && row.n !== last + 1) throw new LogDamaged(`event ${last + 1} is missing`);
        last = row.n;
        events.push(take(row, this.logId));
      }
    });
    stopped ||= events.length === limits.events;
    if (!stopped && prefixes.length === 0 && last !== end) throw new LogDamaged(`event ${last + 1} is missing`);
    const scannedTo = stopped ? last : end;
    return { events, scannedTo, atHead: scannedTo === head };
  }

  private stretch(prefixes: number): Database.Statement<(number | string)[], EventRow> {
    let statement = this.stretches.get(prefixes);
    if (statement === undefined) {
      // substr() and length() count characters, so any prefix is matched exactly; LIKE and GLOB would read it as a pattern.
      const matches = Array.from({ length: prefixes }, () => 'substr(stream, 1, length(?)) = ?');
      const filter = prefixes === 0 ? '' : `AND (${matches.join(' OR ')})`;
      statement = this.db.prepare<(number | string)[], EventRow>(
        `SELECT ${EVENT_COLUMNS} FROM events WHERE n > ? AND n <= ? ${filter} ORDER BY n LIMIT ?`,
      );
      this.stretches.set(prefixes, statement);
    }
    return statement;
  }
}

/** SQLite: a negative LIMIT is none. */
const NO_LIMIT = -1;
