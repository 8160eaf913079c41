import { assetStream, type Digests } from '@clearance/domain';
import type { ReadModelDatabase } from '../database.js';

export interface AssetRow {
  readonly sid: number;
  readonly production: string;
  readonly id: string;
  readonly cid: number;
  readonly registered: number;
  readonly bytes_n: number | null;
  readonly name: string | null;
  readonly kind: string | null;
  readonly labels: string | null;
  readonly vendor: string | null;
  readonly tools: string | null;
  readonly size: number | null;
  readonly media_type: string | null;
  readonly digests: string;
}

/** Claims (asset rows) and the contents they belong to (I1, I2). */
export class Claims {
  constructor(private readonly db: ReadModelDatabase) {}

  sidOf(stream: string): number {
    const known = this.db.q('SELECT sid FROM stream WHERE name = ?').get(stream) as { sid: number } | undefined;
    if (known !== undefined) return known.sid;
    return Number(this.db.q('INSERT INTO stream (name) VALUES (?)').run(stream).lastInsertRowid);
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
    return this.find(production, id)!;
  }

  find(production: string, id: string): AssetRow | null {
    return (
      (this.db.q('SELECT * FROM asset WHERE production = ? AND id = ?').get(production, id) as AssetRow | undefined) ??
      null
    );
  }

  bySid(sid: number): AssetRow {
    const row = this.db.q('SELECT * FROM asset WHERE sid = ?').get(sid) as AssetRow | undefined;
    if (row === undefined) throw new Error(`no asset row for stream ${sid}`);
    return row;
  }

  ofContent(cid: number): AssetRow[] {
    return this.db.q('SELECT * FROM asset WHERE cid = ? ORDER BY sid').all(cid) as AssetRow[];
  }

  /** Contents among whose claims one has this digest; several only while a merge is under way or for a weak algorithm. */
  contentsWith(production: string, algorithm: string, value: string, options: { member?: boolean } = {}): number[] {
    return (
      this.db
        .q(
          `SELECT DISTINCT a.cid AS cid FROM digest d JOIN asset a ON a.sid = d.sid
           WHERE d.production = ? AND d.algorithm = ? AND d.value = ? AND d.member <= ? ORDER BY a.cid`,
        )
        .all(production, algorithm, value, options.member === true ? 1 : 0) as { cid: number }[]
    ).map((row) => row.cid);
  }

  /**
   * I1, I2: makes two contents one. The display claim is the one whose joining digest became known first; its content
   * stays, the other's claims move to it.
   * @returns the content that stays, the one that went, and the claims that moved.
   */
  merge(a: number, b: number): { winner: number; loser: number; moved: readonly number[] } {
    const [winner, loser] = this.bytesKnownAt(a) <= this.bytesKnownAt(b) ? [a, b] : [b, a];
    const moved = this.ofContent(loser).map((row) => row.sid);
    this.db.q('UPDATE asset SET cid = ? WHERE cid = ?').run(winner, loser);
    return { winner, loser, moved };
  }

  private bytesKnownAt(cid: number): number {
    const row = this.db.q('SELECT min(bytes_n) AS n FROM asset WHERE cid = ?').get(cid) as { n: number | null };
    return row.n ?? Number.MAX_SAFE_INTEGER;
  }
}

export const digestsOfRow = (row: AssetRow): Digests => JSON.parse(row.digests) as Digests;
