import { join } from 'node:path';
import Database from 'better-sqlite3';

const PAGE = 2_000;

/**
 * Reads every event of a log, parses it and writes one row of the same content for each: the least that any projection of
 * this log does, whatever it makes of the events.
 * @returns rows written.
 */
export function projectBarely(folder: string, target: string): number {
  const log = new Database(join(folder, 'events.db'), { readonly: true });
  const into = new Database(target);
  into.pragma('journal_mode = WAL');
  into.pragma('synchronous = NORMAL');
  into.exec(
    'CREATE TABLE row (n INTEGER PRIMARY KEY, stream TEXT, revision INTEGER, id TEXT, type TEXT, data TEXT, meta TEXT)',
  );
  const page = log.prepare<[number, number], Row>(
    'SELECT n, stream, revision, id, type, data, metadata FROM events WHERE n > ? ORDER BY n LIMIT ?',
  );
  const insert = into.prepare('INSERT INTO row VALUES (?, ?, ?, ?, ?, ?, ?)');
  const write = into.transaction((rows: readonly Row[]) => {
    for (const { n, stream, revision, id, type, data, metadata } of rows) {
      const parsed: unknown = JSON.parse(data);
      const about: unknown = JSON.parse(metadata);
      insert.run(n, stream, revision, id, type, JSON.stringify(parsed), JSON.stringify(about));
    }
  });
  try {
    let last = 0;
    for (;;) {
      const rows = page.all(last, PAGE);
      if (rows.length === 0) return last;
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
