import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { replaceLast } from './fold.js';
import { count, dictionary, flag, integer, list, nullable, object, oneOf, optional, text, where } from './shape.js';
import { headWithin, jsonBytes } from './size.js';
import { daysAfter, utcTime } from './time.js';

describe('times', () => {
  it.each([
    ['2026-03-12T18:00:00Z', '2026-03-12T18:00:00.000Z'],
    ['2026-03-12T18:00:00.123456Z', '2026-03-12T18:00:00.123Z'],
    ['2026-03-12T18:00:00+02:00', '2026-03-12T16:00:00.000Z'],
    ['2026-03-01t00:30:00+01:00', '2026-02-28T23:30:00.000Z'],
    ['2024-02-29T00:00:00z', '2024-02-29T00:00:00.000Z'],
  ])('%s is %s', (time, utc) => {
    expect(utcTime(time)).toBe(utc);
  });

  it.each([
    '2026-03-12',
    '2026-03-12T18:00:00',
    '2026-03-12 18:00:00Z',
    '2026-02-30T00:00:00Z',
    '2026-13-01T00:00:00Z',
    '2026-01-01T25:00:00Z',
    '9999-12-31T23:59:59-01:00',
    '0000-01-01T00:00:00+01:00',
    'now',
    '',
  ])('%j is no time', (time) => {
    expect(utcTime(time)).toBeNull();
  });

  it('are counted in whole days', () => {
    expect(daysAfter('2026-03-10T12:00:00.000Z', 90)).toBe('2026-06-08T12:00:00.000Z');
  });
});

describe('shapes', () => {
  const shape = object<{ a: string; b?: number; c: null | readonly boolean[] }>({
    a: text,
    b: optional(count),
    c: nullable(list(flag)),
  });

  it('accept what fits, members that they do not name included', () => {
    expect(shape({ a: '', c: null }, '')).toBeNull();
    expect(shape({ a: '', b: 1, c: [true], d: 1 }, '')).toBeNull();
  });

  it.each([
    [null, ''],
    [[], ''],
    [{ a: 1, c: null }, '/a'],
    [{ a: '', b: -1, c: null }, '/b'],
    [{ a: '', b: null, c: null }, '/b'],
    [{ a: '' }, '/c'],
    [{ a: '', c: [true, 0] }, '/c/1'],
  ])('say where %j does not fit', (value, pointer) => {
    expect(shape(value, '')?.pointer).toBe(pointer);
  });

  it('look into every member of a dictionary, and take nothing else for one', () => {
    expect(dictionary(text)({ a: '', b: '' }, '/x')).toBeNull();
    expect(dictionary(text)({ a: '', b: 1 }, '/x')?.pointer).toBe('/x/b');
    for (const value of [1, 'a', null, []]) expect(dictionary(text)(value, '/x')?.pointer).toBe('/x');
  });

  it('ask for a further condition only of what has the shape', () => {
    const short = where(text, (value) => (value.length < 3 ? null : 'must be short'));
    expect(short('ab', '/x')).toBeNull();
    expect(short('abc', '/x')).toEqual({ pointer: '/x', message: 'must be short' });
    expect(short(null, '/x')).toEqual({ pointer: '/x', message: 'must be a string' });
  });

  it('escape names in pointers, and take only whole numbers that JSON keeps', () => {
    expect(dictionary(text)({ 'a/b~c': 1 }, '/x')?.pointer).toBe('/x/a~1b~0c');
    expect([1.5, Number.NaN, 2 ** 53, '1'].map((value) => integer(value, '') === null)).toEqual([
      false,
      false,
      false,
      false,
    ]);
    expect(integer(-1, '')).toBeNull();
    expect(oneOf(['a', 'b'])('c', '/x')).toEqual({ pointer: '/x', message: 'must be one of a, b' });
  });
});

describe('sizes', () => {
  const texts = fc.array(fc.string({ unit: 'grapheme', maxLength: 40 }), { maxLength: 40 });

  it('a head that fits is as long as it can be', () => {
    fc.assert(
      fc.property(texts, fc.nat(600), (entries, bytes) => {
        const head = headWithin(entries, bytes);
        const size = (length: number) => entries.slice(0, length).reduce((sum, entry) => sum + jsonBytes(entry) + 1, 0);
        expect(head).toEqual(entries.slice(0, head.length));
        expect(size(head.length)).toBeLessThanOrEqual(bytes);
        expect(head.length === entries.length || size(head.length + 1) > bytes).toBe(true);
      }),
    );
  });
});

describe('replaceLast', () => {
  it('replaces the last entry that fits, and says where there is none', () => {
    const entries = [1, 2, 1];
    expect(
      replaceLast(
        entries,
        (entry) => entry === 1,
        () => 9,
      ),
    ).toBe(true);
    expect(entries).toEqual([1, 2, 9]);
    expect(
      replaceLast(
        entries,
        (entry) => entry === 7,
        () => 0,
      ),
    ).toBe(false);
    expect(entries).toEqual([1, 2, 9]);
  });
});
