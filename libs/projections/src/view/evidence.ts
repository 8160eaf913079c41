import type { EventRef } from '@clearance/policy';
import type { ReadModelDatabase } from '../database.js';
import { EVENT_COLUMNS, type StreamedRow } from './event.js';

/** The event that a piece of evidence points at; null where the read model does not hold it. */
export function eventAt(db: ReadModelDatabase, { stream, revision }: EventRef): StreamedRow | null {
  const row = db
    .q(`SELECT ${EVENT_COLUMNS} FROM stream s JOIN event e ON e.sid = s.sid WHERE s.name = ? AND e.revision = ?`)
    .get(stream, revision) as StreamedRow | undefined;
  return row ?? null;
}

/** An event by its ordinal. */
export function eventNumbered(db: ReadModelDatabase, n: number): StreamedRow {
  const row = db.q(`SELECT ${EVENT_COLUMNS} FROM event e JOIN stream s ON s.sid = e.sid WHERE e.n = ?`).get(n) as
    StreamedRow | undefined;
  if (row === undefined) throw new Error(`the read model names event ${n} but does not hold it`);
  return row;
}
