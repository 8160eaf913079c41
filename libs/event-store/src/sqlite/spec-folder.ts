import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { EventStoreRefused } from './refused.js';
import { openSqliteEventReader, type SqliteEventReader, type SqliteEventReaderOptions } from './reader.js';
import { openSqliteEventStore, type SqliteEventStore, type SqliteEventStoreOptions } from './store.js';

/** For the specs of this folder. A data folder that is removed after the test. */
export function dataFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'clearance-events-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return folder;
}

/** A store that is closed after the test. */
export function storeIn(
  folder: string,
  options: Pick<SqliteEventStoreOptions, 'onFatal' | 'maxAppendBytes'> = {},
): SqliteEventStore {
  const store = openSqliteEventStore({ folder, ...options });
  onTestFinished(() => store.close());
  return store;
}

/** A reader that is closed after the test. */
export function readerIn(folder: string, options: Pick<SqliteEventReaderOptions, 'wake'> = {}): SqliteEventReader {
  const reader = openSqliteEventReader({ folder, ...options });
  onTestFinished(() => reader.close());
  return reader;
}

/** Why opening was refused. @throws what else was thrown; Error where it was not refused. */
export function refusalOf(open: () => unknown): EventStoreRefused {
  try {
    open();
  } catch (error) {
    if (error instanceof EventStoreRefused) return error;
    throw error;
  }
  throw new Error('it was opened');
}
