import type { ReadModelDatabase } from '../database.js';
import type { AssetRow } from '../evaluate/claims.js';

/** Values or claims asked for in one statement. */
const AT_ONCE = 1_000;

export type Claimed = Pick<AssetRow, 'id' | 'digests'>;

/** A claim of a content that has a digest. */
export interface Holder extends Claimed {
  readonly cid: number;
  readonly sid: number;
  /** 1 where the digest is that of a member of the content. */
  readonly member: 0 | 1;
}

/**
 * Every claim of the contents that have these digests, by value and in the order in which they were first named; an empty list
 * for a value that nobody has. Two walks, each in the order in which the rows lie on disk: a question for each value
 * would read as many pages of a large ledger as there are values.
 * @param values sorted, each once
 */
export function holdersOf(
  db: ReadModelDatabase,
  production: string,
  algorithm: string,
  values: readonly string[],
): Map<string, readonly Holder[]> {
  const found: [value: string, sid: number, member: 0 | 1][] = [];
  const holding = db
    .q(
      `SELECT d.value, d.sid, d.member FROM json_each(?) j
       CROSS JOIN digest d ON d.production = ? AND d.algorithm = ? AND d.value = j.value`,
    )
    .raw();
  for (const chunk of chunks(values))
    for (const row of holding.all(JSON.stringify(chunk), production, algorithm) as typeof found) found.push(row);
  const claims = claimsBeside(db, new Set(found.map(([, sid]) => sid)));
  const holders = new Map<string, readonly Holder[]>(values.map((value) => [value, NOBODY]));
  for (const [value, sid, member] of found) {
    const before = holders.get(value) ?? NOBODY;
    const beside = claims.get(sid) ?? NOBODY;
    const added = member === 0 ? beside : beside.map((claim) => ({ ...claim, member }));
    holders.set(value, before.length === 0 ? added : [...before, ...added].sort((a, b) => a.sid - b.sid));
  }
  return holders;
}

const NOBODY: readonly Holder[] = [];

/** By claim: all claims of its content, by sid; as if the digest was their own. */
function claimsBeside(db: ReadModelDatabase, sids: ReadonlySet<number>): Map<number, readonly Holder[]> {
  const beside = db
    .q(
      `SELECT a.sid, b.cid, b.sid, b.id, b.digests FROM json_each(?) j
       CROSS JOIN asset a ON a.sid = j.value CROSS JOIN asset b ON b.cid = a.cid`,
    )
    .raw();
  const claims = new Map<number, Holder[]>();
  for (const chunk of chunks([...sids].sort((a, b) => a - b))) {
    type Row = [among: number, cid: number, sid: number, id: string, digests: string];
    for (const [among, cid, sid, id, digests] of beside.all(JSON.stringify(chunk)) as Row[]) {
      const claim: Holder = { cid, sid, id, digests, member: 0 };
      const known = claims.get(among);
      if (known === undefined) claims.set(among, [claim]);
      else known.push(claim);
    }
  }
  for (const among of claims.values()) if (among.length > 1) among.sort((a, b) => a.sid - b.sid);
  return claims;
}

function* chunks<T>(all: readonly T[]): Generator<readonly T[]> {
  for (let from = 0; from < all.length; from += AT_ONCE) yield all.slice(from, from + AT_ONCE);
}
