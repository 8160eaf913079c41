import { existsSync, statSync } from 'node:fs';
import Database from 'better-sqlite3';
import { Unavailable } from '../errors.js';
import { corruptFile, EventStoreRefused } from './refused.js';
import { EVENT_COLUMNS, toStoredEvent, type EventRow } from './rows.js';
import { APPLICATION_ID, readMeta, SCHEMA_VERSION } from './schema.js';
import { verifyWhole } from './whole.js';

/**
 * Whether the file is ours, asked through a connection that cannot write, so that a file of somebody else stays as it
 * is. Never through a file handle of our own: closing that would drop this process's POSIX locks on the file.
 * @throws EventStoreRefused `corrupt` or `foreign`; SQLite's error where it is no SQLite file.
 */
export function inspectOwner(file: string): void {
  // SQLite takes an empty file for a new database; ours is renamed into place when it is whole, so it never is.
  const { size } = statSync(file);
  if (size < SMALLEST_PAGE) {
    throw new EventStoreRefused('corrupt', `${file} is cut off after ${size} bytes. Restore it from a backup.`);
  }
  const db = new Database(file, { readonly: true, fileMustExist: true });
  try {
    if (db.pragma('application_id', { simple: true }) !== APPLICATION_ID) {
      throw new EventStoreRefused(
        'foreign',
        `${file} is a SQLite file of another program, not an event log of Clearance`,
      );
    }
  } finally {
    db.close();
  }
}

/** The write-ahead log without its database: SQLite would throw away what it holds. */
export function inspectOrphanedLog(file: string): void {
  if (!existsSync(file) && existsSync(`${file}-wal`)) {
    throw new EventStoreRefused(
      'corrupt',
      `${file} is missing while ${file}-wal is there. Restore both from a backup.`,
    );
  }
}

/** Checks the schema version and that the table is there. @returns the log's id. @throws EventStoreRefused; SQLite's error. */
export function inspectMeta(db: Database.Database, file: string): string {
  const schema = Number(readMeta(db, 'schema') ?? Number.NaN);
  if (Number.isInteger(schema) && schema > SCHEMA_VERSION) {
    throw new EventStoreRefused(
      'newer-schema',
      `${file} was written by a newer version (schema ${schema}; this version reads up to ${SCHEMA_VERSION}). Start that version.`,
    );
  }
  const logId = readMeta(db, 'log_id');
  if (Number.isInteger(schema) && schema > 0 && schema < SCHEMA_VERSION) {
    throw new EventStoreRefused(
      'unreadable',
      `${file} was written by an older version (schema ${schema}). Start a ledger on it once, which brings it to schema ${SCHEMA_VERSION}.`,
    );
  }
  if (schema !== SCHEMA_VERSION || logId === null) {
    throw new EventStoreRefused('corrupt', `${file} does not state its schema and log id. Restore it from a backup.`);
  }
  db.prepare(`SELECT ${EVENT_COLUMNS} FROM events`);
  return logId;
}

/**
 * Everything where that is quick (a file of up to WHOLE_UP_TO bytes); beyond that, cheap at any size: the ends, the newest
 * events and a sample in between. What that cannot see is found when it is read: see LogReader.
 * @throws EventStoreRefused `corrupt`; SQLite's error for a damaged page.
 */
export function inspectEvents(db: Database.Database, logId: string, file: string, wholeUpTo = WHOLE_UP_TO): void {
  if (statSync(file).size <= wholeUpTo) {
    verifyWhole(db, logId, file);
    return;
  }
  const head = db.prepare<[], { n: number | null }>('SELECT max(n) AS n FROM events').get()?.n ?? 0;
  const byPosition = db.prepare<[number], EventRow>(`SELECT ${EVENT_COLUMNS} FROM events WHERE n = ?`);
  const byStream = db.prepare<[string, number], { n: number }>(
    'SELECT n FROM events WHERE stream = ? AND revision = ?',
  );
  for (const n of sampleOf(head)) {
    const row = byPosition.get(n);
    if (row === undefined) throw corruptFile(file, `event ${n} of ${head} is missing`);
    if (byStream.get(row.stream, row.revision)?.n !== n)
      throw corruptFile(file, `event ${n} is not found under its stream`);
    try {
      toStoredEvent(row, logId);
    } catch (error) {
      if (error instanceof Unavailable) throw corruptFile(file, `event ${n} is not what was recorded`, error);
      throw error;
    }
  }
}

/** Bytes; the smallest page of SQLite. */
const SMALLEST_PAGE = 512;
/** Bytes. */
const WHOLE_UP_TO = 64 * 1024 * 1024;
const NEWEST = 100;
const SPREAD = 100;

/** The first, the newest and evenly spread ordinals between them. */
function sampleOf(head: number): Set<number> {
  if (head === 0) return new Set();
  const sample = new Set([1]);
  for (let i = 1; i < SPREAD; i += 1) sample.add(Math.max(1, Math.floor((head * i) / SPREAD)));
  for (let n = Math.max(1, head - NEWEST + 1); n <= head; n += 1) sample.add(n);
  return sample;
}
