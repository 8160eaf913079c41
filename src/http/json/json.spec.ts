import { describe, expect, it } from 'vitest';
import { Problem } from '../../ledger/ports.js';
import { JSON_LIMITS, readJson, scanJson } from './index.js';

const read = (text: string | Uint8Array) => readJson(typeof text === 'string' ? Buffer.from(text) : text);

function problemOf(text: string | Uint8Array): { slug: string; detail: string; errors: readonly unknown[] } {
  try {
    read(text);
  } catch (error) {
    if (error instanceof Problem) return { slug: error.slug, detail: error.message, errors: error.errors };
    throw error;
  }
  throw new Error(`${String(text)} was read`);
}

describe('reading JSON', () => {
  it('gives the value of an honest document', () => {
    expect(read('{"a":[1,"two",{"b":null}],"c":"\\u00e9\\"x\\\\"}')).toEqual({
      a: [1, 'two', { b: null }],
      c: 'é"x\\',
    });
    expect(read('\ufeff[]')).toEqual([]);
  });

  it.each([
    ['{"a":1', 'it ends too early'],
    ['', 'it is empty'],
    ['  ', 'it is empty'],
    ['{"a":1,\n "b" 2}', 'unexpected text at line 2, column 6'],
    ['[1,]', 'unexpected text at line 1, column 4'],
    ['{"a":tru}', 'unexpected text at line 1, column 6'],
    ['{"a":1}x', 'unexpected text at line 1, column 8'],
    ['{"a":1}}', 'unexpected text at line 1, column 8'],
    ['{,}', 'unexpected text at line 1, column 2'],
    ['[01]', 'unexpected text at line 1, column 2'],
    ['{"a":"\n"}', 'unexpected text at line 1, column 6'],
  ])('says where %j stops being JSON', (text, where) => {
    expect(problemOf(text)).toEqual({ slug: 'malformed-body', detail: `The body is not JSON: ${where}.`, errors: [] });
  });

  it('names the first byte that is no UTF-8', () => {
    const bytes = Buffer.concat([Buffer.from('{"é":"'), Buffer.from([0xff]), Buffer.from('"}')]);
    expect(problemOf(bytes)).toMatchObject({
      slug: 'malformed-body',
      detail: 'The body is not UTF-8: byte 7 begins no character.',
    });
    expect(problemOf(Buffer.from([0x22, 0xe2, 0x82]))).toMatchObject({
      detail: 'The body is not UTF-8: byte 1 begins no character.',
    });
  });

  it('refuses a member given twice, also when one is written with an escape', () => {
    expect(problemOf('{"data":{"inputs":[{"asset":"a","\\u0061sset":"b"}]}}')).toEqual({
      slug: 'invalid-request',
      detail: '/data/inputs/0/asset is given twice in the same object.',
      errors: [
        { pointer: '/data/inputs/0/asset', message: 'is given twice in the same object', code: 'duplicate-member' },
      ],
    });
  });

  it('takes the same name in different objects', () => {
    expect(read('[{"a":{"a":1}},{"a":2}]')).toEqual([{ a: { a: 1 } }, { a: 2 }]);
  });

  it.each(['__proto__', 'prototype', 'constructor', '\\u005f_proto__'])('refuses the member name %s', (name) => {
    expect(problemOf(`{"labels":{"${name}":"x"}}`)).toMatchObject({
      slug: 'invalid-request',
      errors: [{ code: 'forbidden-member' }],
    });
  });

  it('takes 32 levels and refuses the 33rd where it opens', () => {
    const nested = (levels: number) => '['.repeat(levels) + ']'.repeat(levels);
    expect(() => read(nested(32))).not.toThrow();
    expect(problemOf(nested(33)).errors).toEqual([
      { pointer: '/0'.repeat(32), message: 'is nested more than 32 levels deep', code: 'too-deep' },
    ]);
  });

  it('measures strings and names in bytes of UTF-8', () => {
    const limit = JSON_LIMITS.maxString;
    expect(() => read(JSON.stringify({ a: 'x'.repeat(limit) }))).not.toThrow();
    expect(problemOf(JSON.stringify({ a: 'x'.repeat(limit + 1) })).errors).toMatchObject([
      { pointer: '/a', code: 'too-long' },
    ]);
    expect(problemOf(JSON.stringify({ a: 'é'.repeat(limit / 2 + 1) })).errors).toMatchObject([
      { pointer: '/a', code: 'too-long' },
    ]);
    expect(() => read(JSON.stringify({ a: '\n'.repeat(limit) }))).not.toThrow();
    expect(problemOf(JSON.stringify({ ['n'.repeat(limit + 1)]: 1 })).errors).toMatchObject([{ code: 'too-long' }]);
  });

  it('refuses half a surrogate pair', () => {
    expect(problemOf('{"a":"\\ud800"}').errors).toMatchObject([{ pointer: '/a', code: 'not-unicode' }]);
    expect(read('{"a":"\\ud83c\\udfac"}')).toEqual({ a: '🎬' });
  });

  it('refuses a number that would become infinite', () => {
    expect(problemOf('{"a":[1,-2.5e-3,1e400]}').errors).toMatchObject([{ pointer: '/a/2', code: 'number-range' }]);
    expect(problemOf(`[${'9'.repeat(400)}]`).errors).toMatchObject([{ pointer: '/0', code: 'number-range' }]);
    expect(read('[1,-2.5e-3,1e300,0]')).toEqual([1, -0.0025, 1e300, 0]);
  });

  it('escapes member names in pointers', () => {
    expect(problemOf('{"a/b~c":{"x":1,"x":2}}').errors).toMatchObject([{ pointer: '/a~1b~0c/x' }]);
  });

  it('is not misled by quotes, brackets and backslashes inside strings', () => {
    expect(read('{"a":"[{\\"\\\\","b":"}],","c":"\\\\\\\\"}')).toEqual({ a: '[{"\\', b: '}],', c: '\\\\' });
  });
});

describe('scanning the elements of an array', () => {
  it('says where each stands and keeps the faults of one from hiding those of another', () => {
    const text = ' [ {"a":1} ,{"b":1,"b":2}, 3, [4,[5]] ] ';
    const { elements, faults } = scanJson(text, JSON_LIMITS);
    expect(elements?.map(([start, end]) => text.slice(start, end).trim())).toEqual([
      '{"a":1}',
      '{"b":1,"b":2}',
      '3',
      '[4,[5]]',
    ]);
    expect(faults.map(({ path }) => path)).toEqual([[1, 'b']]);
  });

  it('reports at most 20 faults an element', () => {
    const bad = `{${Array.from({ length: 50 }, () => '"a":1').join(',')}}`;
    const { faults } = scanJson(`[${bad},${bad}]`, JSON_LIMITS);
    expect(faults.filter(({ path }) => path[0] === 0)).toHaveLength(20);
    expect(faults.filter(({ path }) => path[0] === 1)).toHaveLength(20);
  });

  it('finds no elements in an empty array and none in an object', () => {
    expect(scanJson('[ ]', JSON_LIMITS).elements).toEqual([]);
    expect(scanJson('{"a":[1]}', JSON_LIMITS).elements).toBeNull();
  });
});
