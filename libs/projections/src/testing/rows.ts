import type { ReadModelDatabase } from '../database.js';

/** Working data, not promised to be equal (P1). */
const WORKING_TABLES = new Set(['dirty', 'stale', 'meta', 'stream']);
const WORKING_COLUMNS = new Set(['rank', 'changed_n', 'found_n', 'aid']);
const STREAM_COLUMNS = new Set([
  'sid',
  'cid',
  'to_sid',
  'from_sid',
  'to_cid',
  'from_cid',
  'check_sid',
  'asset_sid',
  'cycle',
]);

/**
 * Every row that P1 promises to be equal between two read models of one log, by table. Numbers given to streams and
 * manifests are replaced by their names, because their order is not promised.
 */
export function rowsOf(db: ReadModelDatabase): Record<string, string[]> {
  const streams = new Map(
    (db.q('SELECT sid, name FROM stream').all() as { sid: number; name: string }[]).map(({ sid, name }) => [sid, name]),
  );
  const manifests = new Map(
    (db.q('SELECT mid, id FROM manifest').all() as { mid: number; id: string }[]).map(({ mid, id }) => [mid, id]),
  );
  // What a virtual table keeps is what follows from the others.
  const tables = db
    .q(
      "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND name <> 'sqlite_schema' ORDER BY name",
    )
    .all() as { name: string }[];
  const named = (column: string, value: unknown): unknown => {
    if (value === null) return null;
    if (STREAM_COLUMNS.has(column)) return streams.get(value as number) ?? value;
    return column === 'mid' ? manifests.get(value as number) : value;
  };
  return Object.fromEntries(
    tables
      .filter(({ name }) => !WORKING_TABLES.has(name))
      .map(({ name }) => {
        const rows = db.raw.prepare(`SELECT * FROM ${name}`).all() as Record<string, unknown>[];
        const texts = rows.map((row) =>
          JSON.stringify(
            Object.entries(row).flatMap(([column, value]) =>
              WORKING_COLUMNS.has(column) ? [] : [[column, named(column, value)]],
            ),
          ),
        );
        return [name, texts.sort()];
      }),
  );
}
