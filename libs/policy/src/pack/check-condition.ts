import { wordsOf } from '../condition/comparison.js';
import { UNKNOWN, type Comparison, type Condition, type Literal } from '../condition/types.js';
import type { FactModel, FactRef, FieldSpec } from '../facts/model.js';
import { OPERATORS } from './read-condition.js';
import type { Reader } from './reader.js';

export interface ConditionScope {
  readonly model: FactModel;
  readonly switches: readonly string[];
  readonly reader: Reader;
}

/** @param lists those of which an entry is at hand */
export function checkCondition(
  condition: Condition,
  pointer: string,
  lists: ReadonlySet<string>,
  scope: ConditionScope,
  denied = false,
): void {
  const { reader, model } = scope;
  if ('not' in condition) return checkCondition(condition.not, `${pointer}/not`, lists, scope, true);
  if ('all' in condition || 'any' in condition) {
    const [name, parts] = 'all' in condition ? (['all', condition.all] as const) : (['any', condition.any] as const);
    parts.forEach((part, index) => checkCondition(part, `${pointer}/${name}/${index}`, lists, scope, denied));
    checkParts(name, parts, `${pointer}/${name}`, scope);
    return;
  }
  if ('switch' in condition) {
    if (!scope.switches.includes(condition.switch))
      reader.fail(`${pointer}/switch`, 'unknown-switch', `there is no switch "${condition.switch}"`);
    return;
  }
  if ('where' in condition) {
    const kind = 'some' in condition ? 'some' : 'every' in condition ? 'every' : 'none';
    const list = 'some' in condition ? condition.some : 'every' in condition ? condition.every : condition.none;
    if (!model.listByName.has(list))
      reader.fail(`${pointer}/${kind}`, 'unknown-list', `there is no list of facts "${list}"`);
    checkCondition(condition.where, `${pointer}/where`, new Set([...lists, list]), scope, denied || kind === 'none');
    return;
  }
  checkComparison(condition, pointer, lists, scope, denied);
}

export function checkComparison(
  comparison: Comparison,
  pointer: string,
  lists: ReadonlySet<string>,
  scope: ConditionScope,
  denied: boolean,
): void {
  const ref = factAt(comparison.fact, `${pointer}/fact`, lists, scope);
  if (ref === null) return;
  const { field } = ref;
  const { reader } = scope;
  const operator = OPERATORS.find((name) => Object.hasOwn(comparison, name)) ?? 'in';
  const at = `${pointer}/${operator}`;
  const literals = literalsOf(comparison);
  if (denied && literals.includes(UNKNOWN))
    reader.fail(
      at,
      'unknown-under-not',
      '"unknown" cannot be asked for under a negation: it would make unknown favourable',
    );
  const onlyUnknown = (operator === 'equals' || operator === 'in') && literals.every((word) => word === UNKNOWN);
  if (!onlyUnknown && !operatorsOf(field).includes(operator)) {
    reader.fail(at, 'wrong-operator', `"${field.name}" is compared with ${operatorsOf(field).join(', ')}`);
    return;
  }
  literals.forEach((literal, index) => {
    const place = operator === 'in' ? `${at}/${index}` : at;
    if (literal === UNKNOWN && (operator === 'equals' || operator === 'in')) return;
    checkLiteral(literal, field, place, reader);
    if (literals.indexOf(literal) !== index) reader.fail(place, 'duplicate', `"${literal}" stands here twice`);
  });
  if ('within' in comparison && 'fact' in comparison.within) {
    const other = factAt(comparison.within.fact, `${at}/fact`, lists, scope);
    if (other !== null && (other.kind === 'use' || other.field.type !== 'words'))
      reader.fail(`${at}/fact`, 'wrong-operator', `"${comparison.within.fact}" is no list of words that is known here`);
  }
}

function factAt(
  name: string,
  pointer: string,
  lists: ReadonlySet<string>,
  { model, reader }: ConditionScope,
): FactRef | null {
  const ref = model.refs.get(name);
  if (ref === undefined) {
    reader.fail(pointer, 'unknown-fact', `there is no fact "${name}" in the model of this pack`);
    return null;
  }
  if (ref.kind === 'entry' && !lists.has(ref.list.name)) {
    const list = ref.list.name;
    reader.fail(
      pointer,
      'outside-list',
      `"${name}" is a fact of each ${list}: ask inside "each: ${list}", "some: ${list}", "every" or "none"`,
    );
    return null;
  }
  return ref;
}

type OperatorName = (typeof OPERATORS)[number];

function operatorsOf({ type, ordered }: FieldSpec): readonly OperatorName[] {
  switch (type) {
    case 'values':
    case 'production':
      return ordered ? ['equals', 'in', 'lt', 'lte', 'gt', 'gte'] : ['equals', 'in'];
    case 'number':
      return ['equals', 'in', 'lt', 'lte', 'gt', 'gte'];
    case 'time':
      return ['before', 'after'];
    case 'words':
      return ['overlaps', 'within'];
    case 'text':
      return ['equals', 'in', 'within'];
  }
}

function checkLiteral(literal: Literal, field: FieldSpec, pointer: string, reader: Reader): void {
  if (field.values !== null && !field.values.includes(literal as string))
    reader.fail(pointer, 'outside-model', `"${literal}" is none of ${field.values.join(', ')}`);
  if (field.type === 'number' && typeof literal !== 'number') reader.fail(pointer, 'outside-model', 'must be a number');
  if (field.type === 'text' && typeof literal !== 'string') reader.fail(pointer, 'outside-model', 'must be a text');
}

function literalsOf(comparison: Comparison): readonly Literal[] {
  if ('in' in comparison) return comparison.in;
  if ('equals' in comparison) return [comparison.equals];
  if ('lt' in comparison) return [comparison.lt];
  if ('lte' in comparison) return [comparison.lte];
  if ('gt' in comparison) return [comparison.gt];
  return 'gte' in comparison ? [comparison.gte] : [];
}

/** Parts that add nothing, or that no facts can satisfy together. */
function checkParts(
  name: 'all' | 'any',
  parts: readonly Condition[],
  pointer: string,
  { model, reader }: ConditionScope,
): void {
  const seen = new Set<string>();
  const left = new Map<string, readonly Literal[]>();
  parts.forEach((part, index) => {
    const at = `${pointer}/${index}`;
    const text = JSON.stringify(part);
    if (seen.has(text)) reader.fail(at, 'unreachable', 'the same condition stands here twice');
    seen.add(text);
    if (name === 'any' || !('fact' in part)) return;
    const allowed = allowedBy(part, model);
    if (allowed === null) return;
    const before = left.get(part.fact);
    const now = before === undefined ? allowed : before.filter((word) => allowed.includes(word));
    left.set(part.fact, now);
    if (now.length === 0)
      reader.fail(at, 'unreachable', `no value of "${part.fact}" satisfies this and what stands before it`);
  });
}

/** Values that a comparison of words lets through; null where they cannot be listed. */
function allowedBy(comparison: Comparison, model: FactModel): readonly Literal[] | null {
  if ('equals' in comparison) return [comparison.equals];
  if ('in' in comparison) return comparison.in;
  const values = model.refs.get(comparison.fact)?.field.values ?? null;
  return values === null ? null : wordsOf(comparison, values);
}
