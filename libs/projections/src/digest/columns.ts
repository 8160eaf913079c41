import type { ReadModelDatabase } from '../database.js';

/** Working data, not promised to be equal (P1). */
const WORKING_TABLES = new Set(['dirty', 'stale', 'meta', 'stream']);
const WORKING_COLUMNS = new Set(['rank', 'changed_n', 'found_n', 'aid']);
/** Numbers given to streams. Their order is not promised, so that names stand for them. */
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

/** A column of a table in what P1 promises: as it is, or by the name that its number stands for. */
export interface PromisedColumn {
  readonly name: string;
  /** SQL for its value in a row of the table. */
  readonly value: string;
}

/** Every table, and of each every column, that two read models of one log have alike at rest (P1). By name of the table. */
export function promisedTables(
  db: ReadModelDatabase,
): readonly { readonly table: string; readonly columns: readonly PromisedColumn[] }[] {
  // What a virtual table keeps is what follows from the others.
  const tables = db
    .q(
      "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND name <> 'sqlite_schema' ORDER BY name",
    )
    .all() as { name: string }[];
  return tables
    .filter(({ name }) => !WORKING_TABLES.has(name))
    .map(({ name: table }) => {
      const columns = db.q('SELECT name FROM pragma_table_info(?) ORDER BY cid').all(table) as { name: string }[];
      return {
        table,
        columns: columns.filter(({ name }) => !WORKING_COLUMNS.has(name)).map(({ name }) => promised(table, name)),
      };
    });
}

function promised(table: string, name: string): PromisedColumn {
  const own = `"${table}"."${name}"`;
  if (STREAM_COLUMNS.has(name)) {
    return { name, value: `coalesce((SELECT s.name FROM stream s WHERE s.sid = ${own}), ${own})` };
  }
  // The id of a manifest is the digest of its bytes: the production is needed beside it.
  if (name === 'mid')
    return { name, value: `(SELECT m.production || '/' || m.id FROM manifest m WHERE m.mid = ${own})` };
  return { name, value: own };
}
