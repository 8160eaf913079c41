import { join } from 'node:path';
import Database from 'better-sqlite3';

const PAGE = 2_000;

/**
 * Reads every event of a log, parses it, and writes its content as one row and as many short rows beside it as make
 * `rowsAnEvent` on average: what any projection of this log does that writes as much, whatever it makes of the events.
 * @returns rows written.
 */
export function projectBarely(folder: string, target: string, rowsAnEvent: number): number {
  const log = new Database(join(folder, 'events.db'), { readonly: true });
  const into = new Database(target);
  into.pragma('journal_mode = WAL');
  into.pragma('synchronous = NORMAL');
  into.exec(`CREATE TABLE event (n INTEGER PRIMARY KEY, stream TEXT, revision INTEGER, id TEXT, type TEXT, data TEXT, meta TEXT);
    CREATE TABLE fact (stream TEXT, k INTEGER, value TEXT, PRIMARY KEY (stream, k)) WITHOUT ROWID`);
  const page = log.prepare<[number, number], Row>(
    'SELECT n, stream, revision, id, type, data, metadata FROM events WHERE n > ? ORDER BY n LIMIT ?',
  );
  const insert = into.prepare('INSERT INTO event VALUES (?, ?, ?, ?, ?, ?, ?)');
  const beside = into.prepare('INSERT INTO fact VALUES (?, ?, ?)');
  let written = 0;
  let wanted = 0;
  const write = into.transaction((rows: readonly Row[]) => {
    for (const { n, stream, revision, id, type, data, metadata } of rows) {
      const parsed: unknown = JSON.parse(data);
      const about: unknown = JSON.parse(metadata);
      insert.run(n, stream, revision, id, type, JSON.stringify(parsed), JSON.stringify(about));
      written += 1;
      wanted += rowsAnEvent;
      for (let k = 0; written < wanted; k += 1) {
        beside.run(stream, revision * 1_000 + k, id);
        written += 1;
      }
    }
  });
  try {
    let last = 0;
    for (;;) {
      const rows = page.all(last, PAGE);
      if (rows.length === 0) return written;
      write(rows);
      last = rows.at(-1)!.n;
    }
  } finally {
    log.close();
    into.close();
  }
}

interface Row {
  readonly n: number;
  readonly stream: string;
  readonly revision: number;
  readonly id: string;
  readonly type: string;
  readonly data: string;
  readonly metadata: string;
}
