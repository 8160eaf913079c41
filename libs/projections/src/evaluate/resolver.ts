import { foreignAssetName, JOINING_ALGORITHMS, type Digests } from '@clearance/domain';
import type { ContentRef, OwnState, Resolver } from '@clearance/policy';
import type { ReadModelDatabase } from '../database.js';
import { Claims } from './claims.js';
import { locate, sharesIn, type Shares } from './foreign.js';

/** Where a resolver looks: in the tables, or among what the writer is at work on. */
export interface Ground {
  /** The claim of an asset. */
  find(production: string, id: string): { readonly cid: number; readonly registered: boolean } | null;
  /** Id of the display claim of a content (I2). */
  displayOf(cid: number): ContentRef;
  contentsWith(production: string, algorithm: string, value: string): number[];
  cycleOf(cid: number): number | null;
  ownOf(cid: number): OwnState | null;
  /** Ids of the claims of a content. */
  claimsOf(cid: number): readonly string[];
  readonly shares: Shares;
}

/** What a content was last distilled to; null for one without facts. */
export function ownOf(db: ReadModelDatabase, cid: number): OwnState | null {
  const row = db.q('SELECT data FROM own_state WHERE cid = ?').get(cid) as { data: string } | undefined;
  return row === undefined ? null : (JSON.parse(row.data) as OwnState);
}

/** Answers what the policy asks about other contents when it looks at this one. Reads only. */
export function resolverOf(db: ReadModelDatabase, production: string, cid: number): Resolver {
  return resolverOn(storedGround(db), production, cid);
}

export function resolverOn(ground: Ground, production: string, cid: number): Resolver {
  const cycle = ground.cycleOf(cid);
  /** A name in this production, or one of another's that is shared. */
  const find = (name: ContentRef) => {
    const at = locate(production, name);
    if (at.production !== production && !ground.shares.has(at.production, production, 'asset', at.id)) return null;
    return ground.find(at.production, at.id);
  };
  return {
    asset: (id, other) => {
      if (other === undefined || other === production) {
        const claim = ground.find(production, id);
        return claim === null ? null : { content: ground.displayOf(claim.cid), registered: claim.registered };
      }
      // L6: without a share another production looks as if it did not exist.
      const claim = find(foreignAssetName(id, other));
      if (claim === null) return null;
      return { content: foreignAssetName(ground.displayOf(claim.cid), other), registered: claim.registered };
    },
    digest: (digests: Digests): ContentRef | null => {
      for (const algorithm of JOINING_ALGORITHMS) {
        const value = digests[algorithm];
        if (value === undefined) continue;
        const [found] = ground.contentsWith(production, algorithm, value);
        if (found !== undefined) return ground.displayOf(found);
      }
      const shared = sharedBytes(ground, production, digests);
      return shared === null ? null : foreignAssetName(ground.displayOf(shared.cid), shared.owner);
    },
    sameCycle: (content) => {
      const claim = find(content);
      return cycle !== null && claim !== null && ground.cycleOf(claim.cid) === cycle;
    },
    inCycle: cycle !== null,
    submittersOf: (content) => {
      const claim = find(content);
      return claim === null ? [] : (ground.ownOf(claim.cid)?.submitters ?? []);
    },
    displayOf: (id) => {
      const claim = ground.find(production, id);
      return claim === null ? id : ground.displayOf(claim.cid);
    },
  };
}

/** L6: the first owner of shared bytes, in the order of their names: a digest that is shared, or one of a shared asset. */
function sharedBytes(
  ground: Ground,
  to: string,
  digests: Digests,
): { readonly owner: string; readonly cid: number } | null {
  const { shares } = ground;
  for (const owner of shares.owners(to)) {
    for (const algorithm of JOINING_ALGORITHMS) {
      const value = digests[algorithm];
      const [cid] = value === undefined ? [] : ground.contentsWith(owner, algorithm, value);
      if (cid === undefined) continue;
      const isShared =
        shares.has(owner, to, 'digest', `${algorithm}:${value}`) ||
        ground.claimsOf(cid).some((asset) => shares.has(owner, to, 'asset', asset));
      if (isShared) return { owner, cid };
    }
  }
  return null;
}

function storedGround(db: ReadModelDatabase): Ground {
  const claims = new Claims(db);
  return {
    find: (production, id) => {
      const row = claims.find(production, id);
      return row === null ? null : { cid: row.cid, registered: row.registered === 1 };
    },
    displayOf: (cid) => claims.bySid(cid).id,
    contentsWith: (production, algorithm, value) => claims.contentsWith(production, algorithm, value),
    cycleOf: (cid) => {
      const row = db.q('SELECT cycle FROM content WHERE cid = ?').get(cid) as { cycle: number | null } | undefined;
      return row?.cycle ?? null;
    },
    ownOf: (cid) => ownOf(db, cid),
    claimsOf: (cid) => claims.ofContent(cid).map(({ id }) => id),
    shares: sharesIn(db),
  };
}
