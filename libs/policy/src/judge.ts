import type { Use } from '@clearance/domain';
import { gapsOf, nearest } from './coverage.js';
import { compareKeys, keyText, sortedUnique } from './order.js';
import { clearingKinds, ruleOf, type Pack } from './pack.js';
import { approvalIdOf, hasEnded } from './tokens.js';
import type {
  ApprovalTerms,
  ClearedFinding,
  ComplianceState,
  ContentState,
  Failure,
  FindingClass,
  Judgement,
  Missing,
  OpenFinding,
  Outcome,
} from './types.js';

export interface JudgeContext {
  readonly terms: (approval: string) => ApprovalTerms | null;
  /** T at the position judged; RFC 3339. */
  readonly logTime: string;
  readonly pack: Pack;
}

const SEVERITY: readonly Outcome[] = ['deny', 'unknown', 'approval', 'escalate', 'notice'];

/** F2, F5, F8: what of a content's findings is open for one use, and the state that follows. */
export function judge(state: ContentState, use: Use, context: JudgeContext): Judgement {
  const open: OpenFinding[] = [];
  const cleared: ClearedFinding[] = [];
  const notices: OpenFinding[] = [];
  for (const classes of byFinding(state)) {
    const [first] = classes;
    const outcome = outcomeFor(first, use, context.pack);
    const verdict = standing(classes, outcome, use, context, (token) => !hasEnded(token));
    const key = { rule: first.rule, root: first.root, element: first.element, code: first.code, outcome };
    if (verdict.open === null) cleared.push({ ...key, cls: first, by: verdict.by });
    else (outcome === 'notice' ? notices : open).push({ ...key, cls: verdict.open, missing: verdict.missing });
  }
  open.sort((a, b) => SEVERITY.indexOf(a.outcome) - SEVERITY.indexOf(b.outcome) || compareKeys(a, b));
  const counts = { deny: 0, unknown: 0, approval: 0, escalate: 0, notice: notices.length };
  for (const finding of open) counts[finding.outcome] += 1;
  const reached = stateOf(open, cleared);
  return { state: reached, compliant: reached === 'clear' || reached === 'approved', open, cleared, notices, counts };
}

/** D5: what makes an item of a live release fail, and how grave that is for the release. */
export function failing(
  state: ContentState,
  use: Use,
  context: JudgeContext & { readonly releasedAt: string },
): Failure[] {
  const stood = (token: string) => {
    if (!hasEnded(token)) return true;
    const endsAt = context.terms(approvalIdOf(token))?.endsAt ?? null;
    return endsAt !== null && endsAt > context.releasedAt;
  };
  const classes = new Map(byFinding(state).map((group) => [keyText(group[0]), group]));
  return judge(state, use, context).open.map((finding) => {
    const group = classes.get(keyText(finding))!;
    // At the moment of release, so that a window that has closed since counts like an approval that has ended.
    const then = { ...context, logTime: context.releasedAt };
    const held = standing(group, finding.outcome, use, then, stood).open === null;
    return { ...finding, kind: finding.outcome === 'unknown' ? 'questioned' : held ? 'affected' : 'compromised' };
  });
}

function byFinding(state: ContentState): [FindingClass, ...FindingClass[]][] {
  const groups = new Map<string, [FindingClass, ...FindingClass[]]>();
  for (const cls of state.classes) {
    const group = groups.get(keyText(cls));
    if (group === undefined) groups.set(keyText(cls), [cls]);
    else group.push(cls);
  }
  return [...groups.values()];
}

/** F5: open if some class holds no valid approval that covers the use. A rule the pack does not know binds everywhere. */
function standing(
  classes: readonly FindingClass[],
  outcome: Outcome,
  use: Use,
  context: JudgeContext,
  counts: (token: string) => boolean,
): { open: FindingClass | null; missing: Missing | null; by: readonly string[] } {
  const by: string[] = [];
  const [first] = classes;
  const kinds = first === undefined ? [] : clearingKinds({ rule: first.rule, outcome: first.outcome }, context.pack);
  for (const cls of classes) {
    const gaps: Missing[] = [];
    let covered = false;
    for (const token of cls.approvals.filter(counts)) {
      const terms = context.terms(approvalIdOf(token));
      if (terms === null || !kinds.includes(terms.kind)) continue;
      const gap = gapsOf(terms.scope, use, context.logTime);
      if (gap === null) {
        covered = true;
        by.push(terms.id);
      } else gaps.push(gap);
    }
    if (!covered) return { open: cls, missing: nearest(gaps), by: [] };
  }
  return { open: null, missing: null, by: outcome === 'notice' ? [] : sortedUnique(by) };
}

function outcomeFor(cls: FindingClass, use: Use, pack: Pack): Outcome {
  const rule = ruleOf(pack, cls.rule);
  return rule === null || rule.binds.includes(use.class) ? cls.outcome : 'notice';
}

function stateOf(open: readonly OpenFinding[], cleared: readonly ClearedFinding[]): ComplianceState {
  const mark = (finding: OpenFinding) => finding.rule === 'base-temporary-mark';
  if (open.some((finding) => finding.outcome === 'deny' && !mark(finding))) return 'denied';
  if (open.some((finding) => finding.outcome === 'unknown')) return 'unknown';
  if (open.some(mark)) return 'temporary';
  if (open.some((finding) => finding.outcome === 'approval')) return 'needs-approval';
  if (open.some((finding) => finding.outcome === 'escalate')) return 'escalated';
  return cleared.some((finding) => finding.outcome !== 'notice') ? 'approved' : 'clear';
}
