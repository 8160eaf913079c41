import type { CauseData, CheckProblem, HeldItem, OverrideData, Use } from '@clearance/domain';
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
  /** Items that a broken glass lets through; they are neither cleared nor held. Absent where there is none. */
  readonly overridden?: number;
  readonly byState: Readonly<Record<string, number>>;
  readonly byCode: Readonly<Record<string, number>>;
};

/** What was found about one item. */
export interface ItemVerdict {
  /** Place of the manifest in the check, -1 for a file that is in none. */
  readonly manifest: number;
  readonly index: number;
  readonly path: string;
  readonly status: 'cleared' | 'held' | 'overridden';
  /** Why it is held where no rule explains it. */
  readonly code: string | null;
  readonly asset: string | null;
  readonly state: ComplianceState | null;
  readonly match: Match | null;
  /** Open findings, those that are overridden among them; empty for a cleared item. */
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
  /** Held items, and those that were overridden, which say so of themselves. */
  readonly held: readonly HeldItem[];
  /** Broken glasses that it rests on. Absent where there is none. */
  readonly overrides?: readonly OverrideData[];
  readonly problems: readonly CheckProblem[];
  readonly verdictDigest: string;
}
