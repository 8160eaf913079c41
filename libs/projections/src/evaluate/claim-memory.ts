import type { AssetRow } from './asset-row.js';

/** Claims kept before everything is forgotten and begun anew: a bound that costs nothing to keep. */
const MAX_CLAIMS = 20_000;

/**
 * Rows that the one writer of a read model has read or written lately, so that it need not ask SQLite again and again for
 * the claims it is just at work on. Only for the writer: nobody else changes these tables under it. Has to be cleared
 * when a transaction is rolled back.
 */
export class ClaimMemory {
  private readonly sids = new Map<string, number>();
  private readonly rows = new Map<number, AssetRow>();
  private readonly claims = new Map<number, readonly number[]>();

  sidOf(stream: string): number | undefined {
    return this.sids.get(stream);
  }

  row(sid: number): AssetRow | undefined {
    return this.rows.get(sid);
  }

  /** sids of the claims of a content, ascending. */
  claimsOf(cid: number): readonly number[] | undefined {
    return this.claims.get(cid);
  }

  keepSid(stream: string, sid: number): void {
    if (this.sids.size >= 2 * MAX_CLAIMS) this.clear();
    this.sids.set(stream, sid);
  }

  keepRow(row: AssetRow): void {
    if (this.rows.size >= MAX_CLAIMS) this.clear();
    this.rows.set(row.sid, row);
  }

  keepClaims(cid: number, sids: readonly number[]): void {
    this.claims.set(cid, sids);
  }

  forgetContent(cid: number): void {
    for (const sid of this.claims.get(cid) ?? []) this.rows.delete(sid);
    this.claims.delete(cid);
  }

  clear(): void {
    this.sids.clear();
    this.rows.clear();
    this.claims.clear();
  }
}
