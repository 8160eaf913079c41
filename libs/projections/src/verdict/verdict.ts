import type { CauseData, CheckProblem, HeldItem, Use } from '@clearance/domain';
import type { ComplianceState, Finding } from '@clearance/policy';
import type { Match } from './match.js';

export interface PolicyRef {
  readonly id: string;
  readonly version: string;
  readonly digest: string;
  readonly switches: Readonly<Record<string, unknown>>;
}

/** Counts of a verdict (bodies.md 4). */
export type Summary = {
  readonly total: number;
  readonly cleared: number;
  readonly held: number;
  readonly byState: Readonly<Record<string, number>>;
  readonly byCode: Readonly<Record<string, number>>;
};

/** What was found about one item. */
export interface ItemVerdict {
  /** Place of the manifest in the check, -1 for a file that is in none. */
  readonly manifest: number;
  readonly index: number;
  readonly path: string;
  readonly status: 'cleared' | 'held';
  /** Why it is held where no rule explains it. */
  readonly code: string | null;
  readonly asset: string | null;
  readonly state: ComplianceState | null;
  readonly match: Match | null;
  /** Open findings; empty for a cleared item. */
  readonly findings: readonly Finding[];
}

/** A verdict = f(log up to `position`, packs, engine) (D1): everything that its events will record. */
export interface Verdict {
  readonly verdict: 'release' | 'hold';
  readonly position: number;
  readonly use: Use;
  readonly policies: readonly PolicyRef[];
  readonly engine: number;
  readonly summary: Summary;
  /** At most 1,000 (D3); `held` refers to them by index, -1 for one beyond. */
  readonly causes: readonly CauseData[];
  readonly causeCount: number;
  readonly held: readonly HeldItem[];
  readonly problems: readonly CheckProblem[];
  readonly verdictDigest: string;
}
