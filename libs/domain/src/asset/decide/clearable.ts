import type { Refusal } from '../../shared/decision.js';
import { invalidRequest, wrongState } from '../../shared/guards.js';
import type { FindingKey } from '../../shared/vocabulary.js';

/** F3: more than this is approved at the roots. */
export const MAX_FINDINGS = 2_000;
/** The kind that clears what a rule escalates. */
export const RULING = 'ruling';
/** The kind that clears nothing: what is found stays found, and goes out all the same for a while. */
export const BREAK_GLASS = 'break-glass';
/** The kind that clears an approval finding whose rule names none. */
export const WRITTEN = 'written';
/** L3: cleared by a confirmation and by nothing else. */
export const REPLACEMENT_RULE = 'base-replacement-unconfirmed';

/** A finding that is open at the content for its bare use. */
export interface OpenFindingOf {
  readonly key: FindingKey;
  readonly outcome: string;
  /** Kinds of approval that the rule takes; absent = `written`. */
  readonly kinds?: readonly string[];
  /** F6: submitters of the root, where they are not all in the situation's `excluded`. */
  readonly excluded?: readonly string[];
}

export type NamedFindings =
  readonly { readonly rule: string; readonly root: string; readonly element?: string | null }[] | 'open';

/** F3: which kind of approval clears (or, breaking the glass, overrides) what. Never a deny, an unknown or a replacement. */
export function clears(kind: string, finding: OpenFindingOf): boolean {
  if (finding.key.rule === REPLACEMENT_RULE) return false;
  if (finding.outcome === 'escalate') return kind === RULING || kind === BREAK_GLASS;
  if (finding.outcome !== 'approval') return false;
  const kinds = finding.kinds ?? [WRITTEN];
  // A broken glass stands in for a decision that cannot be had in time: never for a fact, a consent, or what nobody knows.
  return kind === BREAK_GLASS ? kinds.length > 0 : kinds.includes(kind);
}

/** The open findings that a request concerns, whether they can be cleared or not: whose makers count for F6. */
export function concerned(
  kind: string,
  named: NamedFindings,
  open: readonly OpenFindingOf[],
  contentOf: (asset: string) => string,
): readonly OpenFindingOf[] {
  if (named === 'open') return open.filter((finding) => clears(kind, finding));
  const wanted = new Set(named.map((key) => keyText(key, contentOf)));
  return open.filter((finding) => wanted.has(keyText(finding.key, contentOf)));
}

/** Faults of the findings named: none, too many, or one that is not open or not cleared by this kind. */
export function findingsFault(
  kind: string,
  named: NamedFindings,
  open: readonly OpenFindingOf[],
  contentOf: (asset: string) => string,
): Refusal | null {
  const chosen = concerned(kind, named, open, contentOf);
  if ((named === 'open' ? chosen : named).length > MAX_FINDINGS) {
    return invalidRequest('/findings', `must be at most ${MAX_FINDINGS}; approve at the roots instead`);
  }
  if (named === 'open') return null;
  if (named.length === 0) return invalidRequest('/findings', 'must name at least one finding, or be "open"');
  const clearable = new Set(
    chosen.filter((finding) => clears(kind, finding)).map((finding) => keyText(finding.key, contentOf)),
  );
  const wrong = named.findIndex((key) => !clearable.has(keyText(key, contentOf)));
  if (wrong < 0) return null;
  const { rule, root } = named[wrong]!;
  const message = `${rule} at ${root} is not open, or no approval of kind ${kind} clears it`;
  return { slug: 'approval-kind', detail: message, errors: [{ pointer: `/findings/${wrong}`, message }] };
}

export function nothingLeft(chosen: readonly OpenFindingOf[]): Refusal | null {
  return chosen.length > 0 ? null : wrongState('nothing-open', 'No finding is open that this could clear.');
}

/** F1: keys are compared after mapping ids to contents. */
function keyText(
  key: { readonly rule: string; readonly root: string; readonly element?: string | null },
  contentOf: (asset: string) => string,
): string {
  return JSON.stringify([key.rule, contentOf(key.root), key.element ?? null]);
}
