import Database from 'better-sqlite3';
import { isDamage } from './rows.js';

export type RefusalReason = 'corrupt' | 'newer-schema' | 'foreign' | 'locked' | 'unreadable';

/** A data folder that is not opened, and why. Nothing in it was changed, repaired or made anew. */
export class EventStoreRefused extends Error {
  override readonly name = 'EventStoreRefused';
  constructor(
    readonly reason: RefusalReason,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** The file is not what was written; its name, what is wrong in a few words, and what to do. */
export function corruptFile(file: string, what: string, cause?: unknown): EventStoreRefused {
  return new EventStoreRefused('corrupt', `${file} is damaged: ${what}. Restore it from a backup.`, { cause });
}

/** What SQLite or the file system said while `file` was being opened, as a refusal; other errors come back unchanged. */
export function asRefusal(error: unknown, file: string): unknown {
  if (error instanceof EventStoreRefused) return error;
  const code = errorCode(error);
  if (code === null) return error;
  const said = error instanceof Error ? error.message : String(error);
  if (code.startsWith('SQLITE_BUSY')) {
    return new EventStoreRefused('locked', `${file} is locked by another program (${said})`, { cause: error });
  }
  if (isDamage(error) || code === 'SQLITE_ERROR') {
    return corruptFile(file, said, error);
  }
  return new EventStoreRefused('unreadable', `${file} cannot be opened: ${said}`, { cause: error });
}

/** SQLite's or the operating system's name of the error; null for anything else, which is a defect of ours. */
function errorCode(error: unknown): string | null {
  if (error instanceof Database.SqliteError) return error.code;
  if (error instanceof Error && 'syscall' in error && 'code' in error && typeof error.code === 'string')
    return error.code;
  return null;
}
