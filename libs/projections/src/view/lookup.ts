import { BARE_USE } from '@clearance/domain';
import type { ReadModelDatabase } from '../database.js';
import { contentsNamed } from './asset-list.js';
import { assetSummary, storedJudgement, type AssetSummary } from './asset-summary.js';
import { claimsOf, findAsset, type ContentRow } from './content.js';
import type { HiddenAsset, Visible } from './visibility.js';

/** One thing to look up. `text` is the query as it came in; it is answered with it. */
export type LookupQuery = { readonly text: string } & (
  | { readonly id: string }
  | { readonly digest: { readonly algorithm: string; readonly value: string } }
  | { readonly alias: { readonly scheme: string; readonly value: string } }
);

export interface LookupAnswer {
  readonly query: string;
  /** By display id; none where nothing registered is found, several where it is ambiguous. */
  readonly matches: readonly (AssetSummary | HiddenAsset)[];
}

/** One answer a query, in their order, as of the production's `stateAt`. */
export function lookup(
  db: ReadModelDatabase,
  production: string,
  queries: readonly LookupQuery[],
  visible: Visible,
): LookupAnswer[] {
  return queries.map((query) => ({
    query: query.text,
    matches: contentsOf(db, production, query).flatMap((content) => {
      const claims = claimsOf(db, content.cid);
      if (!claims.some((claim) => claim.registered === 1)) return [];
      return [assetSummary(db, content, claims, storedJudgement(content), BARE_USE, visible)];
    }),
  }));
}

function contentsOf(db: ReadModelDatabase, production: string, query: LookupQuery): ContentRow[] {
  if (!('id' in query)) return contentsNamed(db, production, query);
  const found = findAsset(db, production, query.id);
  return found === null ? [] : [found.content];
}
