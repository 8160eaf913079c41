import { BREAK_GLASS, type Use } from '@clearance/domain';
import { holds, type UseFacts } from './condition/guard.js';
import { gapsOf, missingOf, UNDECLARED_PROMINENCE } from './coverage.js';
import { compareKeys, keyText, sameKey, sortedUnique } from './order.js';
import { clearingKinds, isOverridable, ruleOf, type Pack } from './pack.js';
import { instant } from './time.js';
import { approvalIdOf, hasEnded, isPending } from './tokens.js';
import type {
  ApprovalTerms,
  ClearedFinding,
  ComplianceState,
  ContentRef,
  ContentState,
  Failure,
  FindingClass,
  Judgement,
  Missing,
  OpenFinding,
  Outcome,
} from './types.js';

export interface JudgeContext {
  /** Terms of an approval by its id. One that is not known clears nothing. */
  readonly terms: (approval: string) => ApprovalTerms | null;
  /** T at the position judged; RFC 3339. */
  readonly logTime: string;
  readonly pack: Pack;
  /** The declared use of a root in the delivery judged (prominence, …). What nobody declared is the most demanding one. */
  readonly declaredUse?: (root: ContentRef) => UseFacts | null;
}

/**
 * F2, F5, F8: what of a content's findings is open for one use, and the state that follows. What a broken glass lets through is
 * open and makes the state what it is without it; it says so of itself (`isOverridden`).
 */
export function judge(state: ContentState, use: Use, context: JudgeContext): Judgement {
  const open: OpenFinding[] = [];
  const cleared: ClearedFinding[] = [];
  const notices: OpenFinding[] = [];
  for (const classes of byFinding(state, use, context)) {
    const [{ rule, root, element, code }] = classes;
    const outcome = outcomeFor(classes[0], use, context.pack);
    const standing = standingOf(classes, (cls) => coverageOf(cls, use, context));
    const finding = { rule, root, element, code, outcome };
    if (standing.open === null) {
      cleared.push({ ...finding, cls: classes[0], by: standing.by });
      continue;
    }
    const found: OpenFinding = { ...finding, cls: standing.open, missing: standing.missing };
    if (outcome === 'notice') notices.push(found);
    else open.push(withOverrides(found, overridesOf(classes, use, context)));
  }
  open.sort((a, b) => SEVERITY.indexOf(a.outcome) - SEVERITY.indexOf(b.outcome) || compareKeys(a, b));
  const counts = { deny: 0, unknown: 0, approval: 0, escalate: 0, notice: notices.length };
  for (const finding of open) counts[finding.outcome] += 1;
  const reached = stateOf(open, cleared, context.pack);
  return { state: reached, compliant: reached === 'clear' || reached === 'approved', open, cleared, notices, counts };
}

/** Whether a broken glass lets an open finding through. */
export function isOverridden(finding: OpenFinding): boolean {
  return finding.overriddenBy !== undefined && finding.overriddenBy.length > 0;
}

/**
 * What makes an item of a live release fail under its use, and what that means for the release. D5: an unknown questions
 * it; what fails only because an approval ended at a date after the release affects it; everything else compromises it.
 */
export function failing(
  state: ContentState,
  use: Use,
  context: JudgeContext & { readonly releasedAt: string },
): Failure[] {
  const groups = new Map(byFinding(state, use, context).map((classes) => [keyText(classes[0]), classes]));
  const holding = judge(state, use, context).open.filter((finding) => !isOverridden(finding));
  return holding.map((finding) => {
    const classes = groups.get(keyText(finding)) ?? [];
    const stoodAtRelease = classes.every(
      (cls) =>
        coverageOf(cls, use, context).by.length > 0 ||
        endedSince(cls, use, context) ||
        overriddenAtRelease(cls, use, context),
    );
    if (finding.outcome === 'unknown') return { ...finding, kind: 'questioned' };
    return { ...finding, kind: stoodAtRelease ? 'affected' : 'compromised' };
  });
}

function withOverrides(finding: OpenFinding, overriddenBy: readonly string[]): OpenFinding {
  return overriddenBy.length === 0 ? finding : { ...finding, overriddenBy };
}

/** Ids of the broken glasses that let a finding through: each class is cleared, or has one that covers the use. */
function overridesOf(classes: Classes, use: Use, context: JudgeContext): string[] {
  const by: string[] = [];
  for (const cls of classes) {
    if (coverageOf(cls, use, context).by.length > 0) continue;
    const covering = glassesOf(cls, use, context, (token) => !hasEnded(token)).filter(
      ({ scope }) => gapsOf(scope, use, context.logTime, prominenceOf(cls.root, context)) === null,
    );
    if (covering.length === 0) return [];
    by.push(...covering.map(({ id }) => id));
  }
  return sortedUnique(by);
}

/** D5: whether a broken glass covered the use when something was released, whatever has become of it since. */
function overriddenAtRelease(
  cls: FindingClass,
  use: Use,
  context: JudgeContext & { readonly releasedAt: string },
): boolean {
  const { releasedAt } = context;
  return glassesOf(cls, use, context, () => true).some(
    ({ scope, endsAt }) =>
      endsAt !== null &&
      instant(endsAt) > instant(releasedAt) &&
      gapsOf(scope, use, releasedAt, prominenceOf(cls.root, context)) === null,
  );
}

/** Terms of the broken glasses of a class, where nothing is open but what people have to decide. */
function glassesOf(
  cls: FindingClass,
  use: Use,
  context: JudgeContext,
  counts: (token: string) => boolean,
): ApprovalTerms[] {
  if (cls.approvals.length === 0 || !isOverridable(cls, context.pack) || lacksFacts(cls, use, context)) return [];
  return cls.approvals.filter(counts).flatMap((token) => {
    const terms = context.terms(approvalIdOf(token));
    return terms !== null && terms.kind === BREAK_GLASS ? [terms] : [];
  });
}

/** Whether every way to clear a class takes a fact that does not hold for the use: no haste replaces it. */
function lacksFacts(cls: FindingClass, use: Use, context: JudgeContext): boolean {
  if (cls.clearing === undefined) return false;
  const facts = useFactsOf(cls.root, use, context);
  return !cls.clearing.some(({ when }) => when === undefined || holds(when, facts, 'certain'));
}

const SEVERITY: readonly Outcome[] = ['deny', 'unknown', 'approval', 'escalate', 'notice'];

type Classes = readonly [FindingClass, ...FindingClass[]];

/** Classes are sorted by key, so those of one finding stand together. F8: those whose guard the use fails are not there. */
function byFinding(state: ContentState, use: Use, context: JudgeContext): Classes[] {
  const groups: [FindingClass, ...FindingClass[]][] = [];
  for (const cls of state.classes) {
    if (cls.guard !== undefined && !holds(cls.guard, useFactsOf(cls.root, use, context), 'possible')) continue;
    const last = groups.at(-1);
    if (last !== undefined && sameKey(last[0], cls)) last.push(cls);
    else groups.push([cls]);
  }
  return groups;
}

interface Coverage {
  /** Approvals in force that cover the use. */
  readonly by: readonly string[];
  /** What the others leave open; of interest where none covers. */
  readonly missing: Missing | null;
}

/** F5: open if some class holds no valid approval that covers the use. */
function standingOf(classes: Classes, coverage: (cls: FindingClass) => Coverage) {
  const by: string[] = [];
  for (const cls of classes) {
    const covered = coverage(cls);
    if (covered.by.length === 0) return { open: cls, missing: covered.missing, by: [] };
    by.push(...covered.by);
  }
  return { open: null, missing: null, by: sortedUnique(by) };
}

function coverageOf(cls: FindingClass, use: Use, context: JudgeContext): Coverage {
  if (cls.approvals.length === 0) return UNCOVERED;
  const covering: ApprovalTerms[] = [];
  const gaps: Missing[] = [];
  for (const terms of termsOf(cls, context, (token) => !hasEnded(token))) {
    const gap = gapsOf(terms.scope, use, context.logTime, prominenceOf(cls.root, context));
    if (gap === null) covering.push(terms);
    else gaps.push(gap);
  }
  const by = clearingBy(cls, covering, use, context);
  if (by.length > 0) return { by, missing: null };
  const conditions = conditionsOpen(cls, use, context);
  const missing = missingOf(gaps) ?? kindsLacking(cls, covering);
  return { by, missing: conditions.length === 0 ? missing : { ...missing, conditions } };
}
const UNCOVERED: Coverage = { by: [], missing: null };

/** Ids of the approvals that clear a class together: any of them, or what one alternative of its rule asks for. */
function clearingBy(
  cls: FindingClass,
  covering: readonly ApprovalTerms[],
  use: Use,
  context: JudgeContext,
): readonly string[] {
  if (cls.clearing === undefined) return covering.map(({ id }) => id);
  const facts = useFactsOf(cls.root, use, context);
  const alternative = cls.clearing.find(
    ({ kinds, when }) => hasEveryKind(kinds, covering) && (when === undefined || holds(when, facts, 'certain')),
  );
  return alternative === undefined
    ? []
    : covering.filter(({ kind }) => alternative.kinds.includes(kind)).map(({ id }) => id);
}

/** A kind that stands there several times has to come from as many people. */
function hasEveryKind(kinds: readonly string[], covering: readonly ApprovalTerms[]): boolean {
  return lackingAmong(kinds, covering).length === 0;
}

/** Kinds that are still to be given, each as often as people have to give it. */
function lackingAmong(kinds: readonly string[], covering: readonly ApprovalTerms[]): string[] {
  return [...new Set(kinds)].flatMap((kind) => {
    const needed = kinds.filter((other) => other === kind).length;
    return Array<string>(Math.max(0, needed - peopleAmong(kind, covering))).fill(kind);
  });
}

/** Those whose giver nobody knows may all be by one person, who may be any of the others. */
function peopleAmong(kind: string, covering: readonly ApprovalTerms[]): number {
  const given = covering.filter((terms) => terms.kind === kind);
  const people = new Set(given.flatMap(({ by }) => by ?? []));
  return given.length === 0 ? 0 : Math.max(1, people.size);
}

/** Where some approvals cover the use and others are still needed: which, by the alternative that needs the fewest. */
function kindsLacking(cls: FindingClass, covering: readonly ApprovalTerms[]): Missing | null {
  if (covering.length === 0 || cls.clearing === undefined) return null;
  const lacking = cls.clearing
    .map(({ kinds }) => lackingAmong(kinds, covering))
    .filter((kinds) => kinds.length > 0)
    .sort((a, b) => a.length - b.length);
  const [fewest] = lacking;
  return fewest === undefined ? null : { approvals: fewest };
}

/** Conditions, as `<approval>/<condition>`, of approvals that would cover the use if each were evidenced. */
function conditionsOpen(cls: FindingClass, use: Use, context: JudgeContext): string[] {
  return termsOf(cls, context, isPending).flatMap(({ id, scope, endsAt, conditions = [] }) => {
    const over = endsAt !== null && !(instant(context.logTime) < instant(endsAt));
    if (over || gapsOf(scope, use, context.logTime, prominenceOf(cls.root, context)) !== null) return [];
    // One that was evidenced by a maker is open again, and its terms do not know.
    return conditions.length === 0 ? [id] : conditions.map((condition) => `${id}/${condition}`);
  });
}

/** The use of a root: what the delivery says, and what was declared for it. */
function useFactsOf(root: ContentRef, use: Use, { declaredUse }: JudgeContext): UseFacts {
  return { ...declaredUse?.(root), ...use };
}

function prominenceOf(root: ContentRef, { declaredUse }: JudgeContext): string {
  const prominence = declaredUse?.(root)?.['prominence'];
  return typeof prominence === 'string' ? prominence : UNDECLARED_PROMINENCE;
}

/** D5: whether an approval that has ended since the release covered the use when it was released. */
function endedSince(cls: FindingClass, use: Use, context: JudgeContext & { readonly releasedAt: string }): boolean {
  const { releasedAt } = context;
  const stoodFor = ({ scope, since }: ApprovalTerms) =>
    (since === undefined || instant(since) <= instant(releasedAt)) &&
    gapsOf(scope, use, releasedAt, prominenceOf(cls.root, context)) === null;
  const stood = termsOf(cls, context, (token) => hasEnded(token) && !isPending(token)).filter(
    (terms) => hasEndAfter(terms, releasedAt) && stoodFor(terms),
  );
  if (stood.length === 0) return false;
  const still = termsOf(cls, context, (token) => !hasEnded(token)).filter(stoodFor);
  return clearingBy(cls, [...still, ...stood], use, context).length > 0;
}

/** Whether it has an end, and did not end before a time. */
function hasEndAfter({ endsAt, scope }: ApprovalTerms, time: string): boolean {
  const ends = [endsAt, scope.window?.until ?? null].filter((end) => end !== null);
  return ends.length > 0 && ends.every((end) => instant(end) > instant(time));
}

/** F3: terms of those approvals of a class whose kind clears the finding. */
function termsOf(cls: FindingClass, context: JudgeContext, counts: (token: string) => boolean): ApprovalTerms[] {
  if (cls.approvals.length === 0) return [];
  const kinds = cls.clearing?.flatMap(({ kinds: needed }) => needed) ?? clearingKinds(cls, context.pack);
  return cls.approvals.filter(counts).flatMap((token) => {
    const terms = context.terms(approvalIdOf(token));
    return terms !== null && kinds.includes(terms.kind) ? [terms] : [];
  });
}

/** A rule binds in its classes and is a notice elsewhere; one that the pack does not know binds everywhere. */
function outcomeFor(cls: FindingClass, use: Use, pack: Pack): Outcome {
  const rule = ruleOf(pack, cls.rule);
  return rule === null || rule.binds.includes(use.class) ? cls.outcome : 'notice';
}

/** F2: the first that applies. */
function stateOf(open: readonly OpenFinding[], cleared: readonly ClearedFinding[], pack: Pack): ComplianceState {
  const isMark = (finding: OpenFinding) => ruleOf(pack, finding.rule)?.when === 'temporary-mark';
  if (open.some((finding) => finding.outcome === 'deny' && !isMark(finding))) return 'denied';
  if (open.some((finding) => finding.outcome === 'unknown')) return 'unknown';
  if (open.some(isMark)) return 'temporary';
  if (open.some((finding) => finding.outcome === 'approval')) return 'needs-approval';
  if (open.some((finding) => finding.outcome === 'escalate')) return 'escalated';
  return cleared.some((finding) => finding.outcome !== 'notice') ? 'approved' : 'clear';
}
