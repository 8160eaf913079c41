import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { Unavailable } from '../errors.js';
import { eventOf, eventsOf, idOf, numbersOf, range } from '../testing/index.js';
import { dataFolder, readerIn, storeIn } from './spec-folder.js';
import { openSqliteEventStore } from './store.js';

describe('the SQLite event store', () => {
  it('checks appends to one stream one after another, each seeing those before it', async () => {
    const store = openSqliteEventStore({ memory: true });
    const results = await Promise.allSettled([
      store.append('asset-a', 'noStream', eventsOf(1)),
      store.append('asset-a', 0n, eventsOf(2, 3)),
      store.append('asset-a', 0n, eventsOf(4)),
      store.append('asset-a', 2n, eventsOf(5)),
    ]);
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected', 'fulfilled']);
    expect(numbersOf(await store.readStream('asset-a'))).toEqual([1, 2, 3, 5]);
    await store.close();
  });

  it('announces the newest position once after each commit that wrote something, and ends when it is closed', async () => {
    const store = openSqliteEventStore({ memory: true });
    const announced: string[] = [];
    store.appended.subscribe({ next: (position) => announced.push(position), complete: () => announced.push('end') });
    await Promise.all([
      store.append('asset-a', 'noStream', eventsOf(1, 2)),
      store.append('asset-b', 'noStream', eventsOf(3)),
    ]);
    await expect(store.append('asset-a', 'noStream', eventsOf(4))).rejects.toThrow('is at 1');
    await store.append('asset-a', 'noStream', eventsOf(1, 2));
    await store.append('asset-b', 0n, eventsOf(5));
    await store.close();
    expect(announced).toEqual(['3', '4', 'end']);
  });

  it('announces a position only when its events can be read', async () => {
    const store = openSqliteEventStore({ memory: true });
    const read: (readonly number[])[] = [];
    store.appended.subscribe(() => read.push(numbersOf(store.readAllSync(0, 10))));
    await store.append('asset-a', 'noStream', eventsOf(1, 2));
    expect(read).toEqual([[1, 2]]);
    await store.close();
  });

  it('finds the revision of streams it has not met since it was opened, and of more than it remembers', async () => {
    const store = openSqliteEventStore({ memory: true });
    const streams = range(0, 20_050).map((n) => `asset-${n}`);
    await Promise.all(streams.map((stream) => store.append(stream, 'noStream', eventsOf(1))));
    await Promise.all(streams.map((stream) => store.append(stream, 0n, eventsOf(2))));
    await expect(store.append('asset-0', 0n, eventsOf(3))).rejects.toThrow('is at 1');
    await expect(store.append('asset-1', 'noStream', eventsOf(3))).rejects.toThrow('is at 1');
    expect(await store.head()).toBe('40100');
    await store.close();
  });

  it('reads at one point what is read within one piece of work, and what came since right after it', async () => {
    const folder = dataFolder();
    const store = storeIn(folder);
    const reader = readerIn(folder);
    await store.append('asset-a', 'noStream', eventsOf(1));
    const seen = reader.atOnePoint(() => {
      const before = reader.headSync();
      void store.append('asset-a', 0n, eventsOf(2));
      // Writes at once what waits.
      void store.close();
      return [before, reader.headSync(), reader.atOnePoint(() => numbersOf(reader.readStreamSync('asset-a')))];
    });
    expect([seen, reader.headSync()]).toEqual([[1, 1, [1]], 2]);
  });

  it('stays at no point of it whatever the work that reads ends with', async () => {
    const folder = dataFolder();
    const store = storeIn(folder);
    const reader = readerIn(folder);
    const defect = () => reader.atOnePoint(() => expect.fail(`at ${reader.headSync()}`));
    expect(defect).toThrow('at 0');
    // As SQLite does itself where a disk fails to read: the rest of the work goes on without.
    const heads = reader.atOnePoint(() => {
      reader['opened'].db.exec('ROLLBACK');
      return reader.headSync();
    });
    await store.append('asset-a', 'noStream', eventsOf(1));
    expect([heads, reader.headSync()]).toEqual([0, 1]);
  });

  it('puts the limit of one append where it is told to', async () => {
    const store = openSqliteEventStore({ memory: true, maxAppendBytes: 200 });
    await store.append('asset-a', 'noStream', [eventOf(1)]);
    await expect(store.append('asset-b', 'noStream', eventsOf(1, 2, 3))).rejects.toMatchObject({
      name: 'TooLarge',
      limit: 200,
    });
    expect(() => openSqliteEventStore({ memory: true, maxAppendBytes: 0 })).toThrow(RangeError);
    await store.close();
  });

  it('is not opened in memory where a folder was meant', () => {
    expect(() => openSqliteEventStore({ folder: undefined } as never)).toThrow('needs a data folder');
  });

  it('refuses positions that are not of its log', async () => {
    const store = openSqliteEventStore({ memory: true });
    await store.append('asset-a', 'noStream', eventsOf(1));
    for (const position of ['', '0', '01', '-1', '1.0', '1e3', 'abc', '9007199254740993', '2']) {
      await expect(store.readAll(position)).rejects.toThrow(RangeError);
    }
    expect(() => store.subscribeAll('1.5')).toThrow(RangeError);
    await expect(store.subscribeAll('2')[Symbol.asyncIterator]().next()).rejects.toThrow('belongs to another one');
    expect(await store.readAll('1')).toEqual([]);
    await store.close();
  });

  it('orders positions as numbers, not as text', () => {
    const store = openSqliteEventStore({ memory: true });
    expect(['10', '9', '100', '1'].toSorted((a, b) => store.comparePositions(a, b))).toEqual(['1', '9', '10', '100']);
  });

  it('lets the rest of the process run while it reads a long log', async () => {
    const store = openSqliteEventStore({ memory: true });
    for (const n of range(0, 20)) {
      await store.append(
        `tool-${n}`,
        'noStream',
        range(0, 1000).map((i) => eventOf(n * 1000 + i)),
      );
    }
    let turns = 0;
    const count = setInterval(() => (turns += 1), 0);
    expect(await store.readAll(null, { filter: { streamPrefixes: ['asset-'] } })).toEqual([]);
    clearInterval(count);
    expect(turns).toBeGreaterThan(0);
    await store.close();
  });
});

describe('a commit that fails', () => {
  it('acknowledges nothing, tells that it is fatal, and leaves a store that takes and answers nothing', async () => {
    const folder = dataFolder();
    const fatal: Unavailable[] = [];
    const store = storeIn(folder, { onFatal: (error) => fatal.push(error) });
    await store.append('asset-a', 'noStream', eventsOf(1));
    failCommitsOf(folder, idOf(3));
    const following = store.subscribeAll('1')[Symbol.asyncIterator]();
    expect(await following.next()).toMatchObject({ value: { kind: 'caughtUp' } });

    const both = await Promise.allSettled([
      store.append('asset-b', 'noStream', eventsOf(2)),
      store.append('asset-c', 'noStream', eventsOf(3)),
    ]);
    for (const result of both) {
      expect(result).toMatchObject({ status: 'rejected', reason: { name: 'Unavailable', ambiguous: true } });
    }
    expect(fatal).toHaveLength(1);
    expect(fatal[0]?.message).toContain('FOREIGN KEY constraint failed');
    await expect(store.append('asset-d', 'noStream', eventsOf(4))).rejects.toMatchObject({ ambiguous: false });
    await expect(store.readAll(null)).rejects.toThrow(Unavailable);
    await expect(following.next()).rejects.toThrow(Unavailable);
    await store.close();
    expect(numbersOf(await storeIn(folder).readAll(null))).toEqual([1]);
  });
});

/** Makes the COMMIT, not the insert, of the event with this id fail: a foreign key that is checked last. */
function failCommitsOf(folder: string, id: string): void {
  const db = new Database(join(folder, 'events.db'));
  db.exec(`
    CREATE TABLE parent (id TEXT PRIMARY KEY);
    CREATE TABLE trap (id TEXT REFERENCES parent (id) DEFERRABLE INITIALLY DEFERRED);
    CREATE TRIGGER spring AFTER INSERT ON events WHEN new.id = '${id}' BEGIN INSERT INTO trap VALUES (new.id); END;
  `);
  db.close();
}
