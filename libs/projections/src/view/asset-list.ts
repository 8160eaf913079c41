import { BARE_USE } from '@clearance/domain';
import type { ReadModelDatabase } from '../database.js';
import { fewContents } from './asset-list/few.js';
import type { AssetFilter, AssetListKey, AssetListQuery } from './asset-list/query.js';
import { stretchOf } from './asset-list/stretch.js';
import { assetSummary, storedJudgement, type AssetSummary } from './asset-summary.js';
import { claimsOf, contentRow, type ContentRow } from './content.js';
import { Judge, type JudgedState } from './judged.js';
import { everything, seesAny, type HiddenAsset, type Visible } from './visibility.js';

export type * from './asset-list/query.js';

export interface AssetListPage {
  readonly items: readonly (AssetSummary | HiddenAsset)[];
  readonly next: AssetListKey | null;
}

/** How much one page may look at. */
export interface AssetListLimits {
  /** Contents that are looked at one by one, wherever they stand in the order of the list. */
  readonly few: number;
  /** Entries of an index that are gone through in the order of the list. */
  readonly walk: number;
  /** Contents that are judged for another use, or looked at for a caller who may see but some. */
  readonly scan: number;
  /** Contents read at once for that. */
  readonly batch: number;
}
/** Some ten milliseconds each. */
const LIMITS: AssetListLimits = { few: 2_000, walk: 5_000, scan: 1_000, batch: 250 };

const SHOWN_OF_HIDDEN: ReadonlySet<string> = new Set([
  'states',
  'compliant',
  'changedAfter',
] satisfies (keyof AssetFilter)[]);

/**
 * One item a content of which any claim is registered (I2), as of the production's `stateAt`. A page that would have to
 * look at too much is given short, without any item at the worst; its `next` goes on from there.
 */
export function listAssets(
  db: ReadModelDatabase,
  production: string,
  query: AssetListQuery,
  visible: Visible,
  limits = LIMITS,
): AssetListPage {
  const judge = query.use === null ? null : new Judge(db, production, query.use, query.usedIn ?? null);
  const items: (AssetSummary | HiddenAsset)[] = [];
  // To be listed under a name or a vendor tells them: what is hidden is listed by what is shown of it alone.
  const telling = Object.entries(query.filter).some(
    ([name, value]) => value !== undefined && !SHOWN_OF_HIDDEN.has(name),
  );
  // Where every row is an item, no more are read than the page holds, and one to know whether there are more.
  const batch = judge === null && (!telling || visible === everything) ? query.limit + 1 : limits.batch;
  const few = fewContents(db, production, query.filter, limits.few);
  let { after } = query;
  for (let scanned = 0; scanned < limits.scan;) {
    const { rows, end } = stretchOf(db, production, query, { few, after, most: batch, walk: limits.walk });
    for (const content of rows) {
      const judged = judge === null ? storedJudgement(content) : judgedFor(judge, content, query.filter);
      const key = { asset: content.display, changed: content.changed_n };
      const claims = judged === null ? [] : claimsOf(db, content.cid);
      if (judged !== null && (seesAny(visible, claims) || !telling)) {
        if (items.length === query.limit) return { items, next: after };
        items.push(assetSummary(db, content, claims, judged, query.use ?? BARE_USE, visible));
      }
      after = key;
      scanned += 1;
    }
    if (rows.length < batch) return { items, next: end };
  }
  return { items, next: after };
}

/** Display ids of the contents of which a claim has a digest or an alias; a weak digest or a path may lead to several. */
export function contentsNamed(
  db: ReadModelDatabase,
  production: string,
  by: { readonly digest: { algorithm: string; value: string } } | { readonly alias: { scheme: string; value: string } },
): ContentRow[] {
  const rows = (
    'digest' in by
      ? db
          .q(
            `SELECT DISTINCT a.cid AS cid FROM digest d JOIN asset a ON a.sid = d.sid
             WHERE d.production = ? AND d.algorithm = ? AND d.value = ?`,
          )
          .all(production, by.digest.algorithm, by.digest.value)
      : db
          .q(
            `SELECT DISTINCT a.cid AS cid FROM alias l JOIN asset a ON a.sid = l.sid
             WHERE l.production = ? AND l.scheme = ? AND l.value = ?`,
          )
          .all(production, by.alias.scheme, by.alias.value)
  ) as { cid: number }[];
  return rows.map(({ cid }) => contentRow(db, cid)).sort((a, b) => (a.display < b.display ? -1 : 1));
}

/** Under another use state, compliance and rules are known only once judged. */
function judgedFor(judge: Judge, content: ContentRow, filter: AssetFilter): JudgedState | null {
  const verdict = judge.of(content.display)?.verdict;
  if (verdict === undefined) return null;
  if (filter.states !== undefined && !filter.states.includes(verdict.state)) return null;
  if (filter.compliant !== undefined && filter.compliant !== verdict.compliant) return null;
  if (filter.rule !== undefined && !verdict.open.some((finding) => finding.rule === filter.rule)) return null;
  return verdict;
}
