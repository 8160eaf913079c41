import type { FactModel, ListSpec } from '../facts/model.js';
import { comparisonOf } from './comparison.js';
import { allGuards, anyGuard, type Guard, type Mode } from './guard.js';
import type { Question } from './question.js';
import type { Comparison, Condition, Quantified } from './types.js';

export interface CompileContext {
  readonly model: FactModel;
  /** Settings of the pack's switches. */
  readonly switches: Readonly<Record<string, boolean>>;
}

/**
 * A condition as a plain function. Negations are pushed down to the comparisons, so that only `all` and `any` remain; over
 * these, whether a condition can be true (`possible`) or must be (`certain`) follows from the same question about its parts,
 * and three values need not be carried around.
 * @throws TypeError for names that are not in the model; the reader of packs lets none through.
 */
export function compileCondition(condition: Condition, context: CompileContext, mode: Mode): Question {
  return compile(condition, false, context, mode);
}

function compile(condition: Condition, negated: boolean, context: CompileContext, mode: Mode): Question {
  if ('not' in condition) return compile(condition.not, !negated, context, mode);
  if ('all' in condition || 'any' in condition) {
    const [parts, isAll] = 'all' in condition ? [condition.all, true] : [condition.any, false];
    const questions = parts.map((part) => compile(part, negated, context, mode));
    return isAll === negated ? anyOf(questions) : allOf(questions);
  }
  if ('switch' in condition) return constant(switchOf(condition.switch, context) !== negated);
  if ('where' in condition) return quantified(condition, negated, context, mode);
  return comparisonOf(condition satisfies Comparison, negated, context.model, mode);
}

function allOf(questions: readonly Question[]): Question {
  const [first, ...others] = questions;
  if (first === undefined) return constant(true);
  if (others.length === 0) return first;
  return (frame) => {
    let guards: Guard[] | null = null;
    for (let i = 0; i < questions.length; i++) {
      const answer = questions[i]!(frame);
      if (answer === false) return false;
      if (answer !== true) (guards ??= []).push(answer);
    }
    return guards === null || (allGuards(guards) ?? true);
  };
}

function anyOf(questions: readonly Question[]): Question {
  const [first, ...others] = questions;
  if (first === undefined) return constant(false);
  if (others.length === 0) return first;
  return (frame) => {
    let guards: Guard[] | null = null;
    for (let i = 0; i < questions.length; i++) {
      const answer = questions[i]!(frame);
      if (answer === true) return true;
      if (answer !== false) (guards ??= []).push(answer);
    }
    return guards !== null && (anyGuard(guards) ?? true);
  };
}

function quantified(condition: Quantified, negated: boolean, context: CompileContext, mode: Mode): Question {
  const name = 'some' in condition ? condition.some : 'every' in condition ? condition.every : condition.none;
  const list = context.model.listByName.get(name);
  if (list === undefined) throw new TypeError(`there is no list of facts "${name}"`);
  const isEvery = 'every' in condition;
  const exists = 'some' in condition !== negated;
  // none = not some, every = not some-not.
  const denied = 'some' in condition ? negated : isEvery === negated;
  const where = compile(condition.where, denied, context, mode);
  return exists ? someEntry(list, where, mode) : everyEntry(list, where, mode);
}

/** In a list that may hold more than is known, there can be an entry of any kind, and none of which one is certain. */
function someEntry(list: ListSpec, where: Question, mode: Mode): Question {
  return (frame) => {
    const { open, entries } = frame.lists[list.index]!;
    if (open && mode === 'possible') return true;
    const outer = frame.at[list.index]!;
    let guards: Guard[] | null = null;
    let found = false;
    for (let i = 0; i < entries.length && !found; i++) {
      frame.at[list.index] = entries[i]!.values;
      const answer = where(frame);
      if (answer === true) found = true;
      else if (answer !== false) (guards ??= []).push(answer);
    }
    frame.at[list.index] = outer;
    if (found) return true;
    return guards !== null && (anyGuard(guards) ?? true);
  };
}

function everyEntry(list: ListSpec, where: Question, mode: Mode): Question {
  return (frame) => {
    const { open, entries } = frame.lists[list.index]!;
    if (open && mode === 'certain') return false;
    const outer = frame.at[list.index]!;
    let guards: Guard[] | null = null;
    let failed = false;
    for (let i = 0; i < entries.length && !failed; i++) {
      frame.at[list.index] = entries[i]!.values;
      const answer = where(frame);
      if (answer === false) failed = true;
      else if (answer !== true) (guards ??= []).push(answer);
    }
    frame.at[list.index] = outer;
    if (failed) return false;
    return guards === null || (allGuards(guards) ?? true);
  };
}

function switchOf(name: string, { switches }: CompileContext): boolean {
  const setting = Object.hasOwn(switches, name) ? switches[name] : undefined;
  if (setting === undefined) throw new TypeError(`there is no switch "${name}"`);
  return setting;
}

const constant =
  (answer: boolean): Question =>
  () =>
    answer;
