import type { Use } from '@clearance/domain';
import { policyKey, type Policy } from '@clearance/policy';
import type { ReadModelDatabase } from '../database.js';
import { pinnedBy, policyOf } from './policies.js';

/** A live release with the use it was released for and the policy, under its engine, it was judged by. */
export interface LiveRelease {
  readonly decision: string;
  readonly production: string;
  readonly delivery: string;
  readonly checkSid: number;
  readonly releasedAt: string;
  readonly use: Use;
  readonly policy: Policy;
  /** Whether the production is judged by another policy, or by another engine, by now. */
  readonly pinned: boolean;
}

export interface ReleaseRow {
  readonly decision: string;
  readonly production: string;
  readonly delivery: string;
  readonly check_sid: number;
  readonly released_at: string;
  readonly use: string;
  readonly policies: string;
  readonly engine: number;
  readonly scan_ord: number | null;
  readonly scan_idx: number | null;
}

export function liveReleases(db: ReadModelDatabase, production: string): readonly LiveRelease[] {
  const rows = db.q('SELECT * FROM release WHERE production = ? AND live = 1').all(production) as ReleaseRow[];
  if (rows.length === 0) return NONE;
  const own = policyOf(db, production).policy;
  return rows.map((row) => liveReleaseOf(db, row, own));
}

export function liveRelease(db: ReadModelDatabase, row: ReleaseRow): LiveRelease {
  return liveReleaseOf(db, row, policyOf(db, row.production).policy);
}

/** Policies by which live releases were judged and which are not the production's own, each once. */
export function pinnedPolicies(db: ReadModelDatabase, production: string): readonly Policy[] {
  return pinnedAmong(liveReleases(db, production));
}

export function pinnedAmong(live: readonly LiveRelease[]): readonly Policy[] {
  const found = new Map<string, Policy>();
  for (const { pinned, policy } of live) if (pinned) found.set(policyKey(policy), policy);
  return [...found.keys()].sort().map((key) => found.get(key)!);
}
const NONE: readonly LiveRelease[] = [];

function liveReleaseOf(db: ReadModelDatabase, row: ReleaseRow, own: Policy): LiveRelease {
  const policy = pinnedBy(db, row.policies, row.engine);
  return {
    decision: row.decision,
    production: row.production,
    delivery: row.delivery,
    checkSid: row.check_sid,
    releasedAt: row.released_at,
    use: JSON.parse(row.use) as Use,
    policy,
    pinned: policyKey(policy) !== policyKey(own),
  };
}
