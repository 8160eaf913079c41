import { contentDigestOf } from '@clearance/canonical';
import { DELIVERY_CLASSES } from '@clearance/domain';
import { compileCondition, type CompileContext } from '../condition/compile.js';
import type { Question } from '../condition/question.js';
import type { Comparison, Condition } from '../condition/types.js';
import { refOf } from '../condition/comparison.js';
import {
  factModel,
  GENAI_FACT,
  type FactModel,
  type FactRef,
  type FieldSpec,
  type GenAi,
  type ListSpec,
} from '../facts/model.js';
import type { RuleDefinition } from '../pack.js';
import { approvalKinds, clearsTemplate, kindsOf } from './clears.js';
import { durationOf } from './duration.js';
import type { PackDocument, PackRule, PackStep } from './format.js';

/** A pack with the settings of its switches, ready to be evaluated. Immutable; made once. */
export interface CompiledPack {
  readonly id: string;
  readonly version: string;
  readonly digest: string;
  readonly switches: Readonly<Record<string, boolean>>;
  readonly document: PackDocument;
  readonly model: FactModel;
  /** Code of a digital source type -> what it says; null = unknown. */
  readonly vocabulary: ReadonlyMap<string, GenAi | null>;
  /** Milliseconds. */
  readonly tolerance: number;
  readonly rules: readonly CompiledRule[];
  /** The rules again, those together that begin with the same question. */
  readonly gated: readonly GatedRules[];
}

/** Where the answer is false, none of the rules matches. Most assets are turned away here: one question for many rules. */
export interface GatedRules {
  readonly gate: Question;
  readonly rules: readonly CompiledRule[];
}

export interface CompiledRule {
  readonly rule: PackRule;
  /** As the rest of the evaluation knows rules. */
  readonly head: RuleDefinition;
  readonly each: ListSpec | null;
  readonly possible: Question;
  readonly certain: Question;
  /** What it looks at: single facts, lists by index, registers, and whether `asset.genai`. The evidence of a finding. */
  readonly scalars: readonly FieldSpec[];
  readonly lists: readonly number[];
  readonly registers: ReadonlySet<FieldSpec['from']>;
  readonly asksForGenai: boolean;
  readonly message: Template;
  /** Said where it matched only because facts are not known. */
  readonly unknown: Template;
  /** null where one approval of one of its kinds is enough. */
  readonly clearing: readonly ClearingPlan[] | null;
}

export interface ClearingPlan {
  /** A kind stands here as often as people have to give it. */
  readonly kinds: readonly string[];
  /** Facts that have to be certain besides; null = none. */
  readonly facts: Question | null;
}

/** SHA-256 over the canonical form of the pack, lower-case hex: the same for YAML and JSON, with and without defaults written out. */
export function documentDigest(document: PackDocument): string {
  return contentDigestOf(document);
}

/**
 * @param settings of switches; those left out are as the pack has them
 * @throws TypeError for a document that the reader of packs would not have let through
 */
export function compilePack(document: PackDocument, settings: Readonly<Record<string, boolean>> = {}): CompiledPack {
  const model = factModel(document.facts);
  const switches = Object.fromEntries(
    Object.entries(document.switches).map(([name, { default: usual }]) => [
      name,
      Object.hasOwn(settings, name) ? settings[name] === true : usual,
    ]),
  );
  const context = { model, switches };
  const quorums = new Map(document.approvals.map(({ kind, quorum }) => [kind, quorum ?? 1]));
  const quorumOf = (kind: string) => quorums.get(kind) ?? 1;
  const rules = document.rules.map((rule) => compileRule(rule, context, quorumOf));
  return {
    id: document.id,
    version: document.version,
    digest: documentDigest(document),
    switches,
    document,
    model,
    vocabulary: new Map(
      Object.entries(document.vocabularies.digitalSourceType ?? {}).map(([code, word]) => [
        code,
        word === 'unknown' ? null : (word as GenAi),
      ]),
    ),
    tolerance: durationOf(document.tolerance) ?? 0,
    rules,
    gated: gatedRules(rules, context),
  };
}

function compileRule(rule: PackRule, context: CompileContext, quorumOf: (kind: string) => number): CompiledRule {
  const { model } = context;
  return {
    rule,
    head: {
      id: rule.id,
      outcome: rule.outcome,
      binds: rule.classes.includes('*')
        ? DELIVERY_CLASSES
        : DELIVERY_CLASSES.filter((cls) => rule.classes.includes(cls)),
      code: codeOf(rule),
      when: 'facts',
      messages: {},
      kinds: kindsOf(rule),
      clears: clearsTemplate(rule, model),
      ...(rule.travels === 'content' ? {} : { travels: rule.travels }),
    },
    each: rule.each === undefined ? null : (model.listByName.get(rule.each) ?? null),
    possible: compileCondition(rule.when, context, 'possible'),
    certain: compileCondition(rule.when, context, 'certain'),
    ...looksAt(refsOf(rule.when, model)),
    message: templateOf(rule.message),
    unknown: templateOf(rule.unknown ?? `${rule.message}; counted so because {unknown} is not known`),
    clearing: clearingPlans(rule, context, quorumOf),
  };
}

export function codeOf(rule: Pick<PackRule, 'id' | 'code'>): string {
  return rule.code ?? rule.id.toLowerCase();
}

/** A text taken apart at its placeholders: a piece of text, a name, a piece of text, a name … */
export type Template = readonly string[];

const PLACEHOLDER = /\{([\w.]+)\}/;

function templateOf(text: string): Template {
  return text.split(PLACEHOLDER);
}

/** Names in braces, each once. */
export function placeholdersOf(template: string): string[] {
  return [...new Set(templateOf(template).filter((_, at) => at % 2 === 1))];
}

/** Only rules that approvals clear have plans, and only where some alternative asks for more than one approval. */
function clearingPlans(
  rule: PackRule,
  context: CompileContext,
  quorumOf: (kind: string) => number,
): ClearingPlan[] | null {
  if ((rule.outcome !== 'approval' && rule.outcome !== 'escalate') || rule.clears === undefined) return null;
  const plans = rule.clears.anyOf.flatMap((steps): ClearingPlan[] => {
    const kinds = [...new Set(approvalKinds(steps))].flatMap((kind) => Array<string>(quorumOf(kind)).fill(kind));
    if (kinds.length === 0) return [];
    const facts = steps.filter((step) => 'fact' in step).map(comparisonOfStep);
    return [{ kinds, facts: facts.length === 0 ? null : compileCondition({ all: facts }, context, 'certain') }];
  });
  return plans.every(({ kinds, facts }) => kinds.length === 1 && facts === null) ? null : plans;
}

export function comparisonOfStep(step: Extract<PackStep, { readonly fact: string }>): Comparison {
  const { fact, equals } = step;
  return equals === undefined ? { fact, in: step.in ?? [] } : { fact, equals };
}

function gatedRules(rules: readonly CompiledRule[], context: CompileContext): GatedRules[] {
  const groups = Map.groupBy(rules, ({ rule }) => JSON.stringify(gateOf(rule.when, context.model)));
  return [...groups.values()].map((group) => ({
    gate: compileCondition(gateOf(group[0]!.rule.when, context.model), context, 'possible'),
    rules: group,
  }));
}

/** The first comparison of a condition that cannot be true without it; one that is always true where there is none. */
function gateOf(when: Condition, model: FactModel): Condition {
  const [first] = 'all' in when ? when.all : [when];
  const isSingle =
    first !== undefined && 'fact' in first && refOf(first.fact, model).kind === 'scalar' && !('within' in first);
  return isSingle ? first : { all: [] };
}

function looksAt(refs: readonly FactRef[]): Pick<CompiledRule, 'scalars' | 'lists' | 'registers' | 'asksForGenai'> {
  const asksForGenai = refs.some(({ field }) => field.name === GENAI_FACT);
  const registers = new Set(refs.map(({ field }) => field.from));
  // The class of the tool is behind it.
  if (asksForGenai) registers.add('tool');
  return {
    scalars: refs.flatMap(({ kind, field }) => (kind === 'scalar' && field.name !== GENAI_FACT ? [field] : [])),
    lists: [...new Set(refs.flatMap((ref) => (ref.kind === 'entry' ? [ref.list.index] : [])))],
    registers,
    asksForGenai,
  };
}

/** Facts that a condition names, each once. */
function refsOf(condition: Condition, model: FactModel): FactRef[] {
  const names = new Set<string>();
  const visit = (part: Condition): void => {
    if ('not' in part) visit(part.not);
    else if ('all' in part) part.all.forEach(visit);
    else if ('any' in part) part.any.forEach(visit);
    else if ('where' in part) visit(part.where);
    else if ('fact' in part) {
      names.add(part.fact);
      if ('within' in part && 'fact' in part.within) names.add(part.within.fact);
    }
  };
  visit(condition);
  return [...names].map((name) => refOf(name, model));
}
