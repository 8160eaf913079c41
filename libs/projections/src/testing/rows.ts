import type { ReadModelDatabase } from '../database.js';
import { promisedTables } from '../digest/columns.js';

/**
 * Every row that P1 promises to be equal between two read models of one log, by table. Numbers given to streams and
 * manifests are replaced by their names, because their order is not promised.
 */
export function rowsOf(db: ReadModelDatabase): Record<string, string[]> {
  return Object.fromEntries(
    promisedTables(db).map(({ table, columns }) => {
      const values = columns.map(({ name, value }) => `${value} AS "${name}"`).join(', ');
      const rows = db.raw.prepare(`SELECT ${values} FROM "${table}"`).all() as Record<string, unknown>[];
      return [table, rows.map((row) => JSON.stringify(Object.entries(row))).sort()];
    }),
  );
}
