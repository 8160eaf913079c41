import { BARE_USE } from '@clearance/domain';
import { judge, type ContentState, type JudgeContext } from '@clearance/policy';

/** What follows from what a content carries, as it is stored; the same for all that carry the same. */
export interface Outcome {
  /** What is carried, as text. */
  readonly classes: string;
  readonly carried: ContentState;
  readonly state: string;
  readonly compliant: 0 | 1;
  readonly counts: string;
  readonly rules: string;
  /** Rules and roots of the open findings, each once. */
  readonly openRules: readonly string[];
  readonly openRoots: readonly string[];
}

/** Judged for the bare use (F8). */
export function outcomeOf(carried: ContentState, classes: string, judging: JudgeContext): Outcome {
  const verdict = judge(carried, BARE_USE, judging);
  const openRules = [...new Set(verdict.open.map((finding) => finding.rule))].sort();
  return {
    classes,
    carried,
    state: verdict.state,
    compliant: verdict.compliant ? 1 : 0,
    counts: JSON.stringify(verdict.counts),
    rules: openRules.length === 0 ? '' : `|${openRules.join('|')}|`,
    openRules,
    openRoots: [...new Set(verdict.open.map((finding) => finding.root))],
  };
}
