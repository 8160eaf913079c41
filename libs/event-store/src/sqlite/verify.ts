import { join } from 'node:path';
import { inspectOrphanedLog } from './inspect.js';
import { inspectWriteAheadLog } from './inspect-wal.js';
import { lockFolder } from './ledger-lock.js';
import { openForReading } from './open-database.js';
import { asRefusal } from './refused.js';
import { EVENTS_FILE } from './schema.js';
import { verifyWhole, type VerifyProgress } from './whole.js';

export interface VerifiedLog {
  readonly logId: string;
  readonly events: number;
  /** Streams whose revisions are whole. */
  readonly streams: number;
}

/**
 * Reads the whole log of a folder and compares every event with its digest, every index with its table and every stream
 * with its numbers. Holds the folder as a writer would, and writes nothing.
 * @throws EventStoreRefused naming the first damage.
 */
export function verifyEventLog(
  folder: string,
  report: (progress: VerifyProgress) => void = () => undefined,
): VerifiedLog {
  const file = join(folder, EVENTS_FILE);
  const unlock = lockFolder(folder);
  try {
    inspectOrphanedLog(file);
    inspectWriteAheadLog(file);
    const opened = openForReading(folder);
    try {
      const { events, streams } = verifyWhole(opened.db, opened.logId, file, report);
      return { logId: opened.logId, events, streams };
    } finally {
      opened.release();
    }
  } catch (error) {
    throw asRefusal(error, file);
  } finally {
    unlock();
  }
}
