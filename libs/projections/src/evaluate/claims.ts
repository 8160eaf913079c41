import type { Digests } from '@clearance/domain';
import type { ReadModelDatabase } from '../database.js';
import type { AssetRow } from './asset-row.js';

export type { AssetRow, Described } from './asset-row.js';

/** Claims (asset rows) and the contents they belong to (I1, I2), as they stand in the tables. */
export class Claims {
  constructor(private readonly db: ReadModelDatabase) {}

  find(production: string, id: string): AssetRow | null {
    const row = this.db.q('SELECT * FROM asset WHERE production = ? AND id = ?').get(production, id);
    return (row as AssetRow | undefined) ?? null;
  }

  bySid(sid: number): AssetRow {
    const row = this.db.q('SELECT * FROM asset WHERE sid = ?').get(sid) as AssetRow | undefined;
    if (row === undefined) throw new Error(`no asset row for stream ${sid}`);
    return row;
  }

  ofContent(cid: number): AssetRow[] {
    return this.db.q('SELECT * FROM asset WHERE cid = ? ORDER BY sid').all(cid) as AssetRow[];
  }

  /** Contents among whose claims one has this digest; several only for a weak algorithm. */
  contentsWith(production: string, algorithm: string, value: string, options: { member?: boolean } = {}): number[] {
    const rows = this.db
      .q(
        `SELECT a.cid AS cid FROM digest d JOIN asset a ON a.sid = d.sid
         WHERE d.production = ? AND d.algorithm = ? AND d.value = ? AND d.member <= ?`,
      )
      .all(production, algorithm, value, options.member === true ? 1 : 0) as { cid: number }[];
    return sortedUnique(rows.map((row) => row.cid));
  }
}

export const digestsOfRow = (row: Pick<AssetRow, 'digests'>): Digests => JSON.parse(row.digests) as Digests;

/** Nearly always one: SQLite would build a table to make a list of one distinct and sorted. */
export function sortedUnique(cids: number[]): number[] {
  return cids.length <= 1 ? cids : [...new Set(cids)].sort((a, b) => a - b);
}
