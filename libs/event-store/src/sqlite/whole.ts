import type Database from 'better-sqlite3';
import { Unavailable } from '../errors.js';
import { corruptFile } from './refused.js';
import { EVENT_COLUMNS, toStoredEvent, type EventRow } from './rows.js';

export interface VerifyProgress {
  /** Events read so far, of how many. */
  readonly done: number;
  readonly events: number;
}

/**
 * Compares every event with its digest, every index with its table and every stream with its numbers.
 * @throws EventStoreRefused `corrupt`; SQLite's error for a damaged page.
 */
export function verifyWhole(
  db: Database.Database,
  logId: string,
  file: string,
  report: (progress: VerifyProgress) => void = () => undefined,
): { readonly events: number; readonly streams: number } {
  checkPages(db, file);
  const events = db.prepare<[], { n: number | null }>('SELECT max(n) AS n FROM events').get()?.n ?? 0;
  const next = db.prepare<[number, number], EventRow>(
    `SELECT ${EVENT_COLUMNS} FROM events WHERE n > ? ORDER BY n LIMIT ?`,
  );
  for (let done = 0; done < events; report({ done, events })) {
    const rows = next.all(done, PAGE);
    for (const row of rows) {
      if (row.n !== done + 1) throw corruptFile(file, `event ${done + 1} of ${events} is missing`);
      read(row, logId, file);
      done = row.n;
    }
  }
  const gap = db
    .prepare<[], { stream: string }>(
      'SELECT stream FROM events GROUP BY stream HAVING min(revision) <> 0 OR max(revision) <> count(*) - 1 LIMIT 1',
    )
    .get();
  if (gap !== undefined) throw corruptFile(file, `the revisions of stream ${gap.stream} are not whole`);
  const { streams } = db
    .prepare<[], { streams: number }>('SELECT count(*) AS streams FROM events WHERE revision = 0')
    .get() ?? { streams: 0 };
  return { events, streams };
}

/** Whether pages hang together and indexes name what the tables hold. @throws EventStoreRefused `corrupt` */
export function checkPages(db: Database.Database, file: string): void {
  const [row] = db.pragma('integrity_check(1)') as { integrity_check: string }[];
  const said = row?.integrity_check ?? 'SQLite cannot check it';
  if (said === 'ok') return;
  // SQLite puts a heading before what it found.
  throw corruptFile(file, said.split('\n').at(-1) ?? said);
}

const PAGE = 500;

function read(row: EventRow, logId: string, file: string): void {
  try {
    toStoredEvent(row, logId);
  } catch (error) {
    if (error instanceof Unavailable) throw corruptFile(file, `event ${row.n} is not what was recorded`, error);
    throw error;
  }
}
