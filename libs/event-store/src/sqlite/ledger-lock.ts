import { join } from 'node:path';
import Database from 'better-sqlite3';
import { asRefusal, EventStoreRefused } from './refused.js';

export const LOCK_FILE = 'ledger.lock';

/**
 * Holds the data folder for one writer. An exclusive transaction on a file of its own: the operating system lets go
 * of it when the process ends, however it ends, and the readers of events.db are not shut out. Nothing else in the
 * process may open and close that file: on POSIX systems that would drop the lock.
 * @returns release; idempotent.
 * @throws EventStoreRefused `locked` where another writer holds it.
 */
export function lockFolder(folder: string): () => void {
  const file = join(folder, LOCK_FILE);
  let lock: Database.Database | undefined;
  try {
    lock = new Database(file, { timeout: 0 });
    lock.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    lock?.close();
    const refusal = asRefusal(error, file);
    if (refusal instanceof EventStoreRefused && refusal.reason === 'locked') {
      throw new EventStoreRefused(
        'locked',
        `the data folder ${folder} is in use by another ledger; only one may write to it`,
        {
          cause: error,
        },
      );
    }
    throw refusal;
  }
  const held = lock;
  return () => {
    if (held.open) held.close();
  };
}
