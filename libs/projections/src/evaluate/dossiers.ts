import { foldAsset, type AssetState, type EventMetadata, type Recorded } from '@clearance/domain';
import type { ReadModelDatabase } from '../database.js';
import type { AssetRow } from './claims.js';

export interface EventRow {
  readonly n: number;
  readonly sid: number;
  readonly revision: number;
  readonly id: string;
  readonly type: string;
  readonly data: string;
  readonly meta: string;
}

/** A row of the event table as a fold takes it. */
export function recordedOf(row: EventRow, stream: string): Recorded {
  return {
    id: row.id,
    type: row.type,
    data: JSON.parse(row.data) as unknown,
    meta: JSON.parse(row.meta) as EventMetadata,
    stream,
    revision: row.revision,
    n: row.n,
  };
}

export function eventsOf(db: ReadModelDatabase, sid: number, stream: string): Recorded[] {
  return rowsOfStream(db, sid).map((row) => recordedOf(row, stream));
}

/** Fold of a claim's stream as far as the read model knows it. Quarantined events are left out; they stand in `fault`. */
export function assetStateOf(db: ReadModelDatabase, row: Pick<AssetRow, 'sid' | 'production' | 'id'>): AssetState {
  return foldOfClaim(db, row).state;
}

/** The same with the length of what was folded, in characters of JSON. */
export function foldOfClaim(
  db: ReadModelDatabase,
  row: Pick<AssetRow, 'sid' | 'production' | 'id'>,
): { readonly state: AssetState; readonly text: number } {
  const rows = rowsOfStream(db, row.sid);
  const stream = `asset-${row.production}/${row.id}`;
  const events = rows.map((each) => recordedOf(each, stream));
  const quarantined = new Set(
    (db.q('SELECT n FROM quarantine WHERE sid = ?').all(row.sid) as { n: number }[]).map((entry) => entry.n),
  );
  const state = foldAsset(
    row.production,
    row.id,
    quarantined.size === 0 ? events : events.filter((event) => !quarantined.has(event.n)),
  );
  return { state, text: rows.reduce((sum, each) => sum + each.data.length + each.meta.length, 0) };
}

function rowsOfStream(db: ReadModelDatabase, sid: number): EventRow[] {
  return db
    .q('SELECT n, sid, revision, id, type, data, meta FROM event WHERE sid = ? AND data IS NOT NULL ORDER BY revision')
    .all(sid) as EventRow[];
}
