import { JOINING_ALGORITHMS, type Digests } from '@clearance/domain';
import type { ContentRef, OwnState, Resolver } from '@clearance/policy';
import type { ReadModelDatabase } from '../database.js';
import { Claims, type AssetRow } from './claims.js';

/** What a content was last distilled to; null for one without facts. */
export function ownOf(db: ReadModelDatabase, cid: number): OwnState | null {
  const row = db.q('SELECT own FROM content WHERE cid = ?').get(cid) as { own: string | null } | undefined;
  return row?.own == null ? null : (JSON.parse(row.own) as OwnState);
}

/** Answers what the policy asks about other contents when it looks at this one. Reads only. */
export function resolverOf(
  db: ReadModelDatabase,
  production: string,
  cid: number,
  claims: Claims = new Claims(db),
): Resolver {
  const cycle = cycleOf(db, cid);
  const displayOfName = (id: string): ContentRef => {
    const row = claims.find(production, id);
    return row === null ? id : displayOf(claims, row);
  };
  return {
    asset: (id, other) => {
      // L6: without a share another production looks as if it did not exist.
      if (other !== undefined && other !== production) return null;
      const row = claims.find(production, id);
      if (row === null) return null;
      return { content: displayOf(claims, row), registered: row.registered === 1 };
    },
    digest: (digests: Digests): ContentRef | null => {
      for (const algorithm of JOINING_ALGORITHMS) {
        const value = digests[algorithm];
        if (value === undefined) continue;
        const [found] = claims.contentsWith(production, algorithm, value);
        if (found !== undefined) return claims.bySid(found).id;
      }
      return null;
    },
    sameCycle: (content) => {
      const row = claims.find(production, content);
      return cycle !== null && row !== null && cycleOf(db, row.cid) === cycle;
    },
    inCycle: cycle !== null,
    submittersOf: (content) => {
      const row = claims.find(production, content);
      return row === null ? [] : (ownOf(db, row.cid)?.submitters ?? []);
    },
    displayOf: displayOfName,
  };
}

/** I2: a content has the number of its display claim. */
function displayOf(claims: Claims, row: AssetRow): ContentRef {
  return row.cid === row.sid ? row.id : claims.bySid(row.cid).id;
}

function cycleOf(db: ReadModelDatabase, cid: number): number | null {
  return (
    (db.q('SELECT cycle FROM content WHERE cid = ?').get(cid) as { cycle: number | null } | undefined)?.cycle ?? null
  );
}
