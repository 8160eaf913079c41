import type { Grant, PinnedPack, Restriction } from '@clearance/domain';
import type { DedupRow, ProductionRow, TokenRow } from '../contract.js';
import type { ReadModelDatabase } from '../database.js';

export interface TokenFilter {
  readonly subject?: string;
  readonly production?: string;
  readonly state?: 'active' | 'revoked' | 'expired';
  /** Needed with `state`. RFC 3339. */
  readonly now?: string;
}

/** E3, E5: what was recorded under a key, in the first stream it was seen in. */
export function dedupRow(db: ReadModelDatabase, dedup: string): DedupRow | null {
  const row = db
    .q(
      `SELECT e.dedup AS dedup, e.content_digest AS contentDigest, s.name AS stream, e.type AS type, e.revision AS revision, e.n AS n,
              (SELECT count(*) FROM event x WHERE x.dedup = e.dedup AND x.sid = e.sid) AS events
       FROM event e JOIN stream s ON s.sid = e.sid
       WHERE e.dedup = @dedup AND e.sid = (SELECT sid FROM event WHERE dedup = @dedup ORDER BY n LIMIT 1) ORDER BY e.n DESC LIMIT 1`,
    )
    .get({ dedup }) as DedupRow | undefined;
  return row ?? null;
}

/** The keys of the events after the n-th, at most `most` of them, in their order. */
export function dedupKeysAfter(
  db: ReadModelDatabase,
  n: number,
  most: number,
): readonly { readonly n: number; readonly dedup: string }[] {
  return db
    .q<[number, number], { n: number; dedup: string }>('SELECT n, dedup FROM event WHERE n > ? ORDER BY n LIMIT ?')
    .all(n, most);
}

interface StoredToken {
  readonly id: string;
  readonly name: string | null;
  readonly subject: string;
  readonly kind: 'person' | 'service';
  readonly grants: string;
  readonly restricted: string | null;
  readonly issued_at: string;
  readonly issued_by: string;
  readonly expires_at: string | null;
  readonly revoked_at: string | null;
  readonly n: number;
}

export function tokenByHash(db: ReadModelDatabase, hash: string): TokenRow | null {
  const row = db.q('SELECT * FROM token WHERE hash = ?').get(hash) as StoredToken | undefined;
  return row === undefined ? null : tokenRow(row);
}

export function tokenById(db: ReadModelDatabase, id: string): TokenRow | null {
  const row = db.q('SELECT * FROM token WHERE id = ?').get(id) as StoredToken | undefined;
  return row === undefined ? null : tokenRow(row);
}

/** In the order of issue. */
export function tokensWhere(db: ReadModelDatabase, filter: TokenFilter): TokenRow[] {
  const rows = db.q('SELECT * FROM token ORDER BY n').all() as StoredToken[];
  return rows.map(tokenRow).filter((token) => {
    if (filter.subject !== undefined && token.subject !== filter.subject) return false;
    const { production } = filter;
    if (
      production !== undefined &&
      !token.grants.some((grant) => grant.productions.includes('*') || grant.productions.includes(production))
    )
      return false;
    if (filter.state === undefined) return true;
    const expired = token.expiresAt !== null && filter.now !== undefined && token.expiresAt <= filter.now;
    const state = token.revokedAt !== null ? 'revoked' : expired ? 'expired' : 'active';
    return state === filter.state;
  });
}

export function productionById(db: ReadModelDatabase, id: string): ProductionRow | null {
  const row = db.q(`${PRODUCTIONS} WHERE id = ?`).get(id) as StoredProduction | undefined;
  return row === undefined ? null : productionRow(row);
}

export function allProductions(db: ReadModelDatabase): ProductionRow[] {
  return (db.q(`${PRODUCTIONS} ORDER BY id`).all() as StoredProduction[]).map(productionRow);
}

type StoredProduction = Omit<ProductionRow, 'packs'> & { readonly policy: string | null };
const PRODUCTIONS =
  'SELECT id, title, state, opened_at AS openedAt, opened_by AS openedBy, closed_at AS closedAt, policy, n FROM production';

function productionRow({ policy, ...row }: StoredProduction): ProductionRow {
  return { ...row, packs: policy === null ? [] : (JSON.parse(policy) as PinnedPack[]) };
}

function tokenRow(row: StoredToken): TokenRow {
  return {
    id: row.id,
    name: row.name,
    subject: row.subject,
    kind: row.kind,
    grants: JSON.parse(row.grants) as Grant[],
    restrict: row.restricted === null ? null : (JSON.parse(row.restricted) as Restriction),
    issuedAt: row.issued_at,
    issuedBy: row.issued_by,
    expiresAt: row.expires_at,
    revokedAt: row.revoked_at,
    n: row.n,
  };
}
