import type { EventMetadata, HeldItem, ManifestItemData } from '@clearance/domain';
import { FILES_ORD } from '../apply/check.js';
import type { ReadModelDatabase } from '../database.js';

/** One check as the read model has it. */
export interface RunRow {
  readonly sid: number;
  readonly delivery: string;
  readonly requested_n: number;
  readonly checked_n: number | null;
}

export function runOf(db: ReadModelDatabase, production: string, check: string): RunRow | null {
  return (
    (db
      .q('SELECT sid, delivery, requested_n, checked_n FROM check_run WHERE production = ? AND id = ?')
      .get(production, check) as RunRow | undefined) ?? null
  );
}

/** Data and envelope of event n. */
export function dataAt<D>(db: ReadModelDatabase, n: number): { data: D; meta: EventMetadata } {
  const row = db.q('SELECT data, meta FROM event WHERE n = ?').get(n) as { data: string; meta: string };
  return { data: JSON.parse(row.data) as D, meta: JSON.parse(row.meta) as EventMetadata };
}

export interface ItemRow {
  readonly idx: number;
  readonly data: string;
  readonly held: string | null;
}

/** Items of one manifest of a check, a thousand at a time, with what was held of them. */
export function* pagesOf(
  db: ReadModelDatabase,
  sid: number,
  ord: number,
  after: number,
  heldOnly: boolean,
): Generator<readonly ItemRow[]> {
  const statement = db.q(
    `SELECT i.idx AS idx, i.data AS data, h.data AS held FROM check_manifest m JOIN manifest_item i ON i.mid = m.mid
     ${heldOnly ? '' : 'LEFT '}JOIN check_held h ON h.check_sid = m.check_sid AND h.manifest = m.ord AND h.item = i.idx
     WHERE m.check_sid = ? AND m.ord = ? AND i.idx > ? ORDER BY i.idx LIMIT 1000`,
  );
  for (let last = after; ;) {
    const rows = statement.all(sid, ord, last) as ItemRow[];
    const end = rows.at(-1);
    if (end === undefined) return;
    yield rows;
    last = end.idx;
  }
}

export function fileBeside(db: ReadModelDatabase, sid: number, path: string): ManifestItemData | null {
  const row = db
    .q(
      `SELECT i.data AS data FROM check_manifest m JOIN manifest_item i ON i.mid = m.mid
       WHERE m.check_sid = ? AND m.ord = ? AND i.path = ? LIMIT 1`,
    )
    .get(sid, FILES_ORD, path) as { data: string } | undefined;
  return row === undefined ? null : (JSON.parse(row.data) as ManifestItemData);
}

export function itemAt(db: ReadModelDatabase, sid: number, held: HeldItem): ManifestItemData {
  const row = db
    .q(
      'SELECT i.data AS data FROM check_manifest m JOIN manifest_item i ON i.mid = m.mid WHERE m.check_sid = ? AND m.ord = ? AND i.idx = ?',
    )
    .get(sid, held.manifest, held.item) as { data: string } | undefined;
  return row === undefined
    ? { path: held.path, size: null, digests: {} }
    : { ...(JSON.parse(row.data) as ManifestItemData), path: held.path };
}
