import type { Comparison, Condition, Literal, Quantified } from '../condition/types.js';
import { RFC_3339 } from '../facts/reading.js';
import { pointerTo } from './fault.js';
import { PACK_LIMITS } from './limits.js';
import { isMembers, type Reader } from './reader.js';

/** A stand-in where there is a fault: it matches always, should it ever be evaluated. */
const ALWAYS: Condition = { all: [] };

/** Reads one condition, with its parts counted together. */
export function readCondition(value: unknown, pointer: string, reader: Reader): Condition {
  const budget = { parts: 0 };
  return read(value, pointer, 1, budget, reader);
}

function read(value: unknown, pointer: string, depth: number, budget: { parts: number }, reader: Reader): Condition {
  budget.parts += 1;
  if (budget.parts > PACK_LIMITS.conditionParts) {
    if (budget.parts === PACK_LIMITS.conditionParts + 1)
      reader.fail(pointer, 'too-many', `a condition has at most ${PACK_LIMITS.conditionParts} parts`);
    return ALWAYS;
  }
  if (depth > PACK_LIMITS.conditionDepth) {
    reader.fail(pointer, 'too-deep', `a condition is at most ${PACK_LIMITS.conditionDepth} deep`);
    return ALWAYS;
  }
  if (value === undefined) return ALWAYS;
  const inner = (part: unknown, at: string) => read(part, at, depth + 1, budget, reader);
  if (!isMembers(value)) {
    reader.fail(pointer, 'wrong-type', 'must be a condition, such as {fact: asset.genai, in: [partial, full]}');
    return ALWAYS;
  }
  const kind = KINDS.find((name) => Object.hasOwn(value, name));
  switch (kind) {
    case 'all':
    case 'any': {
      reader.object(value, pointer, [kind]);
      const parts = reader.list(value[kind], pointerTo(pointer, kind), { least: 1 }, inner);
      return kind === 'all' ? { all: parts } : { any: parts };
    }
    case 'not':
      reader.object(value, pointer, ['not']);
      return { not: inner(value['not'], pointerTo(pointer, 'not')) };
    case 'switch':
      reader.object(value, pointer, ['switch']);
      return { switch: reader.text(value['switch'], pointerTo(pointer, 'switch'), PACK_LIMITS.word) };
    case 'some':
    case 'every':
    case 'none': {
      reader.object(value, pointer, [kind, 'where']);
      const list = reader.text(value[kind], pointerTo(pointer, kind), PACK_LIMITS.word);
      const where = inner(value['where'], pointerTo(pointer, 'where'));
      return { [kind]: list, where } as unknown as Quantified;
    }
    case 'fact':
      return readComparison(value, pointer, reader);
    case undefined:
      reader.fail(pointer, 'missing', `a condition has one of the members ${KINDS.join(', ')}`);
      return ALWAYS;
  }
}

const KINDS = ['all', 'any', 'not', 'switch', 'some', 'every', 'none', 'fact'] as const;
export const OPERATORS = ['equals', 'in', 'lt', 'lte', 'gt', 'gte', 'before', 'after', 'overlaps', 'within'] as const;

function readComparison(value: Readonly<Record<string, unknown>>, pointer: string, reader: Reader): Comparison {
  reader.object(value, pointer, ['fact'], OPERATORS);
  const fact = reader.text(value['fact'], pointerTo(pointer, 'fact'), PACK_LIMITS.word);
  const operators = OPERATORS.filter((name) => Object.hasOwn(value, name));
  const [operator] = operators;
  if (operator === undefined || operators.length > 1) {
    reader.fail(pointer, 'missing', `a comparison has exactly one of ${OPERATORS.join(', ')}`);
    return { fact, in: [] };
  }
  const at = pointerTo(pointer, operator);
  const operand = value[operator];
  switch (operator) {
    case 'in':
      return { fact, in: reader.list(operand, at, { least: 1 }, (item, place) => readLiteral(item, place, reader)) };
    case 'overlaps':
      return { fact, overlaps: readWords(operand, at, reader) };
    case 'within':
      if (!isMembers(operand)) return { fact, within: readWords(operand, at, reader) };
      reader.object(operand, at, ['fact']);
      return { fact, within: { fact: reader.text(operand['fact'], pointerTo(at, 'fact'), PACK_LIMITS.word) } };
    case 'before':
    case 'after': {
      const text = reader.text(operand, at, PACK_LIMITS.word);
      if (text !== '' && !(RFC_3339.test(text) && !Number.isNaN(Date.parse(text))))
        reader.fail(at, 'malformed', 'must be a time with offset, such as 2026-08-02T00:00:00Z');
      return operator === 'before' ? { fact, before: text } : { fact, after: text };
    }
    default:
      return { fact, [operator]: readLiteral(operand, at, reader) } as unknown as Comparison;
  }
}

export function readLiteral(value: unknown, pointer: string, reader: Reader): Literal {
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  return reader.text(value, pointer, PACK_LIMITS.word);
}

function readWords(value: unknown, pointer: string, reader: Reader): string[] {
  return reader.list(value, pointer, { least: 1 }, (item, at) => reader.text(item, at, PACK_LIMITS.word));
}
