import {
  copyFileSync,
  existsSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { eventsOf, numbersOf, range } from '../testing/index.js';
import { EventStoreRefused } from './refused.js';
import { SCHEMA_VERSION } from './schema.js';
import { dataFolder, readerIn, refusalOf, storeIn } from './spec-folder.js';

describe('opening a data folder', () => {
  it('makes the folder, the log and an id of its own where there is nothing', async () => {
    const folder = join(dataFolder(), 'new', 'ledger');
    const store = storeIn(folder);
    expect(store.logId()).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(await store.head()).toBeNull();
    expect(storeIn(dataFolder()).logId()).not.toBe(store.logId());
  });

  it('keeps the id of the log for as long as it lives, and tells it to readers', async () => {
    const folder = dataFolder();
    const store = storeIn(folder);
    const id = store.logId();
    expect(readerIn(folder).logId()).toBe(id);
    await store.close();
    expect(storeIn(folder).logId()).toBe(id);
  });

  it('starts over with a creation that was cut off before the log was whole', () => {
    const folder = dataFolder();
    writeFileSync(join(folder, 'events.db.new'), 'half a fi');
    storeIn(folder);
    expect(readdirSync(folder).filter((name) => name.startsWith('events.db.new'))).toEqual([]);
  });

  it('finds everything that was written before the last checkpoint and after it', async () => {
    const folder = dataFolder();
    const store = storeIn(folder);
    await store.append('asset-p/a', 'noStream', eventsOf(1));
    await store.close();
    const again = storeIn(folder);
    await again.append('asset-p/a', 0n, eventsOf(2));
    // What a crash leaves behind: the database, and a write-ahead log that was not yet carried over.
    const copy = dataFolder();
    for (const name of ['events.db', 'events.db-wal']) copyFileSync(join(folder, name), join(copy, name));
    expect(numbersOf(await storeIn(copy).readAll(null))).toEqual([1, 2]);
  });
});

describe('a log that cannot be relied upon is refused, and left as it is', () => {
  it('is refused when it is no SQLite file', async () => {
    const file = await closedLog();
    writeFileSync(file, 'x'.repeat(10_000));
    expect(opening(file)).toEqual({ writer: 'corrupt', reader: 'corrupt', unchanged: true });
  });

  it('is refused when its first page is damaged', async () => {
    const file = await closedLog();
    overwrite(file, 0, 'SQLite format 9');
    expect(opening(file)).toEqual({ writer: 'corrupt', reader: 'corrupt', unchanged: true });
  });

  it('is refused when it is empty, and not taken for a new one', async () => {
    const file = await closedLog();
    truncateSync(file, 0);
    expect(opening(file)).toEqual({ writer: 'corrupt', reader: 'corrupt', unchanged: true });
    expect(statSync(file).size).toBe(0);
  });

  it.each([100, 600, 4096, 20_000])('is refused when it is cut off after %i bytes', async (size) => {
    const file = await closedLog();
    expect(statSync(file).size).toBeGreaterThan(size);
    truncateSync(file, size);
    expect(opening(file)).toEqual({ writer: 'corrupt', reader: 'corrupt', unchanged: true });
  });

  it('is refused when pages in the middle are damaged', async () => {
    const file = await closedLog();
    overwrite(file, 5 * 4096, '\xff'.repeat(3 * 4096));
    expect(opening(file)).toEqual({ writer: 'corrupt', reader: OPENED, unchanged: true });
  });

  it('is refused when the database is gone but its write-ahead log is there', async () => {
    const file = await closedLog();
    rmSync(file);
    writeFileSync(`${file}-wal`, 'what was acknowledged');
    const refusal = refusalOf(() => storeIn(folderOf(file)));
    expect(refusal.reason).toBe('corrupt');
    expect(existsSync(file)).toBe(false);
    expect(readFileSync(`${file}-wal`, 'utf8')).toBe('what was acknowledged');
  });

  it('is refused when it is a SQLite file of another program', () => {
    const file = join(dataFolder(), 'events.db');
    const db = new Database(file);
    db.exec('CREATE TABLE events (n INTEGER PRIMARY KEY)');
    db.close();
    expect(opening(file)).toEqual({ writer: 'foreign', reader: 'foreign', unchanged: true });
  });

  it('is refused when a newer version wrote it, and both versions are told', async () => {
    const file = await closedLog();
    tamper(file, `UPDATE ledger_meta SET value = '${SCHEMA_VERSION + 1}' WHERE key = 'schema'`);
    expect(opening(file)).toEqual({ writer: 'newer-schema', reader: 'newer-schema', unchanged: true });
    expect(refusalOf(() => storeIn(folderOf(file))).message).toContain(
      `schema ${SCHEMA_VERSION + 1}; this version reads up to ${SCHEMA_VERSION}`,
    );
  });

  it.each([
    ['its schema', "DELETE FROM ledger_meta WHERE key = 'schema'"],
    ['its id', "DELETE FROM ledger_meta WHERE key = 'log_id'"],
    ['its meta table', 'DROP TABLE ledger_meta'],
  ])('is refused when it has lost %s', async (_, statement) => {
    const file = await closedLog();
    tamper(file, statement);
    expect(opening(file)).toEqual({ writer: 'corrupt', reader: 'corrupt', unchanged: true });
  });

  it('is refused when it has lost its events table', async () => {
    const file = await closedLog();
    tamper(file, 'DROP TABLE events');
    expect(opening(file)).toEqual({ writer: 'corrupt', reader: 'corrupt', unchanged: true });
  });

  it.each([
    ['the first event is missing', 'DELETE FROM events WHERE n = 1'],
    ['an event in the middle is missing', 'DELETE FROM events WHERE n = 150'],
    ['the newest event but one is missing', 'DELETE FROM events WHERE n = 299'],
    ['the newest event is not JSON', 'UPDATE events SET data = \'{"number":\' WHERE n = 300'],
    ['the newest event is not an object', "UPDATE events SET metadata = '[]' WHERE n = 300"],
  ])('is refused when %s', async (_, statement) => {
    const file = await closedLog();
    tamper(file, statement);
    expect(opening(file)).toEqual({ writer: 'corrupt', reader: OPENED, unchanged: true });
  });

  it.each(['table', 'index'])('is refused when one character of a stream name has changed in its %s', async (part) => {
    const folder = dataFolder();
    const store = storeIn(folder);
    await store.append('asset-p/needle', 'noStream', eventsOf(1));
    await store.close();
    const file = join(folder, 'events.db');
    const bytes = readFileSync(file).toString('latin1');
    // The event lies in the table's page, which comes before that of the index over streams.
    const at = part === 'table' ? bytes.indexOf('asset-p/needle') : bytes.lastIndexOf('asset-p/needle');
    expect(bytes.split('asset-p/needle')).toHaveLength(3);
    overwrite(file, at, 'asset-p/noodle');
    expect(opening(file)).toEqual({ writer: 'corrupt', reader: OPENED, unchanged: true });
  });

  it('is refused when it cannot be opened at all', () => {
    const file = join(dataFolder(), 'not-a-folder');
    writeFileSync(file, '');
    expect(refusalOf(() => storeIn(file))).toMatchObject({ reason: 'unreadable' });
  });

  it('is refused to a reader where there is none, which makes none', () => {
    const folder = dataFolder();
    expect(refusalOf(() => readerIn(folder))).toMatchObject({
      reason: 'unreadable',
      message: `there is no event log in ${folder}`,
    });
    expect(readdirSync(folder)).toEqual([]);
  });

  it('gives the folder free again after a refusal', async () => {
    const file = await closedLog();
    const sound = readFileSync(file);
    writeFileSync(file, 'x'.repeat(10_000));
    expect(opening(file)).toEqual({ writer: 'corrupt', reader: 'corrupt', unchanged: true });
    writeFileSync(file, sound);
    expect(await storeIn(folderOf(file)).head()).toBe('300');
  });
});

/** A reader checks only what concerns it at once: what is missing or damaged it meets when it reads (damage.spec.ts). */
const OPENED = null;

/** Why writer and reader refuse a file, and whether it is afterwards what it was. */
function opening(file: string): { writer: string; reader: string | null; unchanged: boolean } {
  const before = readFileSync(file);
  const refusal = refusalOf(() => storeIn(folderOf(file)));
  if (!refusal.message.includes(file) || refusal.message.includes('\n'))
    throw new Error(`not one sentence on the file: ${refusal.message}`);
  return { writer: refusal.reason, reader: readerRefusal(file), unchanged: readFileSync(file).equals(before) };
}

function readerRefusal(file: string): string | null {
  try {
    readerIn(folderOf(file));
    return OPENED;
  } catch (error) {
    if (error instanceof EventStoreRefused) return error.reason;
    throw error;
  }
}

/** The file of a log with 300 events, closed and so without a write-ahead log. */
async function closedLog(): Promise<string> {
  const folder = dataFolder();
  const store = storeIn(folder);
  await store.append('asset-p/a', 'noStream', eventsOf(...range(1, 300)));
  await store.close();
  return join(folder, 'events.db');
}

function folderOf(file: string): string {
  return join(file, '..');
}

function overwrite(file: string, at: number, latin1: string): void {
  const bytes = readFileSync(file);
  bytes.write(latin1, at, 'latin1');
  writeFileSync(file, bytes);
}

/** What a person with a SQLite shell might do. */
function tamper(file: string, statement: string): void {
  const db = new Database(file);
  db.exec('DROP TRIGGER events_are_never_changed; DROP TRIGGER events_are_never_deleted;');
  db.exec(statement);
  db.pragma('wal_checkpoint(TRUNCATE)');
  db.close();
}
