import type { ReadModelDatabase } from '../database.js';
import { recordedOf } from '../evaluate/dossiers.js';
import { findAsset } from './content.js';
import { EVENT_COLUMNS, eventView, matchesType, metaOf, type EventView, type StreamedRow } from './event.js';

/** A point of the ledger: an ordinal, or a time on the ledger's clock (RFC 3339 UTC ms). */
export type Point = { readonly n: number } | { readonly time: string };

export interface HistoryQuery {
  readonly order: 'asc' | 'desc';
  /** Patterns `<category>-<event>`; null = all. */
  readonly types: readonly string[] | null;
  /** Both inclusive. */
  readonly from: Point | null;
  readonly to: Point | null;
  /** Ordinal of the last event given; null = from the start. */
  readonly after: number | null;
  readonly limit: number;
}
export interface HistoryPage {
  readonly items: readonly EventView[];
  /** null on the last page. */
  readonly next: number | null;
}

/** Events of an asset and of its twins, in log order. null for what nobody registered. */
export function history(
  db: ReadModelDatabase,
  production: string,
  asset: string,
  query: HistoryQuery,
): HistoryPage | null {
  const found = findAsset(db, production, asset);
  if (found === null) return null;
  const descending = query.order === 'desc';
  const sql = `SELECT ${EVENT_COLUMNS} FROM event e JOIN stream s ON s.sid = e.sid
    WHERE e.sid IN (SELECT sid FROM asset WHERE cid = ?) AND e.n ${descending ? '<' : '>'} ? AND e.data IS NOT NULL
    ORDER BY e.n ${descending ? 'DESC' : 'ASC'}`;
  const start = query.after ?? (descending ? Number.MAX_SAFE_INTEGER : 0);
  const items: EventView[] = [];
  for (const row of db.q(sql).iterate(found.content.cid, start) as IterableIterator<StreamedRow>) {
    if (query.types !== null && !matchesType(query.types, row.stream, row.type)) continue;
    if (!within(row, query.from, query.to)) continue;
    if (items.length === query.limit) return { items, next: Number(items.at(-1)!.position) };
    items.push(eventView(recordedOf(row, row.stream)));
  }
  return { items, next: null };
}

function within(row: StreamedRow, from: Point | null, to: Point | null): boolean {
  return (from === null || compare(row, from) >= 0) && (to === null || compare(row, to) <= 0);
}

function compare(row: StreamedRow, point: Point): number {
  if ('n' in point) return row.n - point.n;
  return Date.parse(metaOf(row).recordedAt) - Date.parse(point.time);
}
