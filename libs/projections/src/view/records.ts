import type { ReadModelDatabase } from '../database.js';
import type { AssetRow } from '../evaluate/claims.js';
import { claimsOf, contentRow, findAsset, statesOf, type ContentRow } from './content.js';
import type { AssetState } from '@clearance/domain';

/** Approvals, requests and retractions are kept as a pointer to the event that founded them; the rest is folded. */
export type RecordTable = 'approval' | 'approval_request' | 'retraction';

export interface RecordRow {
  readonly id: string;
  readonly production: string;
  readonly sid: number;
  readonly n: number;
}

/** Where a record stands: the asset stream it is in, and the content of that asset. */
export interface RecordPlace {
  readonly row: RecordRow;
  readonly claim: AssetRow;
  readonly content: ContentRow;
  readonly claims: readonly AssetRow[];
  /** Folds of the claims, in their order. */
  readonly states: readonly AssetState[];
}

export interface RecordPage<T> {
  readonly items: readonly T[];
  /** Ordinal to go on after; null on the last page. */
  readonly next: number | null;
}
export interface RecordQuery {
  /** Any claim of the content whose records are asked for. */
  readonly asset: string | null;
  readonly after: number | null;
  readonly limit: number;
}

export function placeOf(db: ReadModelDatabase, table: RecordTable, production: string, id: string): RecordPlace | null {
  const row = db
    .q(`SELECT id, production, sid, n FROM ${table} WHERE id = ? AND production = ?`)
    .get(id, production) as RecordRow | undefined;
  return row === undefined ? null : placed(db, row);
}

/**
 * The records of a production in the order they were made. A page may look at no more than SCAN of them, so that a filter
 * that hardly anything passes cannot hold up the thread; such a page is short, and goes on.
 */
export function recordPage<T>(
  db: ReadModelDatabase,
  table: RecordTable,
  production: string,
  query: RecordQuery,
  build: (place: RecordPlace) => T | null,
): RecordPage<T> {
  const { asset, after } = query;
  const sql =
    asset === null
      ? `SELECT id, production, sid, n FROM ${table} WHERE production = @production AND n > @after ORDER BY n LIMIT @limit`
      : `SELECT id, production, sid, n FROM ${table} WHERE sid IN (SELECT sid FROM asset WHERE cid = @cid) AND n > @after
         ORDER BY n LIMIT @limit`;
  const cid = asset === null ? null : (findAsset(db, production, asset)?.content.cid ?? -1);
  const rows = db.q(sql).all({ production, after: after ?? 0, cid, limit: SCAN + 1 }) as RecordRow[];
  const items: T[] = [];
  let last: number | null = null;
  for (const row of rows.slice(0, SCAN)) {
    if (items.length === query.limit) return { items, next: last };
    const item = build(placed(db, row));
    if (item !== null) items.push(item);
    last = row.n;
  }
  return { items, next: rows.length > SCAN ? last : null };
}

/** How many records one page may look at before it is given short; its `next` goes on from there. */
const SCAN = 500;

function placed(db: ReadModelDatabase, row: RecordRow): RecordPlace {
  const claim = db.q('SELECT * FROM asset WHERE sid = ?').get(row.sid) as AssetRow;
  const claims = claimsOf(db, claim.cid);
  return { row, claim, content: contentRow(db, claim.cid), claims, states: statesOf(db, claims) };
}
