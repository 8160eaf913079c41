import { EDGE_KINDS } from '@clearance/domain';
import { PACK_LIMITS } from '../pack/limits.js';
import { BASES } from '../pack/read-facts.js';
import { ID, NAME } from '../pack/reader.js';
import { listOf, named, object, oneOf, shaped, text, word, type Schema } from '../pack/schema-parts.js';
import { COUNTING_OUTCOMES, GIVEN_CLASSES, WAYS } from './format.js';
import { ENTRY, FACT, FINDING, INPUT, TEST_ID } from './names.js';

const NULL: Schema = { type: 'null' };
const scalar: Schema = { anyOf: [{ type: 'number' }, text, listOf(text)] };
const entry = named(NAME, scalar, PACK_LIMITS.fields);
const fields = named(NAME, { anyOf: [NULL, scalar] }, PACK_LIMITS.fields);
const many = (name: RegExp, value: Schema) => named(name, value, PACK_LIMITS.list);

const step = object(
  {},
  {
    made: oneOf(WAYS),
    tool: word,
    version: word,
    mode: word,
    model: word,
    vendor: word,
    name: word,
    inputs: many(INPUT, oneOf(EDGE_KINDS)),
  },
);

const stage = {
  facts: many(FACT, { anyOf: [NULL, scalar, listOf(entry)] }),
  basis: oneOf(BASES),
  evidence: { type: 'boolean' },
  steps: listOf(step, 0, PACK_LIMITS.stages),
  tools: many(ENTRY, object({}, { class: oneOf(GIVEN_CLASSES), terms: fields })),
  vendors: many(ENTRY, fields),
  consents: many(ENTRY, fields),
  use: many(NAME, { anyOf: [NULL, text, listOf(text)] }),
  approvals: many(FINDING, { anyOf: [shaped(ID), listOf(shaped(ID), 1, PACK_LIMITS.stages)] }),
  notices: listOf(shaped(FINDING)),
  cleared: listOf(shaped(FINDING)),
};
const expect = many(FINDING, oneOf(COUNTING_OUTCOMES));

/** The form of the tests of a pack; a part of PACK_SCHEMA. */
export const TESTS_SCHEMA: Schema = listOf(
  object(
    { id: shaped(TEST_ID), expect },
    {
      title: text,
      like: shaped(TEST_ID),
      switches: named(NAME, { type: 'boolean' }, PACK_LIMITS.switches),
      ...stage,
      later: listOf(object({ expect }, { after: word, ...stage }), 1, PACK_LIMITS.stages),
    },
  ),
  0,
  PACK_LIMITS.tests,
);
