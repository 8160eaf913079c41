import type { AnyFact } from '@clearance/domain';
import type { Subject } from '../own/condition.js';
import { compareText } from '../order.js';
import type { EventRef } from '../types.js';
import { readDeclared, type Declared, type DeclaredEntry } from './declared.js';
import { genaiOfContent, genaiOfStep, originFacts, worseOf } from './genai.js';
import { GENAI_FACT, type CitedGroup, type FactModel, type FieldSpec, type GenAi, type ListSpec } from './model.js';
import { emptyReading, readValue, takeIn, type Reading } from './reading.js';
import type { Registry, RegistryAnswer, ToolAnswer } from './registry.js';
import { stepsOf, type Step } from './step.js';
import type { Entry, FactValue, Frame, ListValue } from './value.js';

/** Everything a pack looks at of one content. */
export interface FactsOfContent {
  readonly declared: Declared;
  /** Statements and signals behind `asset.genai`. Looked for where something was found, once. */
  readonly originFacts: () => readonly AnyFact[];
  readonly steps: readonly StepFacts[];
  /** Times at which an answer that was given for now changes by itself. RFC 3339, unsorted. */
  readonly until: readonly string[];
}

/** One step. What differs between times stands in frames of its own; where nothing does, they are one. */
export interface StepFacts {
  readonly step: Step;
  /** Frames to judge by, each once: for when it was made, for now, and for both. */
  readonly made: readonly TimedFrame[];
  readonly now: readonly TimedFrame[];
  readonly both: readonly TimedFrame[];
}

export interface TimedFrame {
  readonly frame: Frame;
  readonly genai: GenAi | null;
  readonly answers: Answers;
}

/** What the registers said. */
export interface Answers {
  readonly tool: ToolAnswer | null;
  readonly vendor: RegistryAnswer | null;
  /** By cited id. */
  readonly consents: ReadonlyMap<string, RegistryAnswer>;
}

/** Name of the list whose entries are the inputs of a step. */
const INPUTS = 'input';

export interface FramesInput {
  readonly model: FactModel;
  readonly vocabulary: ReadonlyMap<string, GenAi | null>;
  /** Milliseconds. */
  readonly tolerance: number;
  readonly registry: Registry;
  /** T(n), RFC 3339. */
  readonly logTime: string;
}

export function factsOfContent(subject: Subject, input: FramesInput): FactsOfContent {
  const { model, tolerance, registry, logTime } = input;
  const { dossier, resolver } = subject;
  const declared = readDeclared(dossier, model, (list, name) =>
    list.name === INPUTS ? resolver.displayOf(name) : name,
  );
  const content: ContentFacts = {
    model,
    declared,
    production: dossier.claims[0]?.production ?? '',
    genai: genaiOfContent(subject, input.vocabulary),
    scalars: model.scalars.map(({ index }) => declared.scalars[index]?.value ?? null),
    cites: citedIds(declared, model),
  };
  const steps = stepsOf(dossier, subject.inputs, tolerance);
  const chain = steps.length > 1 && steps.some(({ vendor }) => vendor !== null);
  const until: string[] = [];
  const timed = steps.map((step): StepFacts => {
    const frames: TimedFrame[] = [];
    const lists = listsOfStep(step, steps, content);
    const frameAt = (time: string, isNow: boolean): TimedFrame => {
      const answers = askRegistry(step, content, registry, time);
      if (isNow) until.push(...endsOf(answers));
      const same = frames.find((other) => sameAnswers(other.answers, answers));
      if (same !== undefined) return same;
      const frame = timedFrame(step, chain, lists, content, answers);
      frames.push(frame);
      return frame;
    };
    const made = unique(step.madeAt.map((time) => frameAt(time, false)));
    const now = [frameAt(logTime, true)];
    return { step, made, now, both: unique([...made, ...now]) };
  });
  let origin: readonly AnyFact[] | null = null;
  return { declared, originFacts: () => (origin ??= originFacts(dossier)), steps: timed, until };
}

function unique(frames: TimedFrame[]): TimedFrame[] {
  return frames.length === 1 || (frames.length === 2 && frames[0] !== frames[1]) ? frames : [...new Set(frames)];
}

interface ContentFacts {
  readonly model: FactModel;
  readonly declared: Declared;
  readonly production: string;
  readonly genai: GenAi | null;
  /** Declared values by index. */
  readonly scalars: readonly FactValue[];
  /** Consents that some entry cites, sorted. */
  readonly cites: readonly string[];
}

function askRegistry(step: Step, { cites }: ContentFacts, registry: Registry, time: string): Answers {
  return {
    tool: step.tool === null ? null : registry.tool(step.tool, time),
    vendor: step.vendor === null ? null : registry.vendor(step.vendor, time),
    consents: cites.length === 0 ? NO_CONSENTS : new Map(cites.map((id) => [id, registry.consent(id, time)])),
  };
}
const NO_CONSENTS: ReadonlyMap<string, RegistryAnswer> = new Map();

function sameAnswers(a: Answers, b: Answers): boolean {
  return (
    a.tool === b.tool &&
    a.vendor === b.vendor &&
    (a.consents === b.consents || [...a.consents].every(([id, answer]) => b.consents.get(id) === answer))
  );
}

function endsOf({ tool, vendor, consents }: Answers): string[] {
  return [tool, vendor, ...consents.values()].flatMap((answer) => answer?.until ?? []);
}

/** Events behind the answers of the registers that the named groups come from. */
export function registryEvidence(answers: Answers, groups: ReadonlySet<FieldSpec['from']>): EventRef[] {
  return [
    ...(groups.has('tool') ? (answers.tool?.evidence ?? []) : []),
    ...(groups.has('vendor') ? (answers.vendor?.evidence ?? []) : []),
    ...(groups.has('consent') ? [...answers.consents.values()].flatMap(({ evidence }) => evidence) : []),
  ];
}

function timedFrame(
  step: Step,
  chain: boolean,
  lists: readonly StepList[],
  content: ContentFacts,
  answers: Answers,
): TimedFrame {
  const { model } = content;
  const genai = worseOf(content.genai, genaiOfStep(step, answers.tool?.class ?? null));
  const scalars = content.scalars.slice();
  for (const field of model.ofSteps) {
    if (field.name === GENAI_FACT) scalars[field.index] = genai;
    else if (field.from !== null) scalars[field.index] = answered(field, content, answers);
    else scalars[field.index] = stepFact(field.field, step, chain);
  }
  const frame: Frame = {
    scalars,
    lists: lists.map((list) => (list.spec.cited.length === 0 ? list.plain : withCited(list, content, answers))),
    at: model.lists.map(() => null),
  };
  return { frame, genai, answers };
}

function stepFact(name: string, step: Step, chain: boolean): FactValue {
  if (name === 'chain') return chain ? 'yes' : 'no';
  if (name === 'vendor') return step.vendor === null ? 'no' : 'yes';
  return step.facts.length === 0 || step.tool !== null ? 'yes' : 'no';
}

/** The answer of a register joins what is declared: the worse of the two counts. */
function answered(field: FieldSpec, { declared, production }: ContentFacts, answers: Answers): FactValue {
  const answer = field.from === 'tool' ? answers.tool : answers.vendor;
  const said = declared.scalars[field.index];
  if (answer === null || !Object.hasOwn(answer.facts, field.field)) return said?.value ?? null;
  const reading: Reading = said === undefined ? emptyReading() : { ...said, facts: [...said.facts] };
  takeIn(reading, field, answer.facts[field.field], null, production);
  return reading.value;
}

interface StepList {
  readonly spec: ListSpec;
  readonly plain: ListValue;
}

function listsOfStep(step: Step, steps: readonly Step[], content: ContentFacts): StepList[] {
  return content.model.lists.map((spec) => ({ spec, plain: listOfStep(spec, step, steps, content) }));
}

/** Declared entries; of the inputs those that no other step names, and besides all that this one names. */
function listOfStep(spec: ListSpec, step: Step, steps: readonly Step[], { declared }: ContentFacts): ListValue {
  const { open, entries } = declared.lists[spec.index]!;
  if (spec.name !== INPUTS && entries.size === 0) return open ? ANYTHING : NO_ENTRIES;
  if (spec.name !== INPUTS) return { open, entries: [...entries].map(([key, entry]) => entryOf(spec, key, entry)) };
  const named = namedBy(step);
  if (named.size === 0 && entries.size === 0) return open ? ANYTHING : NO_ENTRIES;
  const elsewhere = new Set(steps.flatMap((other) => (other === step ? [] : [...namedBy(other)])));
  const keys = new Set([...entries.keys()].filter((key) => named.has(key) || !elsewhere.has(key)));
  for (const key of named) keys.add(key);
  return { open, entries: [...keys].sort(compareText).map((key) => entryOf(spec, key, entries.get(key))) };
}

const ANYTHING: ListValue = { open: true, entries: [] };
const NO_ENTRIES: ListValue = { open: false, entries: [] };

/** What was given to the step: not what it is a version of. */
function namedBy({ inputs }: Step): Set<string> {
  return new Set(inputs.filter(({ kind }) => kind !== 'revision' && kind !== 'variant').map(({ root }) => root));
}

function entryOf(spec: ListSpec, key: string, entry: DeclaredEntry | undefined): Entry {
  const values: FactValue[] = spec.fields.map(({ index }) => entry?.fields[index]?.value ?? null);
  const own = spec.own.get(spec.key);
  if (own !== undefined) values[own.index] = key;
  return { key, values };
}

/** Ids that stand in a citing field, sorted; `none` cites nothing. */
function citedIds(declared: Declared, model: FactModel): string[] {
  const ids = new Set<string>();
  for (const { index, cited } of model.lists) {
    for (const { by } of cited) {
      for (const { fields } of declared.lists[index]!.entries.values()) {
        const id = fields[by.index]?.value;
        if (typeof id === 'string' && id !== NONE) ids.add(id);
      }
    }
  }
  return [...ids].sort(compareText);
}
const NONE = 'none';

function withCited({ spec, plain }: StepList, content: ContentFacts, answers: Answers): ListValue {
  if (plain.entries.length === 0) return plain;
  return {
    open: plain.open,
    entries: plain.entries.map(({ key, values }) => {
      const filled = [...values];
      for (const group of spec.cited) fillCited(filled, spec, key, group, content, answers);
      return { key, values: filled };
    }),
  };
}

function fillCited(
  values: FactValue[],
  spec: ListSpec,
  key: string | null,
  { by, fields }: CitedGroup,
  { production }: ContentFacts,
  { consents }: Answers,
): void {
  const id = values[by.index];
  if (id === NONE) {
    for (const field of fields) values[field.index] = field.values?.includes(NONE) === true ? NONE : null;
    return;
  }
  const answer = typeof id === 'string' ? consents.get(id) : undefined;
  // A consent of somebody else says nothing about this entry.
  const whose = answer?.facts[spec.key];
  if (answer === undefined || (whose !== undefined && whose !== key)) return;
  for (const field of fields) {
    if (Object.hasOwn(answer.facts, field.field))
      values[field.index] = readValue(field, answer.facts[field.field], production);
  }
}
