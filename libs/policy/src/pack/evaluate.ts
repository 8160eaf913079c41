import type { AnyFact } from '@clearance/domain';
import { allGuards, anyGuard, sameGuard, type Guard } from '../condition/guard.js';
import type { Answer } from '../condition/question.js';
import { unknownFacts } from '../condition/unknowns.js';
import { byLogOrder } from '../dossier.js';
import {
  factsOfContent,
  registryEvidence,
  type FactsOfContent,
  type StepFacts,
  type TimedFrame,
} from '../facts/frames.js';
import type { Registry } from '../facts/registry.js';
import type { Entry } from '../facts/value.js';
import type { Subject } from '../own/condition.js';
import { toolName } from '../own/origin.js';
import { shorten } from '../text.js';
import type { Clearing, ContentRef, EventRef, OwnFinding } from '../types.js';
import type { ClearingPlan, CompiledPack, CompiledRule } from './compile.js';

/** What a pack has to look at. */
export interface PackSubject extends Subject {
  readonly registry: Registry;
  /** T(n), RFC 3339. */
  readonly logTime: string;
}

export interface PackEvaluation {
  /** One a key (F1), in an order that follows from the pack. */
  readonly findings: readonly OwnFinding[];
  /** Log times at which the answer of a register ends. RFC 3339, unsorted. */
  readonly until: readonly string[];
  /** Contents that a step which generates looked at. */
  readonly generativeReferences: ReadonlySet<ContentRef>;
}

/** Every rule of a pack for every step of a content. Pure; the same input gives the same text. */
export function evaluatePack(pack: CompiledPack, subject: PackSubject): PackEvaluation {
  const { model, vocabulary, tolerance } = pack;
  const { registry, logTime } = subject;
  const facts = factsOfContent(subject, { model, vocabulary, tolerance, registry, logTime });
  const findings: OwnFinding[] = [];
  for (const { gate, rules } of pack.gated) {
    if (facts.steps.every((step) => step.both.every(({ frame }) => gate(frame) === false))) continue;
    for (const rule of rules) {
      const found = matchesOf(rule, facts, pack, subject);
      if (found !== null) for (const group of found.values()) findings.push(findingOf(rule, group, subject));
    }
  }
  return { findings, until: facts.until, generativeReferences: referencesOf(facts) };
}

interface Found {
  readonly element: string | null;
  /** null = for every use. */
  readonly guard: Guard | null;
  /** By alternative of the rule: null = holds, false = does not, else what has to be asked of the use. */
  readonly clearing: readonly (Guard | null | false)[];
  readonly message: string;
  readonly facts: readonly AnyFact[];
  readonly events: readonly EventRef[];
}

/** By element; null where the rule does not match at all, which is the usual case. */
function matchesOf(
  rule: CompiledRule,
  facts: FactsOfContent,
  pack: CompiledPack,
  subject: PackSubject,
): Map<string | null, Found[]> | null {
  const found = new Matches();
  for (const step of facts.steps) {
    for (const timed of step[rule.rule.at]) {
      const { frame } = timed;
      if (rule.each === null) {
        const answer = rule.possible(frame);
        if (answer !== false) found.add(foundIn({ rule, facts, pack, subject, step, timed, entry: null }, answer));
        continue;
      }
      // Every entry, and where there may be others one of which nothing is known.
      const { index, unknown } = rule.each;
      const { open, entries } = frame.lists[index]!;
      for (let at = 0; at < entries.length + (open ? 1 : 0); at++) {
        const entry = entries[at] ?? unknown;
        frame.at[index] = entry.values;
        const answer = rule.possible(frame);
        if (answer !== false) found.add(foundIn({ rule, facts, pack, subject, step, timed, entry }, answer));
      }
      frame.at[index] = null;
    }
  }
  return found.byElement;
}

class Matches {
  byElement: Map<string | null, Found[]> | null = null;

  add(match: Found): void {
    this.byElement ??= new Map();
    const group = this.byElement.get(match.element);
    if (group === undefined) this.byElement.set(match.element, [match]);
    else group.push(match);
  }
}

interface Situation {
  readonly rule: CompiledRule;
  readonly facts: FactsOfContent;
  readonly pack: CompiledPack;
  readonly subject: PackSubject;
  readonly step: StepFacts;
  readonly timed: TimedFrame;
  readonly entry: Entry | null;
}

/** Called while the entry at hand stands in the frame. */
function foundIn(situation: Situation, answer: Exclude<Answer, false>): Found {
  const { rule, timed, entry } = situation;
  return {
    element: entry?.key ?? null,
    guard: answer === true ? null : answer,
    clearing: rule.clearing === null ? NO_CLEARING : clearingIn(rule.clearing, timed),
    message: messageOf(situation, answer),
    ...evidenceOf(situation),
  };
}

const NO_CLEARING: Found['clearing'] = [];

function clearingIn(plans: readonly ClearingPlan[], { frame }: TimedFrame): Found['clearing'] {
  return plans.map(({ facts }) => {
    const holds = facts === null || facts(frame);
    return holds === true ? null : holds;
  });
}

function findingOf(rule: CompiledRule, group: readonly Found[], { dossier }: PackSubject): OwnFinding {
  const { head } = rule;
  const guard = anyGuard(group.map((match) => match.guard));
  const clearing = clearingOf(rule, group);
  return {
    rule: head.id,
    root: dossier.content,
    element: group[0]?.element ?? null,
    outcome: head.outcome,
    code: head.code,
    message: joined(group.map(({ message }) => message)),
    evidence: placesOf(group),
    ...(guard === null ? {} : { guard }),
    ...(clearing === null ? {} : { clearing }),
  };
}

/** An alternative has to hold for every step and entry that led to the finding. */
function clearingOf(rule: CompiledRule, group: readonly Found[]): Clearing[] | null {
  if (rule.clearing === null) return null;
  return rule.clearing.flatMap(({ kinds }, at): Clearing[] => {
    const answers = group.map(({ clearing }) => clearing[at] ?? null);
    if (answers.includes(false)) return [];
    const when = allGuards(answers as (Guard | null)[]);
    return [when === null ? { kinds } : { kinds, when }];
  });
}

/** Sentences of one finding; more would not be read. */
const SENTENCES = 3;

function joined(messages: readonly string[]): string {
  if (messages.length === 1) return messages[0]!;
  const sentences = [...new Set(messages)];
  const more = sentences.length - SENTENCES;
  return sentences.slice(0, SENTENCES).join('; ') + (more > 0 ? `; and ${more} more` : '');
}

/** Names in messages that are no facts. */
export const MESSAGE_NAMES = ['root', 'element', 'tool', 'model', 'vendor', 'step', 'unknown'] as const;

function messageOf(situation: Situation, answer: Answer): string {
  const { rule, timed, pack } = situation;
  const certain = rule.certain(timed.frame);
  // Where it depends on the use, it is known if it must be there for the same uses for which it can be.
  const isKnown =
    certain === true || (typeof certain === 'object' && typeof answer === 'object' && sameGuard(certain, answer));
  const missing = isKnown ? [] : unknownFacts(rule.rule.when, timed.frame, pack.model);
  const template = isKnown ? rule.message : rule.unknown;
  let message = template[0]!;
  for (let at = 1; at < template.length; at += 2)
    message += shorten(valueFor(template[at]!, missing, situation)) + template[at + 1]!;
  return message;
}

function valueFor(name: string, missing: readonly string[], { subject, step, timed, entry, pack }: Situation): string {
  const { tool, model, vendor, name: stepName } = step.step;
  switch (name) {
    case 'root':
      return subject.dossier.content;
    case 'element':
      return entry?.key ?? 'one that nobody named';
    case 'tool':
      return tool === null ? 'a tool nobody named' : toolName(tool);
    case 'model':
      return model ?? 'a model nobody named';
    case 'vendor':
      return vendor ?? 'a vendor nobody named';
    case 'step':
      return stepName ?? 'a step without a name';
    case 'unknown':
      return missing.length === 0 ? 'nothing' : missing.join(', ');
    default:
      return factText(name, timed, pack);
  }
}

function factText(name: string, { frame }: TimedFrame, { model }: CompiledPack): string {
  const ref = model.refs.get(name);
  if (ref === undefined || ref.kind === 'use') return 'unknown';
  const { index, type } = ref.field;
  const value = ref.kind === 'scalar' ? frame.scalars[index] : frame.at[ref.list.index]?.[index];
  if (value === null || value === undefined) return 'unknown';
  if (typeof value === 'object') return value.join(', ');
  return type === 'time' ? new Date(value).toISOString() : String(value);
}

/** The step, what was declared of the facts the rule looks at, and what the registers rest on. */
function evidenceOf({ rule, facts, subject, step, timed, entry }: Situation): Pick<Found, 'facts' | 'events'> {
  const found = new Set<AnyFact>(step.step.facts as readonly AnyFact[]);
  const addAll = (more: readonly AnyFact[]): void => more.forEach((fact) => found.add(fact));
  for (const field of rule.scalars) addAll(facts.declared.scalars[field.index]?.facts ?? NO_FACTS);
  if (rule.asksForGenai) addAll(facts.originFacts());
  for (const index of rule.lists) {
    const list = facts.declared.lists[index]!;
    const own = entry?.key == null ? undefined : list.entries.get(entry.key);
    if (own === undefined) addAll(list.facts);
    else for (const reading of own.fields) addAll(reading?.facts ?? NO_FACTS);
  }
  if (found.size === 0) addAll(subject.dossier.facts.filter(({ type }) => type === 'registered'));
  return { facts: [...found], events: registryEvidence(timed.answers, rule.registers) };
}
const NO_FACTS: readonly AnyFact[] = [];

function placesOf(group: readonly Found[]): EventRef[] {
  const [first] = group;
  const facts = group.length === 1 ? [...first!.facts] : [...new Set(group.flatMap((match) => match.facts))];
  if (facts.length > 1) facts.sort(byLogOrder);
  const places = facts.map(({ stream, revision }) => ({ stream, revision }));
  const events = group.flatMap((match) => match.events);
  for (const { stream, revision } of events) {
    if (!places.some((place) => place.stream === stream && place.revision === revision))
      places.push({ stream, revision });
  }
  return places;
}

function referencesOf({ steps }: FactsOfContent): Set<ContentRef> {
  const references = new Set<ContentRef>();
  for (const { step, both } of steps) {
    if (both.every(({ genai }) => genai === 'none' || genai === 'assistive')) continue;
    for (const { kind, to } of step.inputs) if (kind === 'reference' && to !== null) references.add(to);
  }
  return references;
}
