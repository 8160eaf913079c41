import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import Database from 'better-sqlite3';
import type { Append } from '../world/facts.js';

export const ROWS_A_TRANSACTION = 100;

/** Writes the first event of each append as a row, straight into SQLite and as durably as the store does. @returns seconds */
export function insertBarely(folder: string, appends: readonly Append[]): number {
  mkdirSync(folder);
  const db = new Database(join(folder, 'bare.db'));
  db.pragma('journal_mode = WAL');
  db.pragma('synchronous = FULL');
  db.exec(
    'CREATE TABLE events (n INTEGER PRIMARY KEY, stream TEXT NOT NULL, revision INTEGER NOT NULL, id TEXT NOT NULL, type TEXT NOT NULL, data TEXT NOT NULL, metadata TEXT NOT NULL, UNIQUE (stream, revision)) STRICT',
  );
  const insert = db.prepare(
    'INSERT INTO events (stream, revision, id, type, data, metadata) VALUES (?, 0, ?, ?, ?, ?)',
  );
  const write = db.transaction((rows: readonly Append[]) => {
    for (const { stream, events } of rows) {
      const { id, type, data, metadata } = events[0]!;
      insert.run(stream, id, type, JSON.stringify(data), JSON.stringify(metadata));
    }
  });
  const start = performance.now();
  for (let at = 0; at < appends.length; at += ROWS_A_TRANSACTION)
    write.immediate(appends.slice(at, at + ROWS_A_TRANSACTION));
  const seconds = (performance.now() - start) / 1_000;
  db.close();
  return seconds;
}
