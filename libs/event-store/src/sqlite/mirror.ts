import type Database from 'better-sqlite3';
import { Subject, type Observable } from 'rxjs';
import { ServerLogDiffers } from '../errors.js';
import type { Position, StoredEvent } from '../port.js';
import { SqliteLogView } from './log-view.js';
import { openForWriting, type OpenDatabase } from './open-database.js';
import { digestOf } from './row-digest.js';
import { EVENT_COLUMNS, toPosition } from './rows.js';
import { readMeta, type MetaKey } from './schema.js';
import { StreamHeads } from './stream-heads.js';

/**
 * Opens the copy of a server's log in a folder as its one writer; begins it where there is none.
 * @throws EventStoreRefused, also where the folder holds the copy of another log.
 */
export function openSqliteMirror(folder: string, logId: string): SqliteMirror {
  return new SqliteMirror(openForWriting(folder, logId));
}

/**
 * A server's log, copied event by event in its order: here each gets its ordinal, 1, 2, 3 …, the same on every replica. What
 * is lost of it is copied again, so that it need not be as durable as the log itself.
 */
export class SqliteMirror extends SqliteLogView {
  private readonly heads = new Subject<Position>();
  private readonly streams = new StreamHeads(REMEMBERED_STREAMS);
  private readonly insert: Database.Statement<unknown[]>;
  private readonly put: Database.Statement<[MetaKey, string]>;
  private readonly lastOf: Database.Statement<[string], number>;
  private readonly at: Database.Statement<[string, number], number>;
  private newest: number;

  constructor(opened: OpenDatabase) {
    super(opened);
    const { db } = opened;
    db.pragma('synchronous = NORMAL');
    this.insert = db.prepare(`INSERT INTO events (${EVENT_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`);
    this.put = db.prepare('INSERT OR REPLACE INTO ledger_meta (key, value) VALUES (?, ?)');
    this.lastOf = db
      .prepare<[string], number>('SELECT revision FROM events WHERE stream = ? ORDER BY revision DESC LIMIT 1')
      .pluck();
    this.at = db.prepare<[string, number], number>('SELECT n FROM events WHERE stream = ? AND revision = ?').pluck();
    this.newest = this.headSync();
  }

  /** The newest ordinal after each step that added something; completes when the copy is closed. */
  get appended(): Observable<Position> {
    return this.heads.asObservable();
  }

  /** Position of the server's log after which the copy goes on; null: from its start. */
  get followedTo(): Position | null {
    return readMeta(this.opened.db, 'followed_to');
  }

  /** The newest event: where it stands in the server's log, and its id. null where there is none. */
  get newestEvent(): { readonly position: Position; readonly id: string } | null {
    const position = readMeta(this.opened.db, 'newest_at');
    const [event] = this.newest === 0 ? [] : this.readAllSync(this.newest - 1, 1);
    return position === null || event === undefined ? null : { position, id: event.id };
  }

  /** Ordinal of an event of the copy; null where it has not come yet. */
  ordinalOf(stream: string, revision: bigint): number | null {
    return this.at.get(stream, Number(revision)) ?? null;
  }

  /**
   * Adds what comes next in the server's log, all or nothing.
   * @param followedTo where to go on afterwards.
   * @throws ServerLogDiffers where an event does not continue its stream: the server has lost or hidden something.
   */
  take(events: readonly StoredEvent[], followedTo: Position): void {
    const before = this.newest;
    try {
      this.opened.db
        .transaction(() => {
          for (const event of events) this.add(event);
          const last = events.at(-1);
          if (last !== undefined) this.put.run('newest_at', last.position);
          this.put.run('followed_to', followedTo);
        })
        .immediate();
    } catch (error) {
      this.newest = before;
      for (const { stream } of events) this.streams.forget(stream);
      throw error;
    }
    if (events.length === 0) return;
    this.bell.ring();
    this.heads.next(toPosition(this.newest));
  }

  protected override finish(): void {
    this.heads.complete();
  }

  private add({ stream, revision: given, id, type, data, metadata }: StoredEvent): void {
    const last = this.streams.get(stream) ?? this.lastOf.get(stream) ?? -1;
    const revision = Number(given);
    if (revision !== last + 1) {
      throw new ServerLogDiffers(`the store delivered revision ${revision} of stream ${stream} after ${last}`);
    }
    const n = this.newest + 1;
    const row = { n, stream, revision, id, type, data: JSON.stringify(data), metadata: JSON.stringify(metadata) };
    const digest = digestOf(this.opened.logId, row);
    this.insert.run(n, stream, revision, id, type, row.data, row.metadata, digest);
    this.newest = n;
    this.streams.set(stream, revision);
  }
}

const REMEMBERED_STREAMS = 20_000;
