import type Database from 'better-sqlite3';
import { corruptFile } from './refused.js';
import { digestOf, type DigestedRow } from './row-digest.js';
import { NEVER_CHANGED, readMeta } from './schema.js';
import { checkPages } from './whole.js';

/**
 * Brings a log of an older schema to this one, in one transaction: cut off anywhere, it is what it was. No event is
 * changed. Schema 1 had no digests: each event gets the digest of what stands there now, so the file is checked first as
 * far as it can be. Needs as much room again as the log takes.
 * @throws EventStoreRefused `corrupt`; SQLite's error.
 */
export function migrate(db: Database.Database, file: string): void {
  if (readMeta(db, 'schema') !== '1') return;
  const logId = readMeta(db, 'log_id');
  if (logId === null) return;
  checkPages(db, file);
  db.transaction(() => {
    db.exec(`ALTER TABLE events ADD COLUMN digest TEXT NOT NULL DEFAULT '';
      DROP TRIGGER events_are_never_changed;`);
    addDigests(db, file, logId);
    db.exec(NEVER_CHANGED);
    db.prepare<[string]>("UPDATE ledger_meta SET value = ? WHERE key = 'schema'").run('2');
  }).immediate();
}

function addDigests(db: Database.Database, file: string, logId: string): void {
  const next = db.prepare<[number, number], DigestedRow>(
    'SELECT n, stream, revision, id, type, data, metadata FROM events WHERE n > ? ORDER BY n LIMIT ?',
  );
  const put = db.prepare<[string, number]>('UPDATE events SET digest = ? WHERE n = ?');
  for (let last = 0; ;) {
    const rows = next.all(last, PAGE);
    if (rows.length === 0) return;
    for (const row of rows) {
      if (row.n !== last + 1) throw corruptFile(file, `event ${last + 1} is missing`);
      put.run(digestOf(logId, row), row.n);
      last = row.n;
    }
  }
}

const PAGE = 500;
