import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Problem } from '../ledger/ports.js';
import { cursorFor, keyOfCursor } from './cursor.js';
import { etagOf, matchesEtag } from './etag.js';
import { isCleanText, parseTime } from './fields/index.js';
import { idempotencyKeyOf } from './idempotency-key.js';
import { preferencesOf } from './prefer.js';
import { normalisedPath } from './request-path.js';

describe('a cursor', () => {
  it('gives back its key under the same filters, in whatever order they are named', () => {
    const cursor = cursorFor({ state: 'clear', q: undefined, kind: 'image' }, ['a/b', 7]);
    expect(keyOfCursor(cursor, { kind: 'image', state: 'clear' })).toEqual(['a/b', 7]);
    expect(keyOfCursor(undefined, {})).toBeNull();
  });

  it.each([
    '',
    'x',
    '!!',
    Buffer.from('{}').toString('base64url'),
    Buffer.from('[]').toString('base64url'),
    Buffer.from('[["a"]]').toString('base64url'),
  ])('is refused as %j', (text) => {
    expect(() => keyOfCursor(text, {})).toThrow(Problem);
  });

  it('is refused under other filters', () => {
    expect(() => keyOfCursor(cursorFor({ state: 'clear' }, [1]), { state: 'denied' })).toThrow(/other filters/);
  });
});

describe('an ETag', () => {
  it('is that of everything but the position', () => {
    expect(etagOf({ a: 1, position: '7' })).toBe(etagOf({ a: 1, position: '8' }));
    expect(etagOf({ a: 1, position: '7' })).not.toBe(etagOf({ a: 2, position: '7' }));
    expect(etagOf({ a: { position: '1' } })).not.toBe(etagOf({ a: { position: '2' } }));
  });

  it('is matched in a list, weakly, or by *', () => {
    expect(['"x"', '"y", "x"', 'W/"x"', '*'].map((header) => matchesEtag(header, '"x"'))).toEqual([
      true,
      true,
      true,
      true,
    ]);
    expect([undefined, '', '"xy"', 'x'].map((header) => matchesEtag(header, '"x"'))).toEqual([
      false,
      false,
      false,
      false,
    ]);
  });
});

describe('an Idempotency-Key', () => {
  it('is 1 to 128 visible ASCII characters, quoted or bare', () => {
    expect([undefined, 'a', '"a"', ' k-1 ', '"', 'x'.repeat(128)].map(idempotencyKeyOf)).toEqual([
      null,
      'a',
      'a',
      'k-1',
      '"',
      'x'.repeat(128),
    ]);
    for (const bad of ['', '""', 'a b', 'é', 'x'.repeat(129), ['a', 'b']])
      expect(() => idempotencyKeyOf(bad)).toThrow(Problem);
  });
});

describe('Prefer', () => {
  it.each([
    [undefined, 10_000, false],
    ['wait=5', 5000, false],
    ['respond-async, wait=0', 0, true],
    ['handling=lenient; foo, WAIT="30"', 30_000, false],
    ['wait=600', 60_000, false],
    ['wait=soon', 10_000, false],
    [['respond-async', 'wait=1'], 1000, true],
  ])('%j waits %i ms', (header, waitMs, respondAsync) => {
    expect(preferencesOf(header)).toEqual({ waitMs, respondAsync });
  });
});

describe('a time', () => {
  it.each([
    ['2026-03-01T12:00:00Z', '2026-03-01T12:00:00.000Z'],
    ['2026-03-01t12:00:00.5z', '2026-03-01T12:00:00.500Z'],
    ['2026-03-01T00:30:00.123999+01:00', '2026-02-28T23:30:00.123Z'],
    ['2024-02-29T23:59:59-12:00', '2024-03-01T11:59:59.000Z'],
    ['0001-01-01T00:00:00Z', '0001-01-01T00:00:00.000Z'],
  ])('%s is %s', (text, utc) => {
    expect(parseTime(text)).toBe(utc);
  });

  it.each([
    '2026-03-01',
    '2026-03-01T12:00:00',
    '2026-02-29T00:00:00Z',
    '2026-13-01T00:00:00Z',
    '2026-03-01T24:00:00Z',
    '2026-03-01T12:00:60Z',
    '2026-03-01T12:00:00+24:00',
    '9999-12-31T23:59:59-01:00',
    'noon',
  ])('%s is none', (text) => {
    expect(parseTime(text)).toBeNull();
  });

  it('comes back as itself once it is in the ledger’s form', () => {
    const dates = fc.date({
      min: new Date('0001-01-01T00:00:00Z'),
      max: new Date('9999-12-31T00:00:00Z'),
      noInvalidDate: true,
    });
    expect(() =>
      fc.assert(fc.property(dates, (date) => parseTime(date.toISOString()) === date.toISOString())),
    ).not.toThrow();
  });
});

describe('a path', () => {
  it('is the same however its segments are encoded', () => {
    const paths = [
      '/v1/productions/p/assets/a%2Fb%3A1',
      '/v1/productions/p/assets/a%2fb:1?x=1',
      '/v1/productions/%70/assets/~YS9iOjE',
    ];
    expect(new Set(paths.map(normalisedPath))).toEqual(new Set(['/v1/productions/p/assets/a%2Fb%3A1']));
  });
});

describe('clean text', () => {
  it('holds no control or direction characters', () => {
    expect(
      ['plain', 'café 🎬', 'a\u0000', 'a\nb', 'a\u202eb', 'a\u2066b', '\u0085', '\u200f'].map(isCleanText),
    ).toEqual([true, true, false, false, false, false, false, false]);
  });
});
