import { Ajv } from 'ajv';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { BUNDLED_PACKS } from '../packs/bundled.js';
import { BUNDLED_TESTS } from '../packs/bundled-tests.js';
import { brokenTexts } from '../testing/fuzz.js';
import { SMALL_PACK, TESTED_PACK } from '../testing/small-pack.js';
import { documentDigest } from './compile.js';
import { loadPack } from './load.js';
import { PACK_SCHEMA } from './schema.js';

const TIMEOUT = 120_000;
const validate = new Ajv({ strict: true, strictRequired: false }).compile(PACK_SCHEMA);

/** The bundled packs as their authors wrote them. */
const WITH_TESTS = BUNDLED_PACKS.map((pack) => ({ ...pack, tests: BUNDLED_TESTS[documentDigest(pack)] }));

/** Codes of the form: what a schema can tell. */
const OF_FORM = ['wrong-type', 'missing', 'unexpected', 'too-many', 'not-allowed'];

describe('the JSON Schema for editors', () => {
  it('accepts the packs that come with the ledger', () => {
    for (const pack of [parse(TESTED_PACK) as unknown, ...BUNDLED_PACKS, ...WITH_TESTS]) {
      expect([validate(pack), validate.errors]).toEqual([true, null]);
    }
  });

  it.each([
    ['no object', []],
    ['an empty pack', {}],
    ['a member nobody knows', { ...(parse(SMALL_PACK) as object), colour: 'red' }],
    ['a condition of two kinds', withWhen({ all: [{ switch: 'strict' }], any: [{ switch: 'strict' }] })],
    ['a comparison without operator', withWhen({ fact: 'asset.genai' })],
    [
      'a step that is not true',
      { ...(parse(SMALL_PACK) as object), rules: [rule({ clears: { message: 'm', anyOf: [[{ replace: 1 }]] } })] },
    ],
  ])('refuses %s, as the reader does', (_, pack) => {
    expect(validate(pack)).toBe(false);
    expect(loadPack(JSON.stringify(pack)).ok).toBe(false);
  });

  it(
    'refuses nothing that the reader lets through, and of the form lets through nothing that the reader refuses',
    () => {
      fc.assert(
        fc.property(brokenTexts(TESTED_PACK), (text) => {
          const plain = plainOf(text);
          fc.pre(plain !== undefined);
          const loaded = loadPack(text);
          const isRefused = !loaded.ok && loaded.faults.some(({ code, pointer }) => isForm(code, pointer));
          const expected = loaded.ok ? [true] : isRefused ? [false] : [true, false];
          expect(expected).toContain(validate(plain));
        }),
        { numRuns: 500 },
      );
    },
    TIMEOUT,
  );
});

/** undefined where the text is no YAML, or not plain. */
function plainOf(text: string): unknown {
  try {
    return parse(text, { schema: 'core', version: '1.2', logLevel: 'silent' }) as unknown;
  } catch {
    return undefined;
  }
}

/** `not-allowed` is also said of meanings: fixed kinds, ids of the base pack, hints. */
function isForm(code: string, pointer: string): boolean {
  return OF_FORM.includes(code) && (code !== 'not-allowed' || !/\/(kind|id|outcome)$/.test(pointer));
}

function rule(parts: object): object {
  const [first] = (parse(SMALL_PACK) as { rules: object[] }).rules;
  return { ...first, ...parts };
}

function withWhen(when: object): object {
  return { ...(parse(SMALL_PACK) as object), rules: [rule({ when })] };
}
