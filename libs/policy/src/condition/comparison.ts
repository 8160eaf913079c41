import { DELIVERY_CLASSES } from '@clearance/domain';
import type { FactModel, FactRef, FieldSpec } from '../facts/model.js';
import type { FactValue, Frame } from '../facts/value.js';
import { instant } from '../time.js';
import { isWithin, overlap, type Guard, type Mode } from './guard.js';
import type { Answer, Question } from './question.js';
import { UNKNOWN, type Comparison, type Literal } from './types.js';

/** One comparison, or with `negated` its opposite. */
export function comparisonOf(comparison: Comparison, negated: boolean, model: FactModel, mode: Mode): Question {
  const ref = refOf(comparison.fact, model);
  if (ref.kind === 'use') return useQuestion(ref.name, ref.field, comparison, negated, model, mode);
  const read = readerOf(ref);
  if ('within' in comparison && !isList(comparison.within)) {
    const list = readerOf(refOf(comparison.within.fact, model));
    return (frame) => withinAnswer(read(frame), list(frame), negated, mode);
  }
  const test = testOf(comparison, ref.field);
  const unknown = unknownAnswer(comparison, negated, mode);
  if (ref.field.implied !== null) return impliedQuestion(ref.field, read, test, negated, unknown);
  const { index } = ref.field;
  if (ref.kind === 'scalar') {
    return (frame) => {
      const value = frame.scalars[index]!;
      return value === null ? unknown : test(value) !== negated;
    };
  }
  const list = ref.list.index;
  return (frame) => {
    const value = frame.at[list]?.[index] ?? null;
    return value === null ? unknown : test(value) !== negated;
  };
}

export function refOf(name: string, model: FactModel): FactRef {
  const ref = model.refs.get(name);
  if (ref === undefined) throw new TypeError(`there is no fact "${name}"`);
  return ref;
}

/** Words of a field with ordered values that an operator lets through; null for an operator that takes no such words. */
export function wordsOf(comparison: Comparison, values: readonly string[]): readonly string[] | null {
  const rank = (literal: Literal) => values.indexOf(String(literal));
  if ('lt' in comparison) return values.filter((_, at) => at < rank(comparison.lt));
  if ('lte' in comparison) return values.filter((_, at) => at <= rank(comparison.lte));
  if ('gt' in comparison) return values.filter((_, at) => at > rank(comparison.gt));
  if ('gte' in comparison) return values.filter((_, at) => at >= rank(comparison.gte));
  return null;
}

export type Read = (frame: Frame) => FactValue;

export function readerOf(ref: FactRef): Read {
  if (ref.kind === 'use') throw new TypeError(`"${ref.field.name}" is not known where a finding arises`);
  const { index } = ref.field;
  if (ref.kind === 'scalar') return (frame) => frame.scalars[index] ?? null;
  const list = ref.list.index;
  return (frame) => frame.at[list]?.[index] ?? null;
}

type Test = (value: string | number | readonly string[]) => boolean;

function testOf(comparison: Comparison, field: FieldSpec): Test {
  if ('equals' in comparison) {
    const { equals } = comparison;
    return (value) => value === equals;
  }
  if ('in' in comparison) return wordTest(comparison.in);
  const words = field.values === null ? null : wordsOf(comparison, field.values);
  if (words !== null) return wordTest(words);
  if ('lt' in comparison) return numberTest(comparison.lt, (value, bound) => value < bound);
  if ('lte' in comparison) return numberTest(comparison.lte, (value, bound) => value <= bound);
  if ('gt' in comparison) return numberTest(comparison.gt, (value, bound) => value > bound);
  if ('gte' in comparison) return numberTest(comparison.gte, (value, bound) => value >= bound);
  if ('before' in comparison) return numberTest(instant(comparison.before), (value, bound) => value < bound);
  if ('after' in comparison) return numberTest(instant(comparison.after), (value, bound) => value > bound);
  if ('overlaps' in comparison) {
    const { overlaps } = comparison;
    return (value) => overlap(listOf(value), overlaps);
  }
  const { within } = comparison;
  if (!isList(within)) throw new TypeError('a list that is another fact is compared where both are known');
  return (value) => isWithin(listOf(value), within);
}

function wordTest(words: readonly Literal[]): Test {
  if (words.length <= 1) {
    const [only] = words;
    return (value) => value === only;
  }
  return (value) => (words as readonly unknown[]).includes(value);
}

function numberTest(bound: Literal, compare: (value: number, bound: number) => boolean): Test {
  const limit = Number(bound);
  return (value) => typeof value === 'number' && compare(value, limit);
}

/** The literal `unknown` matches what is not known, and then for certain. */
function unknownAnswer(comparison: Comparison, negated: boolean, mode: Mode): boolean {
  return asksForUnknown(comparison) ? !negated : mode === 'possible';
}

function asksForUnknown(comparison: Comparison): boolean {
  if ('equals' in comparison) return comparison.equals === UNKNOWN;
  return 'in' in comparison && comparison.in.includes(UNKNOWN);
}

/** The value declared or the one the class of the delivery implies, whichever is worse: a question to the class. */
function impliedQuestion(field: FieldSpec, read: Read, test: Test, negated: boolean, unknown: boolean): Question {
  const values = field.values ?? [];
  const answers = new Map<FactValue, Answer>();
  const answerFor = (declared: FactValue): Answer => {
    const classes = DELIVERY_CLASSES.filter((cls) => {
      const implied = values.indexOf(field.implied?.[cls] ?? '');
      const stated = values.indexOf(String(declared));
      // What is not known may be anything from the implied value on.
      if (declared === null && implied < values.length - 1) return unknown;
      return test(values[Math.max(implied, stated)]!) !== negated;
    });
    if (classes.length === 0 || classes.length === DELIVERY_CLASSES.length) return classes.length > 0;
    return { use: 'class', in: classes };
  };
  return (frame) => {
    const declared = read(frame);
    const known = answers.get(declared);
    if (known !== undefined) return known;
    const answer = answerFor(declared);
    answers.set(declared, answer);
    return answer;
  };
}

/** What is asked of the use stays a question, unless it needs a fact that is not known. */
function useQuestion(
  use: string,
  field: FieldSpec,
  comparison: Comparison,
  negated: boolean,
  model: FactModel,
  mode: Mode,
): Question {
  const not = negated ? ({ not: true } as const) : {};
  if ('within' in comparison && !isList(comparison.within)) {
    const list = readerOf(refOf(comparison.within.fact, model));
    return (frame) => {
      const words = list(frame);
      return isList(words) ? { use, within: words, ...not } : mode === 'possible';
    };
  }
  const guard = { ...leafOf(use, field, comparison), ...not };
  return () => guard;
}

function leafOf(use: string, field: FieldSpec, comparison: Comparison): Guard {
  if ('equals' in comparison) return { use, in: [String(comparison.equals)] };
  if ('in' in comparison) return { use, in: comparison.in.map(String) };
  if ('overlaps' in comparison) return { use, overlaps: comparison.overlaps };
  if ('within' in comparison && isList(comparison.within)) return { use, within: comparison.within };
  const words = wordsOf(comparison, field.values ?? []);
  if (words === null) throw new TypeError(`"${field.name}" cannot be compared in this way`);
  return { use, in: words };
}

function withinAnswer(value: FactValue, list: FactValue, negated: boolean, mode: Mode): boolean {
  return value !== null && isList(list) ? isWithin(listOf(value), list) !== negated : mode === 'possible';
}

/** One word is a list of one. */
function listOf(value: string | number | readonly string[]): readonly string[] {
  return typeof value === 'object' ? value : [String(value)];
}

function isList(value: unknown): value is readonly string[] {
  return Array.isArray(value);
}
