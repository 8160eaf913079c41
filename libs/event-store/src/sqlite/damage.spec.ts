import { openSync, closeSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { Unavailable } from '../errors.js';
import { eventsOf, range } from '../testing/index.js';
import { dataFolder, readerIn, storeIn } from './spec-folder.js';

describe('damage that shows only when the log is read', () => {
  it('is an error of every read that meets a page SQLite reports as damaged, never an empty answer', async () => {
    const folder = await folderWithEvents(400);
    const reader = readerIn(folder);
    const file = openSync(join(folder, 'events.db'), 'r+');
    // Every page but the first, which holds the schema: the reader has seen none of them yet.
    for (const page of range(1, 12)) writeSync(file, Buffer.alloc(4096, 0xff), 0, 4096, page * 4096);
    closeSync(file);
    await expect(reader.readAll(null)).rejects.toThrow(Unavailable);
    await expect(reader.readStream('asset-p/a')).rejects.toThrow(Unavailable);
    await expect(reader.head()).rejects.toThrow('the event log is damaged');
    await expect(reader.subscribeAll(null)[Symbol.asyncIterator]().next()).rejects.toThrow(Unavailable);
    expect(() => reader.readAllSync(0, 10)).toThrow(Unavailable);
  });

  it.each([2, 200, 399, 400])('is an error when event %i has gone missing', async (missing) => {
    const folder = await folderWithEvents(401);
    tamper(folder, `DELETE FROM events WHERE n = ${missing}`);
    const reader = readerIn(folder);
    await expect(reader.readAll(null)).rejects.toThrow(`event ${missing} is missing`);
    await expect(reader.readStream('asset-p/a')).rejects.toThrow(`lacks revision ${missing - 1}`);
    expect(() => reader.readAllSync(0, 1000)).toThrow(Unavailable);
    expect(() => reader.readAllSync(0, missing)).toThrow(Unavailable);
    expect(reader.readAllSync(0, missing - 1)).toHaveLength(missing - 1);
  });

  it('is an error when an event is no longer JSON', async () => {
    const folder = await folderWithEvents(3);
    tamper(folder, "UPDATE events SET data = '{' WHERE n = 2");
    await expect(readerIn(folder).readAll(null)).rejects.toThrow('event 2 is not what was recorded');
  });

  it('is hard to do by accident: events refuse to be changed or deleted', async () => {
    const folder = await folderWithEvents(3);
    const db = new Database(join(folder, 'events.db'));
    expect(() => db.exec("UPDATE events SET type = 'x' WHERE n = 2")).toThrow('events are never changed');
    expect(() => db.exec('DELETE FROM events')).toThrow('events are never deleted');
    db.close();
  });
});

async function folderWithEvents(count: number): Promise<string> {
  const folder = dataFolder();
  const store = storeIn(folder);
  await store.append('asset-p/a', 'noStream', eventsOf(...range(1, count)));
  await store.close();
  return folder;
}

function tamper(folder: string, statement: string): void {
  const db = new Database(join(folder, 'events.db'));
  db.exec('DROP TRIGGER events_are_never_changed; DROP TRIGGER events_are_never_deleted;');
  db.exec(statement);
  db.close();
}
