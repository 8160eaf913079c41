import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, renameSync, rmSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import Database from 'better-sqlite3';
import { inspectEvents, inspectMeta, inspectOrphanedLog, inspectOwner } from './inspect.js';
import { inspectWriteAheadLog } from './inspect-wal.js';
import { lockFolder } from './ledger-lock.js';
import { migrate } from './migrate.js';
import { asRefusal, EventStoreRefused } from './refused.js';
import { createSchema, EVENTS_FILE, makeDurable, readMeta } from './schema.js';

/** An open connection, the id of the log behind it, and how to let go of both it and what guards it. */
export interface OpenDatabase {
  readonly db: Database.Database;
  readonly logId: string;
  /** Idempotent. */
  release(): void;
}

/** Gone when it is closed. Only for tests and trials. */
export function openInMemory(): OpenDatabase {
  const db = new Database(':memory:');
  createSchema(db);
  return { db, logId: readMeta(db, 'log_id') ?? '', release: () => void db.close() };
}

/**
 * Opens the folder for its one writer; makes the folder and the log where there is none.
 * @param copyOf id of the log that this is a copy of. @throws EventStoreRefused
 */
export function openForWriting(folder: string, copyOf?: string): OpenDatabase {
  return refusing(join(folder, EVENTS_FILE), () => {
    makeFolder(folder);
    const unlock = lockFolder(folder);
    let db: Database.Database | undefined;
    try {
      const file = join(folder, EVENTS_FILE);
      inspectOrphanedLog(file);
      if (!existsSync(file)) createFile(folder, file, copyOf);
      // Before SQLite opens the file: it would carry over what it sees of the write-ahead log and forget the rest.
      inspectWriteAheadLog(file);
      inspectOwner(file);
      db = new Database(file, { fileMustExist: true });
      migrate(db, file);
      const logId = inspectMeta(db, file);
      if (copyOf !== undefined && copyOf !== logId) {
        throw new EventStoreRefused(
          'foreign',
          `${file} is a copy of another log (${logId}) than the store's (${copyOf})`,
        );
      }
      inspectEvents(db, logId, file);
      if (db.pragma('journal_mode = WAL', { simple: true }) !== 'wal') {
        throw new EventStoreRefused('unreadable', `${file} cannot keep a write-ahead log on this file system`);
      }
      makeDurable(db);
      const opened = db;
      return {
        db: opened,
        logId,
        release: () => {
          if (opened.open) opened.close();
          unlock();
        },
      };
    } catch (error) {
      db?.close();
      unlock();
      throw error;
    }
  });
}

/** Opens an existing log read-only, beside its writer. @throws EventStoreRefused */
export function openForReading(folder: string): OpenDatabase {
  const file = join(folder, EVENTS_FILE);
  return refusing(file, () => {
    if (!existsSync(file)) throw new EventStoreRefused('unreadable', `there is no event log in ${folder}`);
    let db: Database.Database | undefined;
    try {
      inspectOwner(file);
      db = new Database(file, { readonly: true, fileMustExist: true });
      const logId = inspectMeta(db, file);
      const opened = db;
      return { db: opened, logId, release: () => void opened.close() };
    } catch (error) {
      db?.close();
      throw error;
    }
  });
}

function makeFolder(folder: string): void {
  const outermost = mkdirSync(folder, { recursive: true });
  if (outermost === undefined) return;
  const top = dirname(resolve(outermost));
  for (let made = resolve(folder); made !== top; made = dirname(made)) syncFolder(dirname(made));
}

/** Built under another name and renamed when it is whole: a crash on the way leaves no half-made events.db. */
function createFile(folder: string, file: string, logId: string | undefined): void {
  const draft = `${file}.new`;
  for (const leftover of [draft, `${draft}-wal`, `${draft}-shm`, `${draft}-journal`]) rmSync(leftover, { force: true });
  const db = new Database(draft);
  try {
    makeDurable(db);
    createSchema(db, logId);
    db.pragma('journal_mode = WAL');
  } finally {
    db.close();
  }
  renameSync(draft, file);
  syncFolder(folder);
}

/** Makes the new name survive a power cut. Windows has no handle on a folder and keeps its own journal of names. */
function syncFolder(folder: string): void {
  if (process.platform === 'win32') return;
  const handle = openSync(folder, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

function refusing<T>(file: string, open: () => T): T {
  try {
    return open();
  } catch (error) {
    throw asRefusal(error, file);
  }
}
