import { describe, expect, it } from 'vitest';
import { itemsOf, problemsOf, readText } from '../../testing/readings.js';

const MD5 = 'd41d8cd98f00b204e9800998ecf8427e';
const SHA256 = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';

const items = (value: unknown) => readText({ name: 'items.json', text: JSON.stringify(value), format: 'items' });
const files = (text: string) => readText({ name: 'files.ndjson', text, format: 'files' });

describe('the items of a check', () => {
  it('are read from the object and from the bare list', () => {
    const list = [
      {
        path: 'a.mov',
        size: 0,
        digests: { sha256: SHA256.toUpperCase() },
        aliases: [{ scheme: 'reel', value: 'A002' }],
      },
    ];
    const expected = [
      {
        path: 'a.mov',
        size: 0,
        digests: { sha256: SHA256 },
        aliases: [{ scheme: 'reel', value: 'A002' }],
        role: 'content',
        failed: false,
        line: null,
      },
    ];
    expect(itemsOf(items({ items: list }))).toEqual(expected);
    expect(itemsOf(items(list))).toEqual(expected);
  });

  it('may have no size and no digests', () => {
    expect(itemsOf(items([{ path: 'a', digests: {} }]))).toMatchObject([{ path: 'a', size: null, digests: {} }]);
  });

  it.each<[string, unknown, string]>([
    ['no object', 7, '/items/1: an object is wanted'],
    ['no path', { digests: {} }, '/items/1/path: a string is wanted'],
    ['a list for digests', { path: 'b', digests: [] }, '/items/1/digests: an object of digests by algorithm is wanted'],
    ['a misspelt member', { path: 'b', digests: {}, digest: MD5 }, '/items/1/digest: an unknown member'],
    [
      'a role, which no client gives itself',
      { path: 'b', digests: {}, role: 'junk' },
      '/items/1/role: an unknown member',
    ],
    ['a size as text', { path: 'b', digests: {}, size: '5' }, '/items/1/size: a whole number of bytes is wanted'],
    ['a negative size', { path: 'b', digests: {}, size: -1 }, '/items/1/size: a whole number of bytes is wanted'],
    [
      'a digest of another length',
      { path: 'b', digests: { sha1: MD5 } },
      '/items/1/digests/sha1: this is no sha1 digest',
    ],
    ['a digest that is no text', { path: 'b', digests: { md5: 5 } }, '/items/1/digests/md5: a string is wanted'],
    [
      'another spelling of an algorithm',
      { path: 'b', digests: { MD5 } },
      '/items/1/digests/MD5: this algorithm is spelt md5',
    ],
    [
      'an unknown alias scheme',
      { path: 'b', digests: {}, aliases: [{ scheme: 'x', value: 'y' }] },
      '/items/1/aliases/0/scheme: one of path, file-name, clip-name, reel, urn-uuid, umid, tracker is wanted',
    ],
    [
      'an alias too long',
      { path: 'b', digests: {}, aliases: [{ scheme: 'reel', value: 'y'.repeat(1025) }] },
      '/items/1/aliases/0/value: 1 to 1024 characters are wanted',
    ],
  ])('are refused with %s, naming the member', (_what, item, message) => {
    const reading = items({ items: [{ path: 'a', digests: {} }, item] });
    expect(reading.ok).toBe(false);
    expect(reading.problems.map((problem) => problem.message)).toEqual([message]);
  });

  it('keep an unindexed digest visible', () => {
    expect(problemsOf(items([{ path: 'a', digests: { sha512: 'ab' } }]))).toEqual(['unindexed-digest@-']);
  });

  it('are refused beside other members', () => {
    expect(problemsOf(items({ items: [], files: [] }))).toEqual(['malformed-entry@-']);
    expect(problemsOf(items('items'))).toEqual(['malformed-entry@-']);
  });

  it('hold when there are none', () => {
    const reading = items({ items: [] });
    expect(reading.ok).toBe(true);
    expect(problemsOf(reading)).toEqual(['empty-manifest@-']);
  });

  it('are refused with the line of a fault in the JSON', () => {
    expect(problemsOf(readText({ name: 'x', text: '{"items": [\n1 2]}', format: 'items' }))).toEqual([
      'unreadable-manifest@2',
    ]);
  });

  it('are refused when nested beyond the limit', () => {
    const text = `{"items":\n${'['.repeat(40)}${']'.repeat(40)}}`;
    expect(problemsOf(readText({ name: 'x', text, format: 'items' }))).toEqual(['too-deep@2']);
    // Brackets inside text do not nest.
    expect(itemsOf(items([{ path: '['.repeat(40), digests: {} }]))).toHaveLength(1);
  });

  it('are refused with a path that no file can have', () => {
    for (const path of ['', '/a', '../a', 'a\u0000', '\ud800'])
      expect(problemsOf(items([{ path, digests: {} }]))).toEqual(['unsafe-path@-']);
  });

  it('are limited in number', () => {
    const list = Array.from({ length: 4 }, (_unused, index) => ({ path: `${index}`, digests: {} }));
    const text = JSON.stringify(list);
    expect(readText({ name: 'x', text, format: 'items', limits: { entries: 4 } }).ok).toBe(true);
    expect(problemsOf(readText({ name: 'x', text, format: 'items', limits: { entries: 3 } }))).toEqual([
      'too-many-entries@-',
    ]);
  });
});

describe('the files that were found', () => {
  it('are read a line, with the reason where one could not be read', () => {
    const reading = files(
      `{"path":"a","size":3,"digests":{"md5":"${MD5}"}}\r\n\n{"path":"b","size":null,"digests":{},"error":"EACCES"}\n`,
    );
    expect(itemsOf(reading)).toEqual([
      { path: 'a', size: 3, digests: { md5: MD5 }, aliases: [], role: 'content', failed: false, line: 1 },
      { path: 'b', size: null, digests: {}, aliases: [], role: 'content', failed: false, error: 'EACCES', line: 3 },
    ]);
    expect(reading.problems).toEqual([
      { code: 'unreadable-file', message: 'the file was not read: EACCES', line: 3, path: 'b' },
    ]);
  });

  it.each([
    ['a file without digests', '{"path":"a","size":3,"digests":{}}', 'malformed-entry@1'],
    ['a file without a size', `{"path":"a","digests":{"md5":"${MD5}"}}`, 'malformed-entry@1'],
    ['an empty error', `{"path":"a","size":1,"digests":{"md5":"${MD5}"},"error":""}`, 'malformed-entry@1'],
    ['a line that is no JSON', `\n{"path":`, 'malformed-line@2'],
    ['a line too long', `{"path":"${'a'.repeat(262_144)}"}`, 'too-large@1'],
  ])('are refused with %s', (_what, text, problem) => {
    expect(problemsOf(files(text))).toEqual([problem]);
  });
});

describe('a member named twice', () => {
  it.each([
    ['of an item', `{"items":[\n{"path":"a","path":"b"}]}`, 2],
    ['of its digests', `{"items":[{"path":"a",\n\n"digests":{"md5":"${MD5}","md5":"${MD5}"}}]}`, 3],
    ['of the whole', '{"items":[],"items":[]}', 1],
    ['spelt with an escape', String.raw`{"items":[{"path":"a","p\u0061th":"b"}]}`, 1],
  ])('is refused with its line, %s: the last would silently win', (_what, text, line) => {
    const reading = readText({ name: 'items.json', text, format: 'items' });
    expect(reading.ok).toBe(false);
    expect(problemsOf(reading)).toEqual([`unreadable-manifest@${line}`]);
  });

  it('is refused in a line of files', () => {
    const reading = files(
      `{"path":"a","size":1,"digests":{"md5":"${MD5}"}}\n{"path":"b","size":1,"size":2,"digests":{"md5":"${MD5}"}}\n`,
    );
    expect(problemsOf(reading)).toEqual(['malformed-line@2']);
  });

  it('is none in another object, or as a value', () => {
    const text = `{"items":[{"path":"path","digests":{"md5":"${MD5}"}},{"path":"digests","digests":{"md5":"${MD5}"}}]}`;
    expect(itemsOf(readText({ name: 'items.json', text, format: 'items' }))).toHaveLength(2);
  });
});
