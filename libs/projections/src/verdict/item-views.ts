import type { CauseData, Digests, HeldItem, ManifestItemData, Use } from '@clearance/domain';
import { toFinding } from '@clearance/policy';
import type { ReadModelDatabase } from '../database.js';
import { Judge } from '../view/judged.js';
import { Matcher, type Match } from './match.js';

export interface MatchView {
  readonly rung: string;
  readonly by: string;
  readonly releasable: boolean;
  readonly candidates: readonly { readonly asset: string; readonly state: string }[];
}
export interface FindingView extends CauseData {
  readonly status: string;
  readonly path: readonly string[];
  readonly edges: readonly string[];
}
export interface ItemView {
  readonly path: string;
  readonly size: number | null;
  readonly digests: Digests;
  readonly asset: string | null;
  readonly member: string | null;
  readonly match: MatchView | null;
  readonly state: string | null;
  readonly status: 'cleared' | 'held' | 'overridden';
  readonly code: string | null;
  readonly role: string;
  readonly findings: readonly FindingView[];
}

/** How a cause stood when it was recorded. */
export function statusOfCause({ overriddenBy }: CauseData): 'open' | 'overridden' {
  return overriddenBy === undefined ? 'open' : 'overridden';
}

/** Of a decision that was interrupted before it had a use. */
export const NO_USE = { class: 'final', territories: [], languages: [], medium: '' };

/** A content under the use of a decision, as of `factsAt`. */
interface Today {
  readonly asset: string;
  readonly state: string;
  /** What counts nowhere but is worth knowing: rules that do not bind in this class. */
  readonly notices: readonly FindingView[];
}

/** Items of a decision as they were recorded, with what is known of them today under the use that was judged. */
export class ItemViews {
  private readonly matcher: Matcher;
  private readonly judge: Judge;
  private readonly known = new Map<number, Today>();

  constructor(
    db: ReadModelDatabase,
    production: string,
    private readonly causes: readonly CauseData[],
    use: Use,
    delivery: string | null,
  ) {
    this.matcher = new Matcher(db, production);
    this.judge = new Judge(db, production, use, delivery);
  }

  /** Items that will be asked about: what they stand for is looked up together. */
  prepare(digests: Iterable<Digests>): void {
    this.judge.states.prepare(this.matcher.prepare(digests));
  }

  of(item: ManifestItemData, held: HeldItem | null, file: ManifestItemData | null): ItemView {
    const { match, digests } = this.matcher.identify({ ...item, failed: false }, file ?? undefined);
    const only = match?.candidates.length === 1 ? this.today(match.candidates[0]!) : null;
    return {
      path: item.path,
      size: item.size,
      digests,
      asset: only?.asset ?? null,
      member: match?.member ?? null,
      match: match === null ? null : this.matchView(match),
      state: only?.state ?? null,
      status: held === null ? 'cleared' : held.overridden === true ? 'overridden' : 'held',
      code: held === null || held.code === '' ? null : held.code,
      role: item.role ?? 'content',
      findings: [
        ...(held?.causes ?? []).flatMap((entry) => {
          const cause = this.causes[entry.cause];
          return cause === undefined
            ? []
            : [{ ...cause, status: statusOfCause(cause), path: entry.path, edges: entry.edges }];
        }),
        ...(only?.notices ?? []),
      ],
    };
  }

  private today(cid: number): Today {
    const cached = this.known.get(cid);
    if (cached !== undefined) return cached;
    const { use, states } = this.judge;
    const { asset } = states.ofContent(cid);
    const verdict = this.judge.of(asset)?.verdict;
    const notices = (verdict?.notices ?? []).map((notice) =>
      toFinding(notice, { content: asset, item: asset, look: states.look, pack: this.judge.policy, use }),
    );
    const today = { asset, state: verdict?.state ?? 'unknown', notices };
    this.known.set(cid, today);
    return today;
  }

  private matchView(match: Match): MatchView {
    return {
      rung: match.rung,
      by: match.by,
      releasable: match.releasable,
      candidates: match.candidates.map((cid) => {
        const { asset, state } = this.today(cid);
        return { asset, state };
      }),
    };
  }
}
