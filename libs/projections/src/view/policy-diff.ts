import { BARE_USE, type PinnedPack } from '@clearance/domain';
import { failing, inherit, judge, type Evaluated, type JudgeContext, type Policy } from '@clearance/policy';
import type { ReadModelDatabase } from '../database.js';
import { distilledNow } from '../evaluate/distilled.js';
import { isForeign } from '../evaluate/foreign.js';
import { storedEvaluation } from '../evaluate/states.js';
import { StoredStates } from '../evaluate/stored.js';
import { liveReleases } from '../evaluate/live-release.js';
import { pinnedPolicy } from '../evaluate/policies.js';
import { judgingOf, settingOf } from '../evaluate/setting.js';
import { Breaches } from '../evaluate/breaches.js';
import { statusOfDelivery } from './deliveries.js';
import { positionOf } from './point.js';

/** What would be otherwise if a production were judged by other packs; nothing that was decided changes (D5). */
export interface PolicyDiff {
  readonly production: string;
  /** Assets whose state for the bare use would change, by display id; at most MAX_LISTED. */
  readonly assets: readonly AssetDiff[];
  /** Live releases with an item that would fail under the other packs and does not under these, or the other way round. */
  readonly deliveries: readonly DeliveryDiff[];
  readonly summary: { readonly evaluated: number; readonly changed: number; readonly listed: number };
  readonly position: string;
}
export interface AssetDiff {
  readonly asset: string;
  readonly from: string;
  readonly to: string;
  /** Rules with a finding that is open under one of them alone, each as `-rule` or `+rule`, sorted. */
  readonly rules: readonly string[];
}
export interface DeliveryDiff {
  readonly delivery: string;
  readonly release: string;
  readonly state: string;
  readonly rules: readonly string[];
}

const MAX_LISTED = 10_000;

/**
 * Evaluates the whole history of a production under two sets of packs.
 * @throws TypeError with a sentence where one of the packs is not there
 */
export function policyDiff(
  db: ReadModelDatabase,
  production: string,
  packs: { readonly from: readonly PinnedPack[]; readonly to: readonly PinnedPack[] },
): PolicyDiff {
  const cids = inRankOrder(db, production);
  const before = new Evaluation(db, production, policyFor(db, packs.from), cids);
  const after = new Evaluation(db, production, policyFor(db, packs.to), cids);
  const assets: AssetDiff[] = [];
  for (const cid of cids) {
    const [from, to] = [before.judged(cid), after.judged(cid)];
    if (from === null || to === null) continue;
    const rules = difference(from.rules, to.rules);
    if (from.state === to.state && rules.length === 0) continue;
    assets.push({ asset: from.asset, from: from.state, to: to.state, rules });
  }
  assets.sort((a, b) => (a.asset < b.asset ? -1 : 1));
  return {
    production,
    assets: assets.slice(0, MAX_LISTED),
    deliveries: releasesThatDiffer(db, production, before, after, cids),
    summary: { evaluated: cids.length, changed: assets.length, listed: Math.min(assets.length, MAX_LISTED) },
    position: positionOf(db),
  };
}

/** A production under one policy, evaluated in memory. */
class Evaluation {
  private readonly byCid = new Map<number, Evaluated>();
  private readonly byContent = new Map<string, Evaluated>();
  private readonly stored: StoredStates;
  private readonly bare: JudgeContext;

  constructor(
    private readonly db: ReadModelDatabase,
    private readonly production: string,
    readonly policy: Policy,
    cids: readonly number[],
  ) {
    this.stored = new StoredStates(db);
    this.bare = judgingOf(db, production, null, policy);
    const setting = { ...settingOf(db, production), policy };
    const logTime = db.meta('logTime') ?? '';
    for (const cid of cids) {
      const own = distilledNow(db, production, cid, setting, logTime);
      if (own === null) continue;
      const evaluated = { own, state: inherit(own, (content) => this.look(content), policy) };
      this.byCid.set(cid, evaluated);
      this.byContent.set(own.content, evaluated);
    }
  }

  judged(cid: number): { asset: string; state: string; rules: ReadonlySet<string> } | null {
    const evaluated = this.byCid.get(cid);
    if (evaluated === undefined) return null;
    const { state, open } = judge(evaluated.state, BARE_USE, this.bare);
    return { asset: evaluated.own.content, state, rules: new Set(open.map(({ rule }) => rule)) };
  }

  /** L6: what another production shares stands as it is. */
  private look(content: string): Evaluated | null {
    if (!isForeign(content)) return this.byContent.get(content) ?? null;
    return storedEvaluation(this.db, this.stored, this.production, content);
  }

  at(cid: number): Evaluated | null {
    return this.byCid.get(cid) ?? null;
  }
}

function releasesThatDiffer(
  db: ReadModelDatabase,
  production: string,
  before: Evaluation,
  after: Evaluation,
  cids: readonly number[],
): DeliveryDiff[] {
  const live = liveReleases(db, production);
  if (live.length === 0) return [];
  const holding = new Breaches(db).holding(live, cids);
  const logTime = db.meta('logTime') ?? '';
  return live.flatMap((release): DeliveryDiff[] => {
    const held = [...holding].flatMap(([cid, releases]) => (releases.has(release) ? [cid] : []));
    const rulesUnder = (evaluation: Evaluation) => {
      const judging = judgingOf(db, production, release.delivery, evaluation.policy);
      const context = { ...judging, logTime, releasedAt: release.releasedAt };
      return new Set(
        held.flatMap((cid) => {
          const evaluated = evaluation.at(cid);
          return evaluated === null ? [] : failing(evaluated.state, release.use, context).map(({ rule }) => rule);
        }),
      );
    };
    const rules = difference(rulesUnder(before), rulesUnder(after));
    if (rules.length === 0) return [];
    const state = statusOfDelivery(db, production, release.delivery);
    return [{ delivery: release.delivery, release: release.decision, state, rules }];
  });
}

function difference(from: ReadonlySet<string>, to: ReadonlySet<string>): string[] {
  return [
    ...[...from].filter((rule) => !to.has(rule)).map((rule) => `-${rule}`),
    ...[...to].filter((rule) => !from.has(rule)).map((rule) => `+${rule}`),
  ].sort();
}

/** What something was made from before that itself. */
function inRankOrder(db: ReadModelDatabase, production: string): number[] {
  return (
    db.q('SELECT cid FROM content WHERE production = ? ORDER BY rank, cid').all(production) as { cid: number }[]
  ).map(({ cid }) => cid);
}

function policyFor(db: ReadModelDatabase, packs: readonly PinnedPack[]): Policy {
  const found = pinnedPolicy(db, JSON.stringify(packs));
  if (typeof found === 'string') throw new TypeError(found);
  return found;
}
