import { EDGE_KINDS } from '@clearance/domain';
import { durationOf } from '../pack/duration.js';
import { pointerTo } from '../pack/fault.js';
import { PACK_LIMITS } from '../pack/limits.js';
import { BASES, optional } from '../pack/read-facts.js';
import { ID, isMembers, NAME, type Members, type Reader } from '../pack/reader.js';
import {
  COUNTING_OUTCOMES,
  GIVEN_CLASSES,
  WAYS,
  type GivenFields,
  type GivenScalar,
  type GivenStep,
  type GivenTool,
  type GivenValue,
  type LaterStage,
  type PackTest,
  type Stage,
} from './format.js';
import { ENTRY, FACT, FINDING, INPUT, TEST_ID } from './names.js';

export const STAGE_MEMBERS = [
  'facts',
  'basis',
  'evidence',
  'steps',
  'tools',
  'vendors',
  'consents',
  'use',
  'approvals',
  'notices',
  'cleared',
] as const;

/** The form of the tests that a pack carries; what they mean is checked afterwards (check.ts). */
export function readTests(value: unknown, pointer: string, reader: Reader): PackTest[] {
  return reader.list(value, pointer, { most: PACK_LIMITS.tests }, (test, at) => readTest(test, at, reader));
}

function readTest(value: unknown, pointer: string, reader: Reader): PackTest {
  const test = reader.object(
    value,
    pointer,
    ['id', 'expect'],
    ['title', 'like', 'switches', 'later', ...STAGE_MEMBERS],
  );
  const at = (name: string) => pointerTo(pointer, name);
  const id = (word: unknown, place: string) => reader.word(word, place, TEST_ID, 'letters, digits, dots and dashes');
  return {
    id: id(test['id'], at('id')),
    ...optional(test, 'title', (title) => reader.text(title, at('title'))),
    ...optional(test, 'like', (like) => id(like, at('like'))),
    ...optional(test, 'switches', (switches) =>
      reader.dictionary(switches, at('switches'), PACK_LIMITS.switches, NAME, (on, place) => reader.flag(on, place)),
    ),
    ...readStage(test, pointer, reader),
    ...optional(test, 'later', (later) =>
      reader.list(later, at('later'), { least: 1, most: PACK_LIMITS.stages }, (stage, place) =>
        readLater(stage, place, reader),
      ),
    ),
  };
}

function readLater(value: unknown, pointer: string, reader: Reader): LaterStage {
  const stage = reader.object(value, pointer, ['expect'], ['after', ...STAGE_MEMBERS]);
  return {
    ...optional(stage, 'after', (after) => readDuration(after, pointerTo(pointer, 'after'), reader)),
    ...readStage(stage, pointer, reader),
  };
}

function readStage(stage: Members, pointer: string, reader: Reader): Stage {
  const at = (name: string) => pointerTo(pointer, name);
  const named = <T>(member: unknown, name: string, form: RegExp, read: (value: unknown, place: string) => T) =>
    reader.dictionary(member, at(name), PACK_LIMITS.list, form, read);
  const findings = (member: unknown, name: string) =>
    reader.list(member, at(name), {}, (key, place) => reader.word(key, place, FINDING, 'a rule, or rule/element'));
  const fields = (member: unknown, place: string) => readFields(member, place, reader);
  return {
    ...optional(stage, 'facts', (facts) =>
      named(facts, 'facts', FACT, (given, place) => orNull(given, () => readValue(given, place, reader))),
    ),
    ...optional(stage, 'basis', (basis) => reader.oneOf(basis, at('basis'), BASES)),
    ...optional(stage, 'evidence', (evidence) => reader.flag(evidence, at('evidence'))),
    ...optional(stage, 'steps', (steps) =>
      reader.list(steps, at('steps'), { most: PACK_LIMITS.stages }, (step, place) => readStep(step, place, reader)),
    ),
    ...optional(stage, 'tools', (tools) =>
      named(tools, 'tools', ENTRY, (tool, place) => readTool(tool, place, reader)),
    ),
    ...optional(stage, 'vendors', (vendors) => named(vendors, 'vendors', ENTRY, fields)),
    ...optional(stage, 'consents', (consents) => named(consents, 'consents', ENTRY, fields)),
    ...optional(stage, 'use', (use) =>
      named(use, 'use', NAME, (word, place) => orNull(word, () => readWordOrWords(word, place, reader))),
    ),
    ...optional(stage, 'approvals', (approvals) =>
      named(approvals, 'approvals', FINDING, (kinds, place) => readKinds(kinds, place, reader)),
    ),
    expect: named(stage['expect'], 'expect', FINDING, (word, place) => reader.oneOf(word, place, COUNTING_OUTCOMES)),
    ...optional(stage, 'notices', (notices) => findings(notices, 'notices')),
    ...optional(stage, 'cleared', (cleared) => findings(cleared, 'cleared')),
  };
}

function readStep(value: unknown, pointer: string, reader: Reader): GivenStep {
  const texts = ['tool', 'version', 'mode', 'model', 'vendor', 'name'] as const;
  const step = reader.object(value, pointer, [], ['made', 'inputs', ...texts]);
  const at = (name: string) => pointerTo(pointer, name);
  const words = texts.map((name) =>
    optional(step, name, (word) => reader.text(word, at(name), PACK_LIMITS.word)),
  ) as Partial<GivenStep>[];
  return {
    ...optional(step, 'made', (way) => reader.oneOf(way, at('made'), WAYS)),
    ...Object.assign({}, ...words),
    ...optional(step, 'inputs', (inputs) =>
      reader.dictionary(inputs, at('inputs'), PACK_LIMITS.list, INPUT, (kind, place) =>
        reader.oneOf(kind, place, EDGE_KINDS),
      ),
    ),
  };
}

function readTool(value: unknown, pointer: string, reader: Reader): GivenTool {
  const tool = reader.object(value, pointer, [], ['class', 'terms']);
  const at = (name: string) => pointerTo(pointer, name);
  return {
    ...optional(tool, 'class', (word) => reader.oneOf(word, at('class'), GIVEN_CLASSES)),
    ...optional(tool, 'terms', (terms) => readFields(terms, at('terms'), reader)),
  };
}

function readFields(value: unknown, pointer: string, reader: Reader): GivenFields {
  return reader.dictionary(value, pointer, PACK_LIMITS.fields, NAME, (field, at) =>
    orNull(field, () => readScalar(field, at, reader)),
  );
}

/** A value, or a list of entries. */
function readValue(value: unknown, pointer: string, reader: Reader): GivenValue {
  if (!Array.isArray(value) || !value.some((item) => isMembers(item))) return readScalar(value, pointer, reader);
  return reader.list(value, pointer, {}, (item, at) =>
    reader.dictionary(item, at, PACK_LIMITS.fields, NAME, (field, place) => readScalar(field, place, reader)),
  );
}

function readScalar(value: unknown, pointer: string, reader: Reader): GivenScalar {
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  return readWordOrWords(value, pointer, reader);
}

function readWordOrWords(value: unknown, pointer: string, reader: Reader): string | string[] {
  if (!Array.isArray(value)) return reader.text(value, pointer);
  return reader.list(value, pointer, {}, (word, at) => reader.text(word, at));
}

function readKinds(value: unknown, pointer: string, reader: Reader): string | string[] {
  const kind = (word: unknown, at: string) => reader.word(word, at, ID, 'small letters, digits and dashes');
  if (!Array.isArray(value)) return kind(value, pointer);
  return reader.list(value, pointer, { least: 1, most: PACK_LIMITS.stages }, kind);
}

function readDuration(value: unknown, pointer: string, reader: Reader): string {
  const text = reader.text(value, pointer, PACK_LIMITS.word);
  if (text !== '' && durationOf(text) === null)
    reader.fail(pointer, 'malformed', 'must be a duration of weeks, days, hours, minutes or seconds, such as P30D');
  return text;
}

function orNull<T>(value: unknown, read: () => T): T | null {
  return value === null ? null : read();
}
