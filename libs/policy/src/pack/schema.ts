import { DELIVERY_CLASSES } from '@clearance/domain';
import { PLAIN_STEPS } from './format.js';
import { PACK_LIMITS } from './limits.js';
import { BASES, FIELD_TYPES } from './read-facts.js';
import { CLASSES, OUTCOMES } from './read-rule.js';
import { DATE, ID, NAME, RULE_ID, VERSION, WORD } from './reader.js';
import { listOf, named, object, oneOf, shaped, text, word, type Schema } from './schema-parts.js';
import { TESTS_SCHEMA } from '../trial/schema.js';

const ref = (name: string): Schema => ({ $ref: `#/definitions/${name}` });
const literal: Schema = { anyOf: [{ type: 'number' }, word] };
const words = listOf(word, 1);

const comparison = (operator: string, operand: Schema): Schema => object({ fact: word, [operator]: operand });
const quantified = (kind: string): Schema => object({ [kind]: word, where: ref('condition') });

const condition: Schema = {
  oneOf: [
    object({ all: listOf(ref('condition'), 1) }),
    object({ any: listOf(ref('condition'), 1) }),
    object({ not: ref('condition') }),
    object({ switch: word }),
    quantified('some'),
    quantified('every'),
    quantified('none'),
    comparison('in', listOf(literal, 1)),
    ...['equals', 'lt', 'lte', 'gt', 'gte'].map((operator) => comparison(operator, literal)),
    ...['before', 'after'].map((operator) => comparison(operator, word)),
    comparison('overlaps', words),
    comparison('within', { oneOf: [words, object({ fact: word })] }),
  ],
};

const step: Schema = {
  oneOf: [
    object({ approval: word }),
    object({ fact: word }, { equals: literal }),
    object({ fact: word, in: listOf(literal, 1) }),
    ...['ruling', ...PLAIN_STEPS].map((kind) => object({ [kind]: { const: true } })),
  ],
};

const field: Schema = {
  ...object(
    {},
    {
      title: text,
      values: listOf(shaped(WORD), 1),
      type: oneOf(FIELD_TYPES),
      state: { type: 'boolean' },
      favourableNeeds: {
        ...object({}, { values: listOf(word, 1), basis: listOf(oneOf(BASES), 1), evidence: { type: 'boolean' } }),
        anyOf: [{ required: ['basis'] }, { required: ['evidence'], properties: { evidence: { const: true } } }],
      },
      impliedBy: object({ class: object({}, Object.fromEntries(DELIVERY_CLASSES.map((cls) => [cls, word]))) }),
    },
  ),
  oneOf: [{ required: ['values'] }, { required: ['type'] }],
};

const rule = object(
  {
    id: shaped(RULE_ID),
    title: text,
    source: object({ doc: word, section: word, asOf: shaped(DATE) }),
    outcome: oneOf(OUTCOMES),
    when: ref('condition'),
    message: text,
  },
  {
    code: shaped(ID),
    classes: listOf(oneOf(CLASSES), 1),
    each: word,
    at: oneOf(['made', 'now', 'both']),
    travels: oneOf(['content', 'rights', 'act']),
    hint: { type: 'boolean' },
    unknown: text,
    clears: object({ message: text, anyOf: listOf(listOf(ref('step'), 1, 20), 1, 20) }),
  },
);

/**
 * The form of a pack as JSON Schema (draft-07), for editors. What a pack means is not in it: `loadPack` alone says whether a
 * pack is right.
 */
export const PACK_SCHEMA: Schema = {
  $schema: 'http://json-schema.org/draft-07/schema#',
  title: 'Policy pack',
  ...object(
    {
      id: shaped(ID),
      version: shaped(VERSION),
      title: text,
      notice: text,
      sources: listOf(
        object(
          { id: shaped(ID), title: text, publisher: text, published: shaped(DATE), read: shaped(DATE) },
          { url: text },
        ),
        1,
      ),
      rules: listOf(rule, 1, PACK_LIMITS.rules),
    },
    {
      facts: named(NAME, ref('group'), PACK_LIMITS.groups),
      switches: named(NAME, object({ default: { type: 'boolean' }, message: text }), PACK_LIMITS.switches),
      approvals: listOf(
        object({ kind: shaped(ID), by: text }, { maxAge: word, quorum: { type: 'integer', minimum: 1, maximum: 10 } }),
      ),
      vocabularies: object({}, { digitalSourceType: named(WORD, word, PACK_LIMITS.list) }),
      tolerance: word,
      replace: listOf(word),
      tests: TESTS_SCHEMA,
    },
  ),
  definitions: {
    condition,
    step,
    group: object(
      { fields: named(NAME, field, PACK_LIMITS.fields) },
      { title: text, list: shaped(NAME), from: oneOf(['tool', 'vendor', 'consent']), citedBy: word },
    ),
  },
};
