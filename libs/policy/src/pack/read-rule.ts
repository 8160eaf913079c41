import { DELIVERY_CLASSES } from '@clearance/domain';
import type { Outcome } from '../types.js';
import { pointerTo } from './fault.js';
import { PLAIN_STEPS, type PackClears, type PackRule, type PackStep } from './format.js';
import { PACK_LIMITS } from './limits.js';
import { readCondition, readLiteral } from './read-condition.js';
import { optional } from './read-facts.js';
import { DATE, ID, isMembers, RULE_ID, type Reader } from './reader.js';

export const OUTCOMES: readonly Outcome[] = ['notice', 'escalate', 'approval', 'unknown', 'deny'];
export const CLASSES = ['*', ...DELIVERY_CLASSES] as const;

export function readRule(value: unknown, pointer: string, reader: Reader): PackRule {
  const rule = reader.object(
    value,
    pointer,
    ['id', 'title', 'source', 'outcome', 'when', 'message'],
    ['code', 'classes', 'each', 'at', 'travels', 'hint', 'unknown', 'clears'],
  );
  const at = (name: string) => pointerTo(pointer, name);
  const or = <T>(name: string, usual: T, read: (member: unknown) => T): T =>
    Object.hasOwn(rule, name) ? read(rule[name]) : usual;
  return {
    id: reader.word(rule['id'], at('id'), RULE_ID, 'letters, digits, dots and dashes'),
    title: reader.text(rule['title'], at('title')),
    source: readRuleSource(rule['source'], at('source'), reader),
    outcome: reader.oneOf(rule['outcome'], at('outcome'), OUTCOMES),
    ...optional(rule, 'code', (code) => reader.word(code, at('code'), ID, 'small letters, digits and dashes')),
    classes: or<PackRule['classes']>('classes', ['*'], (classes) =>
      reader.list(classes, at('classes'), { least: 1 }, (word, place) => reader.oneOf(word, place, CLASSES)),
    ),
    ...optional(rule, 'each', (each) => reader.text(each, at('each'), PACK_LIMITS.word)),
    at: or('at', 'both', (time) => reader.oneOf(time, at('at'), ['made', 'now', 'both'] as const)),
    when: readCondition(rule['when'], at('when'), reader),
    travels: or('travels', 'content', (way) => reader.oneOf(way, at('travels'), ['content', 'rights', 'act'] as const)),
    hint: or('hint', false, (hint) => reader.flag(hint, at('hint'))),
    message: reader.text(rule['message'], at('message')),
    ...optional(rule, 'unknown', (text) => reader.text(text, at('unknown'))),
    ...optional(rule, 'clears', (clears) => readClears(clears, at('clears'), reader)),
  };
}

function readRuleSource(value: unknown, pointer: string, reader: Reader): PackRule['source'] {
  const source = reader.object(value, pointer, ['doc', 'section', 'asOf']);
  const at = (name: string) => pointerTo(pointer, name);
  return {
    doc: reader.text(source['doc'], at('doc'), PACK_LIMITS.word),
    section: reader.text(source['section'], at('section'), PACK_LIMITS.word),
    asOf: reader.word(source['asOf'], at('asOf'), DATE, 'a date, such as 2025-11-11'),
  };
}

function readClears(value: unknown, pointer: string, reader: Reader): PackClears {
  const clears = reader.object(value, pointer, ['message', 'anyOf']);
  const at = (name: string) => pointerTo(pointer, name);
  return {
    message: reader.text(clears['message'], at('message')),
    anyOf: reader.list(clears['anyOf'], at('anyOf'), { least: 1, most: 20 }, (steps, place) =>
      reader.list(steps, place, { least: 1, most: 20 }, (step, where) => readStep(step, where, reader)),
    ),
  };
}

function readStep(value: unknown, pointer: string, reader: Reader): PackStep {
  const at = (name: string) => pointerTo(pointer, name);
  const step = isMembers(value) ? value : {};
  if (Object.hasOwn(step, 'approval')) {
    reader.object(value, pointer, ['approval']);
    return { approval: reader.text(step['approval'], at('approval'), PACK_LIMITS.word) };
  }
  if (Object.hasOwn(step, 'fact')) {
    reader.object(value, pointer, ['fact'], ['equals', 'in']);
    if (Object.hasOwn(step, 'equals') && Object.hasOwn(step, 'in'))
      reader.fail(pointer, 'unexpected', 'has either equals or in');
    return {
      fact: reader.text(step['fact'], at('fact'), PACK_LIMITS.word),
      ...optional(step, 'equals', (literal) => readLiteral(literal, at('equals'), reader)),
      ...optional(step, 'in', (list) =>
        reader.list(list, at('in'), { least: 1 }, (literal, place) => readLiteral(literal, place, reader)),
      ),
    };
  }
  const kind = (['ruling', ...PLAIN_STEPS] as const).find((name) => Object.hasOwn(step, name));
  if (kind === undefined) {
    reader.fail(pointer, 'missing', `a step is one of approval, fact, ruling, ${PLAIN_STEPS.join(', ')}`);
    return { ruling: true };
  }
  reader.object(value, pointer, [kind]);
  if (step[kind] !== true) reader.fail(at(kind), 'wrong-type', 'must be true');
  return { [kind]: true } as PackStep;
}
