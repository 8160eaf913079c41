import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { openForReading } from './open-database.js';
import { asRefusal } from './refused.js';
import { EVENTS_FILE } from './schema.js';

export interface LogSnapshot {
  readonly logId: string;
  readonly events: number;
}

/**
 * Writes the log of a folder, as it is at one moment, into another folder, which must have none. Its writer goes on meanwhile.
 * @throws EventStoreRefused
 */
export function snapshotEventLog(folder: string, target: string): LogSnapshot {
  const file = join(target, EVENTS_FILE);
  const opened = openForReading(folder);
  try {
    mkdirSync(target, { recursive: true, mode: 0o700 });
    opened.db.prepare('VACUUM INTO ?').run(file);
    return { logId: opened.logId, events: eventsIn(target) };
  } catch (error) {
    throw asRefusal(error, file);
  } finally {
    opened.release();
  }
}

function eventsIn(folder: string): number {
  const opened = openForReading(folder);
  try {
    return (opened.db.prepare('SELECT max(n) FROM events').pluck().get() as number | null) ?? 0;
  } finally {
    opened.release();
  }
}
