import type { CauseData, Digests, HeldItem, ManifestItemData, Use } from '@clearance/domain';
import { basePack, judge, toFinding } from '@clearance/policy';
import type { ReadModelDatabase } from '../database.js';
import { FreshStates, termsOf } from '../evaluate/states.js';
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
  readonly status: 'cleared' | 'held';
  readonly code: string | null;
  readonly role: string;
  readonly findings: readonly FindingView[];
}

/** Of a decision that was interrupted before it had a use. */
export const NO_USE = { class: 'final', territories: [], languages: [], medium: '' };

/** Items of a decision as they were recorded, with what is known of them today. */
export class ItemViews {
  private readonly matcher: Matcher;
  private readonly states: FreshStates;
  private readonly terms: ReturnType<typeof termsOf>;
  private readonly noticesOf = new Map<number, readonly FindingView[]>();

  constructor(
    private readonly db: ReadModelDatabase,
    production: string,
    private readonly causes: readonly CauseData[],
    private readonly use: Use,
  ) {
    this.matcher = new Matcher(db, production);
    this.states = new FreshStates(db, production);
    this.terms = termsOf(db);
  }

  of(item: ManifestItemData, held: HeldItem | null, file: ManifestItemData | null): ItemView {
    const { match, digests } = this.matcher.identify({ ...item, failed: false }, file ?? undefined);
    const only = match?.candidates.length === 1 ? match.candidates[0]! : null;
    return {
      path: item.path,
      size: item.size,
      digests,
      asset: only === null ? null : displayOf(this.db, only),
      member: match?.member ?? null,
      match: match === null ? null : this.matchView(match),
      state: only === null ? null : stateOf(this.db, only),
      status: held === null ? 'cleared' : 'held',
      code: held === null || held.code === '' ? null : held.code,
      role: item.role ?? 'content',
      findings: [
        ...(held?.causes ?? []).flatMap((entry) => {
          const cause = this.causes[entry.cause];
          return cause === undefined ? [] : [{ ...cause, status: 'open', path: entry.path, edges: entry.edges }];
        }),
        ...(only === null ? [] : this.notices(only)),
      ],
    };
  }

  /** What counts nowhere but is worth knowing: rules that do not bind in this class, as things are today. */
  private notices(cid: number): readonly FindingView[] {
    const cached = this.noticesOf.get(cid);
    if (cached !== undefined) return cached;
    const display = displayOf(this.db, cid);
    const evaluated = this.states.of(display);
    const logTime = this.db.meta('logTime') ?? '';
    const found =
      evaluated === null
        ? []
        : judge(evaluated.state, this.use, { terms: this.terms, logTime, pack: basePack }).notices.map((notice) =>
            toFinding(notice, {
              content: display,
              item: display,
              look: this.states.look,
              pack: basePack,
              use: this.use,
            }),
          );
    this.noticesOf.set(cid, found);
    return found;
  }

  private matchView(match: Match): MatchView {
    return {
      rung: match.rung,
      by: match.by,
      releasable: match.releasable,
      candidates: match.candidates.map((cid) => ({ asset: displayOf(this.db, cid), state: stateOf(this.db, cid) })),
    };
  }
}

function displayOf(db: ReadModelDatabase, cid: number): string {
  return (db.q('SELECT display FROM content WHERE cid = ?').get(cid) as { display: string }).display;
}

export function stateOf(db: ReadModelDatabase, cid: number): string {
  return (db.q('SELECT state FROM content WHERE cid = ?').get(cid) as { state: string }).state;
}
