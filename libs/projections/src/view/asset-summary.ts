import { profileOf, type Digests, type Use } from '@clearance/domain';
import type { Outcome } from '@clearance/policy';
import type { ReadModelDatabase } from '../database.js';
import type { AssetRow } from '../evaluate/claims.js';
import { digestsOfContent, joinedState, statesOf, type ContentRow } from './content.js';
import type { JudgedState } from './judged.js';
import { seesAny, type HiddenAsset, type Visible } from './visibility.js';

/** One content as lists show it (bodies.md 5). */
export interface AssetSummary {
  readonly production: string;
  /** I2: the display id of the content. */
  readonly asset: string;
  readonly name: string | null;
  readonly kind: string | null;
  readonly registered: boolean;
  readonly state: string;
  /** True only for `clear` and `approved`. */
  readonly compliant: boolean;
  /** The use that state and findings were judged for. */
  readonly use: Use;
  readonly digests: Digests;
  readonly vendor: string | null;
  /** Number of open findings by outcome. */
  readonly findings: Readonly<Record<Outcome, number>>;
  /** Position up to which the facts had come when its findings last changed; ask `changedAfter` with it. */
  readonly changedAt: string;
}

/** The summary of a content under a judgement, or what a restriction leaves of it. */
export function assetSummary(
  db: ReadModelDatabase,
  content: ContentRow,
  claims: readonly AssetRow[],
  judged: JudgedState,
  use: Use,
  visible: Visible,
): AssetSummary | HiddenAsset {
  const { production, display: asset } = content;
  if (!seesAny(visible, claims)) return { asset, production, state: judged.state };
  return {
    production,
    asset,
    ...namesOf(db, claims),
    registered: claims.some((claim) => claim.registered === 1),
    state: judged.state,
    compliant: judged.compliant,
    use,
    digests: digestsOfContent(content, claims),
    findings: judged.counts,
    changedAt: String(content.changed_n),
  };
}

/** The judgement for the bare use as it is stored (as of `stateAt`). */
export function storedJudgement(content: ContentRow): JudgedState {
  const counts = JSON.parse(content.counts) as Partial<Record<Outcome, number>>;
  return {
    state: content.state as JudgedState['state'],
    compliant: content.compliant === 1,
    counts: { deny: 0, unknown: 0, approval: 0, escalate: 0, notice: 0, ...counts },
  };
}

/** I5 over all claims. One claim, the common case, has it in its row. */
function namesOf(db: ReadModelDatabase, claims: readonly AssetRow[]): Pick<AssetSummary, 'name' | 'kind' | 'vendor'> {
  const [only, ...others] = claims;
  if (only !== undefined && others.length === 0) return { name: only.name, kind: only.kind, vendor: only.vendor };
  const { name, kind, vendor } = profileOf(joinedState(statesOf(db, claims)));
  return { name, kind, vendor };
}
