import { randomUUID } from 'node:crypto';
import type Database from 'better-sqlite3';

export const EVENTS_FILE = 'events.db';

/** In the header of events.db (SQLite's `application_id`): "CLEV". Never changes. */
export const APPLICATION_ID = 0x434c4556;

/**
 * Version of the tables below. A file with a higher one is refused, one with a lower one is brought here (migrate.ts).
 * `ledger_meta` keeps its shape in every version.
 */
export const SCHEMA_VERSION = 2;

export const NEVER_CHANGED = `
  CREATE TRIGGER events_are_never_changed BEFORE UPDATE ON events
    BEGIN SELECT RAISE(ABORT, 'events are never changed'); END;`;

/**
 * Makes the tables in an empty database, in one transaction.
 * `n` is the position: 1, 2, 3 … without gaps, given out by the one writer.
 * @param logId that of another log where this is to be a copy of it.
 */
export function createSchema(db: Database.Database, logId: string = randomUUID()): void {
  db.pragma(`application_id = ${APPLICATION_ID}`);
  db.transaction(() => {
    db.exec(`
      CREATE TABLE ledger_meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
      CREATE TABLE events (
        n INTEGER PRIMARY KEY,
        stream TEXT NOT NULL,
        revision INTEGER NOT NULL,
        id TEXT NOT NULL,
        type TEXT NOT NULL,
        data TEXT NOT NULL,
        metadata TEXT NOT NULL,
        digest TEXT NOT NULL,
        UNIQUE (stream, revision)
      ) STRICT;
      ${NEVER_CHANGED}
      CREATE TRIGGER events_are_never_deleted BEFORE DELETE ON events
        BEGIN SELECT RAISE(ABORT, 'events are never deleted'); END;
    `);
    const put = db.prepare<[string, string]>('INSERT INTO ledger_meta (key, value) VALUES (?, ?)');
    put.run('schema', String(SCHEMA_VERSION));
    put.run('log_id', logId);
  })();
}

/** `followed_to` and `newest_at` only in a copy of a server's log: see mirror.ts. */
export type MetaKey = 'schema' | 'log_id' | 'followed_to' | 'newest_at';

/** One value of ledger_meta, null where it is not set. */
export function readMeta(db: Database.Database, key: MetaKey): string | null {
  const row = db.prepare<[string], { value: string }>('SELECT value FROM ledger_meta WHERE key = ?').get(key);
  return row?.value ?? null;
}

/** Durability of the writer's connection: a COMMIT returns only when the log is on the disk itself. */
export function makeDurable(db: Database.Database): void {
  db.pragma('synchronous = FULL');
  // macOS answers fsync before the drive has written; elsewhere these two do nothing.
  db.pragma('fullfsync = ON');
  db.pragma('checkpoint_fullfsync = ON');
  // A long reader lets the write-ahead log grow; afterwards it is cut back to this size (bytes).
  db.pragma(`journal_size_limit = ${64 * 1024 * 1024}`);
}
