import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { eventsOf, range } from '../testing/index.js';
import { SCHEMA_VERSION } from './schema.js';
import { dataFolder, readerIn, refusalOf, storeIn } from './spec-folder.js';
import { verifyEventLog } from './verify.js';

describe('a log of an older schema', () => {
  it('is brought to this one when a writer opens it, event by event the same', async () => {
    const { folder, before } = await oldLog();
    const store = storeIn(folder);
    expect(await store.readAll(null)).toEqual(before);
    await store.append('asset-p/a', 299n, eventsOf(301));
    await store.close();
    expect(verifyEventLog(folder)).toMatchObject({ events: 301, streams: 1 });
    const db = new Database(join(folder, 'events.db'));
    expect(db.prepare("SELECT value FROM ledger_meta WHERE key = 'schema'").pluck().get()).toBe(String(SCHEMA_VERSION));
    expect(() => db.exec("UPDATE events SET type = 'x' WHERE n = 2")).toThrow('events are never changed');
    db.close();
  });

  it('is refused to a reader until then, which is told what to do', async () => {
    const { folder } = await oldLog();
    expect(refusalOf(() => readerIn(folder))).toMatchObject({
      reason: 'unreadable',
      message: expect.stringContaining('was written by an older version (schema 1)') as string,
    });
  });

  it.each([
    ['an event is missing', 'DELETE FROM events WHERE n = 150'],
    ['the disk has no room', 'PRAGMA max_page_count'],
  ])('stays what it was where %s', async (what, statement) => {
    const { folder } = await oldLog();
    const db = new Database(join(folder, 'events.db'));
    db.exec('DROP TRIGGER events_are_never_deleted');
    if (statement.startsWith('DELETE')) db.exec(statement);
    // A trap in the last step is what a cut in the last step is: everything before it is taken back.
    else
      db.exec(
        "CREATE TRIGGER full BEFORE UPDATE ON ledger_meta BEGIN SELECT RAISE(ABORT, 'database or disk is full'); END",
      );
    db.pragma('wal_checkpoint(TRUNCATE)');
    db.close();
    expect(refusalOf(() => storeIn(folder)).message).toContain(
      what.startsWith('an event') ? 'event 150 is missing' : 'database or disk is full',
    );
    const after = new Database(join(folder, 'events.db'));
    expect(after.pragma('table_info(events)')).toHaveLength(7);
    expect(after.prepare("SELECT value FROM ledger_meta WHERE key = 'schema'").pluck().get()).toBe('1');
    after.close();
  });
});

/** 300 events as the first version wrote them: without digests. */
async function oldLog() {
  const folder = dataFolder();
  const store = storeIn(folder);
  await store.append('asset-p/a', 'noStream', eventsOf(...range(1, 300)));
  const before = await store.readAll(null);
  await store.close();
  const db = new Database(join(folder, 'events.db'));
  db.exec(`ALTER TABLE events DROP COLUMN digest; UPDATE ledger_meta SET value = '1' WHERE key = 'schema';`);
  db.pragma('wal_checkpoint(TRUNCATE)');
  db.close();
  return { folder, before };
}
