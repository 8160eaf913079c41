import type { Use } from '@clearance/domain';
import { UNDECLARED_PROMINENCE } from '../coverage.js';
import { clearingKinds, ruleOf, type Pack, type StepKind, type StepTemplate } from '../pack.js';
import { fillIn } from '../text.js';
import type { ContentRef, JudgedFinding } from '../types.js';
import type { Trace } from './trace.js';

export interface Clears {
  readonly message: string;
  /** Alternatives, each a list of steps that are all needed. */
  readonly anyOf: readonly (readonly ClearsStep[])[];
}
export interface ClearsStep {
  readonly kind: StepKind;
  readonly asset: string;
  /** Key of the fact to declare. */
  readonly fact?: string;
  /** Body of the command, ready but for what only a person can say (reason, evidence). */
  readonly body?: Readonly<Record<string, unknown>>;
}
export interface ClearsContext {
  readonly pack: Pack;
  readonly use: Use;
  readonly content: ContentRef;
  readonly sha256Of?: (content: ContentRef) => string | null;
}

/** What would clear a finding, from the template of its rule. */
export function clearsOf(
  finding: JudgedFinding,
  trace: Trace,
  values: Readonly<Record<string, string>>,
  context: ClearsContext,
): Clears {
  const rule = ruleOf(context.pack, finding.rule);
  if (rule === null) return { message: 'Nothing: the pack in force does not know this rule', anyOf: [] };
  return {
    message: fillIn(rule.clears.message, values),
    anyOf: rule.clears.anyOf
      .filter((steps) => steps.every((step) => wouldHelp(step, trace)))
      .map((steps) => steps.map((step) => stepOf(step, finding, trace, values, context))),
  };
}

/** F4: an approval at the root only helps where every edge in between lets it through; at the root itself it is the exact one. */
function wouldHelp(step: StepTemplate, trace: Trace): boolean {
  if (step.kind !== 'approval' || step.reach !== 'contained') return true;
  return trace.edges.length > 0 && trace.edges.every((kind) => kind === 'component' || kind === 'representation');
}

function stepOf(
  step: StepTemplate,
  finding: JudgedFinding,
  trace: Trace,
  values: Readonly<Record<string, string>>,
  context: ClearsContext,
): ClearsStep {
  const body = bodyOf(step, finding, trace, context);
  return {
    kind: step.kind,
    asset: fillIn(step.asset, values),
    ...(step.fact === undefined ? {} : { fact: step.fact }),
    ...(body === null ? {} : { body }),
  };
}

function bodyOf(step: StepTemplate, finding: JudgedFinding, trace: Trace, context: ClearsContext) {
  if (step.kind === 'confirm' && trace.replaced !== null) {
    const { at, of } = trace.replaced;
    return { of: { asset: of }, roots: [finding.root], ...digestOf(at, context) };
  }
  if (step.kind !== 'approval' && step.kind !== 'ruling') return null;
  const reach = step.reach ?? 'exact';
  const { rule, root, element } = finding;
  const { use } = context;
  return {
    verdict: 'approved',
    kind: step.approval ?? clearingKinds(finding.cls, context.pack)[0] ?? 'written',
    reach,
    findings: [element === null ? { rule, root } : { rule, root, element }],
    scope: {
      prominence: UNDECLARED_PROMINENCE,
      classes: [use.class],
      territories: use.territories,
      languages: use.languages,
      mediums: [use.medium],
    },
    ...digestOf(reach === 'exact' ? context.content : root, context),
  };
}

function digestOf(content: ContentRef, { sha256Of }: ClearsContext): { readonly digest?: { readonly sha256: string } } {
  const sha256 = sha256Of?.(content) ?? null;
  return sha256 === null ? {} : { digest: { sha256 } };
}
