import {
  evolveAsset,
  emptyAsset,
  foldAsset,
  UnreadableEvent,
  type AssetState,
  type EventMetadata,
  type Recorded,
} from '@clearance/domain';
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
  const rows = db
    .q('SELECT n, sid, revision, id, type, data, meta FROM event WHERE sid = ? AND data IS NOT NULL ORDER BY revision')
    .all(sid) as EventRow[];
  return rows.map((row) => recordedOf(row, stream));
}

/** Fold of a claim's stream as far as the read model knows it. Quarantined events are left out; they stand in `fault`. */
export function assetStateOf(db: ReadModelDatabase, row: Pick<AssetRow, 'sid' | 'production' | 'id'>): AssetState {
  const events = eventsOf(db, row.sid, `asset-${row.production}/${row.id}`);
  const quarantined = new Set(
    (db.q('SELECT n FROM quarantine WHERE sid = ?').all(row.sid) as { n: number }[]).map((entry) => entry.n),
  );
  return foldAsset(
    row.production,
    row.id,
    quarantined.size === 0 ? events : events.filter((event) => !quarantined.has(event.n)),
  );
}

/** Why an asset event cannot be applied, or null where it can. */
export function unreadable(production: string, id: string, event: Recorded): string | null {
  try {
    evolveAsset(emptyAsset(production, id), event);
    return null;
  } catch (error) {
    if (error instanceof UnreadableEvent) return error.message;
    throw error;
  }
}
