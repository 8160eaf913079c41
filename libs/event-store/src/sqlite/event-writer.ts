import type Database from 'better-sqlite3';
import type { EncodedEvent } from '../encoding.js';
import { WrongExpectedRevision } from '../errors.js';
import type { AppendResult, ExpectedRevision, Position } from '../port.js';
import { digestOf } from './row-digest.js';
import { EVENT_COLUMNS, toPosition } from './rows.js';
import { NO_EVENT, StreamHeads } from './stream-heads.js';

/** One append that passed the checks of form. */
export interface AppendRequest {
  readonly stream: string;
  readonly expected: ExpectedRevision;
  readonly events: readonly EncodedEvent[];
}

/** What became of one append: its result, or why it was refused. */
export type AppendOutcome = AppendResult | WrongExpectedRevision;

export interface CommittedBatch {
  /** One for each request, in their order. */
  readonly outcomes: readonly AppendOutcome[];
  /** Position of the newest event written, null where none was. */
  readonly head: Position | null;
}

/**
 * Writes batches of appends, each batch in one transaction. After an error nothing in it may be relied upon: what this
 * object remembers of the log is then no longer true, and it must not be used again.
 */
export class EventWriter {
  private readonly heads = new StreamHeads(REMEMBERED_STREAMS);
  private readonly insert: InsertStatement;
  private readonly insertFirst: InsertStatement;
  private readonly lastOf: Database.Statement<[string], number>;
  private readonly idsFrom: Database.Statement<[string, number, number], { n: number; id: string }>;
  private readonly all: Database.Transaction<(requests: readonly AppendRequest[]) => readonly AppendOutcome[]>;
  /** Ordinal of the newest event. */
  private newest: number;

  constructor(
    db: Database.Database,
    private readonly logId: string,
  ) {
    const insert = `INSERT INTO events (${EVENT_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`;
    this.insert = db.prepare(insert);
    this.insertFirst = db.prepare(`${insert} ON CONFLICT (stream, revision) DO NOTHING`);
    this.lastOf = db
      .prepare<[string], number>('SELECT revision FROM events WHERE stream = ? ORDER BY revision DESC LIMIT 1')
      .pluck();
    this.idsFrom = db.prepare('SELECT n, id FROM events WHERE stream = ? AND revision >= ? ORDER BY revision LIMIT ?');
    this.newest = db.prepare<[], { n: number | null }>('SELECT max(n) AS n FROM events').get()?.n ?? 0;
    this.all = db.transaction((requests) => requests.map((request) => this.one(request)));
  }

  /** Returns when the batch is durable. Each request sees those before it. @throws SQLite's error; see above. */
  commit(requests: readonly AppendRequest[]): CommittedBatch {
    const before = this.newest;
    const outcomes = this.all.immediate(requests);
    return { outcomes, head: this.newest > before ? toPosition(this.newest) : null };
  }

  private one({ stream, expected, events }: AppendRequest): AppendOutcome {
    const wanted = expected === 'noStream' ? NO_EVENT : Number(expected);
    let current = this.heads.get(stream);
    let written = 0;
    if (current === undefined && wanted === NO_EVENT && this.put(this.insertFirst, stream, 0, events[0])) {
      // Most appends of an intake begin a stream: trying to is cheaper than asking first.
      current = NO_EVENT;
      written = 1;
    }
    current ??= this.lastOf.get(stream) ?? NO_EVENT;
    if (wanted !== current) {
      this.heads.set(stream, current);
      const repeated = wanted < current ? this.repeated(stream, wanted + 1, events) : null;
      return repeated ?? new WrongExpectedRevision(stream, expected, current === NO_EVENT ? null : BigInt(current));
    }
    for (; written < events.length; written += 1) {
      this.put(this.insert, stream, current + 1 + written, events[written]);
    }
    const revision = current + events.length;
    this.heads.set(stream, revision);
    return { revision: BigInt(revision), position: toPosition(this.newest) };
  }

  /** @returns whether it was written: `insertFirst` does not where the revision is taken. */
  private put(statement: InsertStatement, stream: string, revision: number, event: EncodedEvent | undefined): boolean {
    if (event === undefined) throw new RangeError(`stream ${stream} was given no event for revision ${revision}`);
    const { id, type, data, metadata } = event;
    const n = this.newest + 1;
    const digest = digestOf(this.logId, { n, stream, revision, id, type, data, metadata });
    if (statement.run(n, stream, revision, id, type, data, metadata, digest).changes === 0) return false;
    this.newest = n;
    return true;
  }

  /** The first result of the same append, where the very same ids stand at the same place; otherwise null. */
  private repeated(stream: string, from: number, events: readonly EncodedEvent[]): AppendResult | null {
    const stored = this.idsFrom.all(stream, from, events.length);
    const last = stored.at(-1);
    const same = stored.length === events.length && stored.every((row, index) => row.id === events[index]?.id);
    if (!same || last === undefined) return null;
    return { revision: BigInt(from + events.length - 1), position: toPosition(last.n) };
  }
}

type InsertStatement = Database.Statement<[number, string, number, string, string, string, string, string]>;

const REMEMBERED_STREAMS = 20_000;
