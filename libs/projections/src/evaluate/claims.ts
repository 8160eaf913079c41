import { assetStream, type Digests } from '@clearance/domain';
import type { ReadModelDatabase } from '../database.js';
import type { AssetRow, Described } from './asset-row.js';
import type { ClaimMemory } from './claim-memory.js';

export type { AssetRow, Described } from './asset-row.js';

const DESCRIBED = [
  'registered',
  'bytes_n',
  'name',
  'kind',
  'labels',
  'vendor',
  'tools',
  'size',
  'media_type',
  'digests',
] as const satisfies readonly (keyof Described)[];

/** By indexes that are there also while a read model is rebuilt. */
const CLAIM_OF_STREAM = 'SELECT a.* FROM stream s CROSS JOIN asset a ON a.sid = s.sid WHERE s.name = ?';
const CLAIMS_OF_CONTENT = `SELECT * FROM asset WHERE sid = @cid AND cid = @cid
  UNION ALL SELECT * FROM asset WHERE cid = @cid AND cid <> sid ORDER BY sid`;

/** Claims (asset rows) and the contents they belong to (I1, I2). */
export class Claims {
  /** @param memory of the writer; without one every question goes to the database. */
  constructor(
    private readonly db: ReadModelDatabase,
    private readonly memory: ClaimMemory | null = null,
  ) {}

  sidOf(stream: string): number {
    const kept = this.memory?.sidOf(stream);
    if (kept !== undefined) return kept;
    const known = this.db.q('SELECT sid FROM stream WHERE name = ?').get(stream) as { sid: number } | undefined;
    const sid = known?.sid ?? Number(this.db.q('INSERT INTO stream (name) VALUES (?)').run(stream).lastInsertRowid);
    this.memory?.keepSid(stream, sid);
    return sid;
  }

  /** The row of an asset, made where it is named for the first time. */
  claim(production: string, id: string): AssetRow {
    const known = this.find(production, id);
    if (known !== null) return known;
    const sid = this.sidOf(assetStream(production, id));
    this.db
      .q("INSERT INTO asset (sid, production, id, cid, registered, digests) VALUES (?, ?, ?, ?, 0, '{}')")
      .run(sid, production, id, sid);
    this.db
      .q(
        `INSERT INTO content (cid, production, display, rank, cycle, own, classes, state, compliant, counts, rules, changed_n)
         VALUES (?, ?, ?, 0, NULL, NULL, NULL, 'unknown', 0, '{}', '', 0)`,
      )
      .run(sid, production, id);
    this.memory?.keepClaims(sid, [sid]);
    return this.find(production, id)!;
  }

  find(production: string, id: string): AssetRow | null {
    const stream = assetStream(production, id);
    const sid = this.memory?.sidOf(stream);
    const kept = sid === undefined ? undefined : this.memory?.row(sid);
    if (kept !== undefined) return kept;
    const row = this.db.q(CLAIM_OF_STREAM).get(stream) as AssetRow | undefined;
    if (row === undefined) return null;
    this.memory?.keepRow(row);
    this.memory?.keepSid(stream, row.sid);
    return row;
  }

  bySid(sid: number): AssetRow {
    const kept = this.memory?.row(sid);
    if (kept !== undefined) return kept;
    const row = this.db.q('SELECT * FROM asset WHERE sid = ?').get(sid) as AssetRow | undefined;
    if (row === undefined) throw new Error(`no asset row for stream ${sid}`);
    this.memory?.keepRow(row);
    return row;
  }

  ofContent(cid: number): AssetRow[] {
    const kept = this.memory?.claimsOf(cid);
    if (kept !== undefined) return kept.map((sid) => this.bySid(sid));
    const rows = this.db.q(CLAIMS_OF_CONTENT).all({ cid }) as AssetRow[];
    for (const row of rows) this.memory?.keepRow(row);
    this.memory?.keepClaims(
      cid,
      rows.map((row) => row.sid),
    );
    return rows;
  }

  /** Writes what is known of a claim; a row that says so already is left alone. @returns the row as it is then. */
  describe(row: AssetRow, described: Described): AssetRow {
    if (DESCRIBED.every((column) => row[column] === described[column])) return row;
    const written = { ...row, ...described };
    this.db
      .q(`UPDATE asset SET ${DESCRIBED.map((column) => `${column} = @${column}`).join(', ')} WHERE sid = @sid`)
      .run({ ...described, sid: row.sid });
    this.memory?.keepRow(written);
    return written;
  }

  /** Contents among whose claims one has this digest; several only while a merge is under way or for a weak algorithm. */
  contentsWith(production: string, algorithm: string, value: string, options: { member?: boolean } = {}): number[] {
    const member = options.member === true ? 1 : 0;
    if (this.memory !== null) {
      const holders = this.db
        .q('SELECT sid FROM digest WHERE production = ? AND algorithm = ? AND value = ? AND member <= ?')
        .all(production, algorithm, value, member) as { sid: number }[];
      return sortedUnique(holders.map(({ sid }) => this.bySid(sid).cid));
    }
    const rows = this.db
      .q(
        `SELECT a.cid AS cid FROM digest d JOIN asset a ON a.sid = d.sid
         WHERE d.production = ? AND d.algorithm = ? AND d.value = ? AND d.member <= ?`,
      )
      .all(production, algorithm, value, member) as { cid: number }[];
    return sortedUnique(rows.map((row) => row.cid));
  }

  /**
   * I1, I2: makes two contents one. The display claim is the one whose joining digest became known first; its content
   * stays, the other's claims move to it.
   * @returns the content that stays, the one that went, and the claims that moved.
   */
  merge(a: number, b: number): { winner: number; loser: number; moved: readonly number[] } {
    const [winner, loser] = this.bytesKnownAt(a) <= this.bytesKnownAt(b) ? [a, b] : [b, a];
    const moved = this.ofContent(loser).map((row) => row.sid);
    for (const sid of moved) this.db.q('UPDATE asset SET cid = ? WHERE sid = ?').run(winner, sid);
    this.memory?.forgetContent(winner);
    this.memory?.forgetContent(loser);
    return { winner, loser, moved };
  }

  private bytesKnownAt(cid: number): number {
    return Math.min(...this.ofContent(cid).map((row) => row.bytes_n ?? Number.MAX_SAFE_INTEGER));
  }
}

export const digestsOfRow = (row: Pick<AssetRow, 'digests'>): Digests => JSON.parse(row.digests) as Digests;

/** Nearly always one: SQLite would build a table to make a list of one distinct and sorted. */
function sortedUnique(cids: number[]): number[] {
  return cids.length <= 1 ? cids : [...new Set(cids)].sort((a, b) => a - b);
}
