import type { Comparison, Condition } from '../condition/types.js';
import { GENAI_FACT, type FactModel, type FieldSpec } from '../facts/model.js';
import type { ClearsTemplate, StepTemplate } from '../pack.js';
import type { PackRule, PackStep } from './format.js';

/** What clears a finding of a rule, ready to be shown: as the author wrote it, or read off the condition. */
export function clearsTemplate(rule: PackRule, model: FactModel): ClearsTemplate {
  if (rule.clears !== undefined) {
    return { message: rule.clears.message, anyOf: rule.clears.anyOf.flatMap((steps) => templatesOf(steps)) };
  }
  const facts = falsifying(rule.when, false, model)
    .map((names) => [...new Set(names)].map((name) => stepFor(name, model)))
    .filter((steps) => steps.length > 0);
  const approval = rule.outcome === 'approval' ? templatesOf([{ approval: 'written' }]) : [];
  const ruling = rule.outcome === 'escalate' ? templatesOf([{ ruling: true }]) : [];
  return { message: MESSAGES[rule.outcome], anyOf: [...approval, ...ruling, ...facts] };
}

/** Kinds of approval of which one clears a finding of the rule, other things being right. */
export function kindsOf(rule: PackRule): string[] {
  if (rule.outcome !== 'approval') return [];
  if (rule.clears === undefined) return ['written'];
  const kinds = rule.clears.anyOf.flatMap((steps) => approvalKinds(steps));
  return [...new Set(kinds)];
}

/** Kinds an alternative asks for; none where something else has to be done first. */
export function approvalKinds(steps: readonly PackStep[]): string[] {
  if (!steps.every(isDecided)) return [];
  return steps.flatMap((step) => ('approval' in step ? [step.approval] : 'ruling' in step ? ['ruling'] : []));
}

/** Whether the evaluation can tell that a step is done. A fact named without a value only says what to declare. */
function isDecided(step: PackStep): boolean {
  return 'approval' in step || 'ruling' in step || ('fact' in step && (step.equals ?? step.in) !== undefined);
}

const MESSAGES: Readonly<Record<PackRule['outcome'], string>> = {
  deny: 'The facts it rests on are mended; no approval clears it',
  unknown: 'The facts it asks for are declared',
  approval: 'Someone who had no hand in it approves it for this use, or the facts it rests on change',
  escalate: 'Someone who may decides on it, or the facts it rests on change',
  notice: 'Nothing has to be done',
};

/** An approval can stand at the root or at the asset asked about: two alternatives. */
function templatesOf(steps: readonly PackStep[]): StepTemplate[][] {
  const at = (asset: string, reach: 'contained' | 'exact') =>
    steps.map((step): StepTemplate => {
      if ('approval' in step) return { kind: 'approval', asset, reach, approval: step.approval };
      if ('ruling' in step) return { kind: 'ruling', asset, reach, approval: 'ruling' };
      if ('fact' in step) return { kind: 'fact', asset: '{root}', fact: step.fact };
      const [kind] = Object.keys(step) as [StepTemplate['kind']];
      return { kind, asset: '{root}' };
    });
  const asks = steps.some((step) => 'approval' in step || 'ruling' in step);
  return asks ? [at('{root}', 'contained'), at('{item}', 'exact')] : [at('{root}', 'exact')];
}

/** Most alternatives read off a condition. */
const MAX_ALTERNATIVES = 12;

/** Sets of facts that, were they favourable, would make a condition false (or, negated, true). */
function falsifying(condition: Condition, negated: boolean, model: FactModel): string[][] {
  if ('not' in condition) return falsifying(condition.not, !negated, model);
  if ('switch' in condition) return [];
  if ('all' in condition || 'any' in condition) {
    const parts = 'all' in condition ? condition.all : condition.any;
    const sets = parts.map((part) => falsifying(part, negated, model));
    // One part of an `all` is enough, every part of an `any` is needed.
    return 'all' in condition === negated ? everyPart(sets) : sets.flat().slice(0, MAX_ALTERNATIVES);
  }
  if ('where' in condition) return falsifying(condition.where, negated !== 'none' in condition, model);
  return isGiven(condition, model) ? [] : [[condition.fact]];
}

function everyPart(sets: readonly string[][][]): string[][] {
  let combined: string[][] = [[]];
  for (const alternatives of sets) {
    if (alternatives.length === 0) continue;
    combined = combined.flatMap((names) => alternatives.map((more) => [...names, ...more])).slice(0, MAX_ALTERNATIVES);
  }
  return combined.filter((names) => names.length > 0);
}

/** Facts that nobody can declare away: what the evaluation answers itself, and the class of a delivery. */
function isGiven({ fact }: Comparison, model: FactModel): boolean {
  const ref = model.refs.get(fact);
  return fact === GENAI_FACT || fact.startsWith('step.') || (ref?.kind === 'use' && BY_DELIVERY.includes(ref.name));
}
const BY_DELIVERY = ['class', 'territories', 'languages', 'medium'];

function stepFor(name: string, model: FactModel): StepTemplate {
  const ref = model.refs.get(name);
  const from: FieldSpec['from'] = ref?.field.from ?? null;
  const kind =
    from === 'tool' ? 'terms-review' : from === 'vendor' ? 'assessment' : from === 'consent' ? 'consent' : 'fact';
  if (kind !== 'fact') return { kind, asset: '{root}' };
  return { kind, asset: '{root}', fact: ref?.kind === 'entry' ? ref.list.name : name };
}
