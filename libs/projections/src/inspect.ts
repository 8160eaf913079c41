import { existsSync, statSync } from 'node:fs';
import Database from 'better-sqlite3';
import type { StoredEvent } from '@clearance/event-store';
import { ReadModelDatabase, ReadModelOutdated, refuseOutdated } from './database.js';
import { damageNoted, removeLeftovers } from './files.js';
import { confirmLog } from './projector.js';

/** What of the log a read model is compared with. */
export interface LogWitness {
  logId(): string;
  /** The next events after ordinal n; empty at or beyond the end. */
  readAllSync(after: number, limit: number): readonly StoredEvent[];
}

/** Whether a read model can be gone on with; otherwise why it has to be built from the log, in words for a person. */
export type ReadModelCondition =
  | { readonly kind: 'usable' }
  | { readonly kind: 'missing' }
  | { readonly kind: 'outdated'; readonly reason: string }
  | { readonly kind: 'damaged'; readonly reason: string };

/**
 * Looks at the read model before anything is asked of it, and clears away what a cut-off build has left behind. No
 * process may have it open. Also one of an older version is first compared with the log: it remembers how far that went.
 * @throws LogMismatch where the log is another one or shorter; what SQLite or the file system says of a file that cannot
 * be opened.
 */
export function inspectReadModel(path: string, log: LogWitness): ReadModelCondition {
  removeLeftovers(path);
  if (!existsSync(path) || statSync(path).size === 0) return { kind: 'missing' };
  let raw: Database.Database | undefined;
  try {
    raw = new Database(path);
    const database = new ReadModelDatabase(raw);
    if (!hasTables(raw)) return { kind: 'missing' };
    confirmLog(database, log);
    refuseOutdated(database);
    if (damageNoted(path)) return { kind: 'damaged', reason: 'the read model was found damaged while it was in use' };
    const said = statSync(path).size <= CHECKED_UP_TO ? quickCheck(raw) : 'ok';
    return said === 'ok' ? { kind: 'usable' } : { kind: 'damaged', reason: `the read model is damaged (${said})` };
  } catch (error) {
    if (error instanceof ReadModelOutdated) return { kind: 'outdated', reason: error.message };
    if (isReadModelDamage(error) || lacksTables(error))
      return { kind: 'damaged', reason: `the read model is damaged (${error.message})` };
    throw error;
  } finally {
    raw?.close();
  }
}

/** Whether SQLite says that the file is not what was written, so that only building it anew helps. */
export function isReadModelDamage(error: unknown): error is Error {
  return error instanceof Database.SqliteError && /^SQLITE_(CORRUPT|NOTADB|FORMAT)/.test(error.code);
}

/** A table or column that should be there is not: nothing but our own statements has run. */
function lacksTables(error: unknown): error is Error {
  return error instanceof Database.SqliteError && error.code === 'SQLITE_ERROR';
}

/** Bytes. A larger file is looked at as far as it is read; `clearance rebuild` replaces it whole. */
const CHECKED_UP_TO = 64 * 1024 * 1024;

function hasTables(raw: Database.Database): boolean {
  return (raw.prepare('SELECT count(*) FROM sqlite_master').pluck().get() as number) > 0;
}

function quickCheck(raw: Database.Database): string {
  const [row] = raw.pragma('quick_check(1)') as { quick_check: string }[];
  return row?.quick_check.split('\n').at(-1) ?? 'SQLite cannot check it';
}
