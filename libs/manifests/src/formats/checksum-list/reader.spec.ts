import { describe, expect, it } from 'vitest';
import { itemsOf, notesOf, pathsAndDigests, problemsOf, readText } from '../../testing/readings.js';

const MD5 = 'd41d8cd98f00b204e9800998ecf8427e';
const SHA1 = 'da39a3ee5e6b4b0d3255bfef95601890afd80709';
const SHA256 = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';
const SHA512 = 'cf83e1357eefb8bd'.repeat(8);
const XXH64 = '0e12345678901234';
const C4 = `c4${'1'.repeat(86)}2x`;

describe('GNU lines', () => {
  it('reads text, binary, one-space and tab separators', () => {
    const text = `${MD5}  a.exr\n${MD5} *b.exr\n${MD5} c.exr\n${MD5}\td.exr\n`;
    expect(pathsAndDigests(readText({ name: 'list.md5', text }))).toEqual([
      ['a.exr', { md5: MD5 }],
      ['b.exr', { md5: MD5 }],
      ['c.exr', { md5: MD5 }],
      ['d.exr', { md5: MD5 }],
    ]);
  });

  it('keeps every space of a name, also at its ends', () => {
    const text = `${MD5}   lead and trail \n`;
    expect(pathsAndDigests(readText({ name: 'x', text }))).toEqual([[' lead and trail ', { md5: MD5 }]]);
  });

  it('unescapes names behind a leading backslash, and only there', () => {
    const text = `\\${MD5}  a\\\\b\\nc\\rd\n${MD5}  plain\\name\n`;
    expect(pathsAndDigests(readText({ name: 'x', text })).map(([path]) => path)).toEqual(['a\\b\nc\rd', 'plain\\name']);
  });

  it('refuses an escape that coreutils never writes', () => {
    expect(problemsOf(readText({ name: 'x.md5', text: `\\${MD5}  a\\tb\n` }))).toEqual(['malformed-line@1']);
    expect(problemsOf(readText({ name: 'x.md5', text: `\\${MD5}  a\\\n` }))).toEqual(['malformed-line@1']);
  });

  it('tells the algorithm by length, and lowers upper-case hex', () => {
    const text = [SHA256, SHA1, MD5, XXH64].map((hex, index) => `${hex.toUpperCase()}  ${index}`).join('\n');
    expect(pathsAndDigests(readText({ name: 'checksums.txt', text }))).toEqual([
      ['0', { sha256: SHA256 }],
      ['1', { sha1: SHA1 }],
      ['2', { md5: MD5 }],
      ['3', { xxh64: XXH64 }],
    ]);
  });

  it('lets the name of the list say what 32 hex digits are', () => {
    expect(pathsAndDigests(readText({ name: 'a/show.xxh128', text: `${MD5}  a` }))).toEqual([['a', { xxh128: MD5 }]]);
    expect(pathsAndDigests(readText({ name: 'a/MD5SUMS', text: `${MD5}  a` }))).toEqual([['a', { md5: MD5 }]]);
  });

  it('refuses digests whose length contradicts the name of the list', () => {
    expect(problemsOf(readText({ name: 'SHA256SUMS', text: `${SHA256}  a\n${MD5}  b\n` }))).toEqual([
      'malformed-line@2',
    ]);
  });

  it('refuses a list whose name allows two algorithms of that length', () => {
    expect(problemsOf(readText({ name: 'md5_and_xxh128.txt', text: `${MD5}  a`, format: 'checksum-list' }))).toEqual([
      'malformed-line@1',
    ]);
  });

  it('reads c4 lines', () => {
    expect(pathsAndDigests(readText({ name: 'x', text: `${C4}  a` }))).toEqual([['a', { c4: C4 }]]);
  });

  it('refuses a digest of standard input, which names no file', () => {
    expect(problemsOf(readText({ name: 'x.md5', text: `${MD5}  -` }))).toEqual(['malformed-line@1']);
  });
});

describe('BSD and OpenSSL lines', () => {
  it('reads both, with parentheses in names', () => {
    const text = `SHA256 (a (1).mov) = ${SHA256}\nSHA2-256(b = (2).mov)= ${SHA256}\nMD5(c)= ${MD5}\nSHA1 (d) = ${SHA1}\nXXH128 (e) = ${MD5}\n`;
    expect(pathsAndDigests(readText({ name: 'sums', text }))).toEqual([
      ['a (1).mov', { sha256: SHA256 }],
      ['b = (2).mov', { sha256: SHA256 }],
      ['c', { md5: MD5 }],
      ['d', { sha1: SHA1 }],
      ['e', { xxh128: MD5 }],
    ]);
  });

  it('believes the tag, not the name of the list', () => {
    expect(pathsAndDigests(readText({ name: 'list.md5', text: `SHA1 (a) = ${SHA1}` }))).toEqual([
      ['a', { sha1: SHA1 }],
    ]);
  });

  it('refuses a value that is no digest of the tagged algorithm', () => {
    expect(problemsOf(readText({ name: 'x', text: `MD5 (a) = ${MD5}\nSHA256 (b) = ${MD5}\n` }))).toEqual([
      'malformed-digest@2',
    ]);
  });

  it('unescapes tagged names behind a leading backslash', () => {
    expect(pathsAndDigests(readText({ name: 'x', text: `\\MD5 (a\\nb) = ${MD5}` }))).toEqual([['a\nb', { md5: MD5 }]]);
  });
});

describe('digests that the ledger does not index', () => {
  it.each([
    ['SHA512 (a) = ', SHA512, 'SHA512'],
    ['SHA224 (a) = ', SHA512.slice(0, 56), 'SHA224'],
    ['SHA512/256 (a) = ', SHA256, 'SHA512/256'],
    ['BLAKE2b (a) = ', SHA512, 'BLAKE2b'],
    ['HMAC-SHA256(a)= ', SHA256, 'HMAC-SHA256'],
  ])('are a problem of the item, never dropped: %s', (tag, value, word) => {
    const reading = readText({ name: 'x', text: tag + value });
    expect(pathsAndDigests(reading)).toEqual([['a', {}]]);
    expect(reading.problems).toEqual([
      {
        code: 'unindexed-digest',
        message: `the ledger does not index ${word}, and no other digest is listed`,
        line: 1,
        path: 'a',
      },
    ]);
  });

  it('are recognised in bare hex by length, by the name of the list, and by the XXH3_ prefix', () => {
    for (const [name, line] of [
      ['SHA512SUMS', `${SHA512}  a`],
      ['B2SUMS', `${SHA512}  a`],
      ['list.sha3-256', `${SHA256}  a`],
      ['show.b3sum', `${SHA256}  a`],
      ['sums', `XXH3_${XXH64}  a`],
    ] as const) {
      const reading = readText({ name, text: line, format: 'checksum-list' });
      expect(pathsAndDigests(reading)).toEqual([['a', {}]]);
      expect(problemsOf(reading)).toEqual(['unindexed-digest@1']);
    }
  });

  it('are only a note where another digest of the file is listed', () => {
    const reading = readText({ name: 'x', text: `SHA512 (a) = ${SHA512}\nMD5 (a) = ${MD5}\n` });
    expect(pathsAndDigests(reading)).toEqual([['a', { md5: MD5 }]]);
    expect(reading.problems).toEqual([]);
    expect(notesOf(reading)).toEqual(['repeated-path@2', 'unindexed-digest@1']);
  });
});

describe('the text around the lines', () => {
  it('takes a byte order mark, CRLF, comments and blank lines', () => {
    const reading = readText({ name: 'x', text: `\uFEFF# made by hand\r\n\r\n${MD5}  a.mov\r\n${SHA1}  b.mov` });
    expect(itemsOf(reading).map(({ path, line }) => [path, line])).toEqual([
      ['a.mov', 3],
      ['b.mov', 4],
    ]);
    expect(reading.problems).toEqual([]);
  });

  it('refuses the whole list for one line it cannot read, naming every such line', () => {
    const reading = readText({ name: 'x.md5', text: `${MD5}  a\nnonsense\n${MD5}\n${MD5}  d\n` });
    expect(reading.ok).toBe(false);
    expect(problemsOf(reading)).toEqual(['malformed-line@2', 'malformed-line@3']);
  });

  it('says so when nothing is listed', () => {
    const reading = readText({ name: 'MD5SUMS', text: '# nothing\n\n' });
    expect(itemsOf(reading)).toEqual([]);
    expect(problemsOf(reading)).toEqual(['empty-manifest@-']);
  });

  it('refuses a path that leads out of the package', () => {
    const text = [
      '/etc/passwd',
      '../a',
      'a/../../b',
      'C:\\x',
      'c:x',
      '\\\\host\\share',
      'a\\..\\b',
      'a\0b',
      'a/',
      '.',
      'file:///a',
    ]
      .map((path) => `${MD5}  ${path}\n`)
      .join('');
    const reading = readText({ name: 'x.md5', text });
    expect(reading.ok).toBe(false);
    expect(problemsOf(reading)).toEqual(Array.from({ length: 11 }, (_unused, index) => `unsafe-path@${index + 1}`));
  });
});

describe('a path that is listed twice', () => {
  it('joins the digests of two algorithms', () => {
    const reading = readText({ name: 'x', text: `${MD5}  ./a\n${SHA1}  a\n` });
    expect(pathsAndDigests(reading)).toEqual([['a', { md5: MD5, sha1: SHA1 }]]);
    expect(notesOf(reading)).toEqual(['repeated-path@2']);
  });

  it('is ambiguous with two digests of one algorithm', () => {
    const reading = readText({ name: 'x', text: `${MD5}  a\n${'0'.repeat(32)}  a\n` });
    expect(reading.ok).toBe(false);
    expect(reading.problems).toEqual([
      { code: 'duplicate-path', message: 'listed before on line 1, with another md5', line: 2, path: 'a' },
    ]);
  });

  it('is ambiguous in two Unicode forms, even with one digest', () => {
    const reading = readText({ name: 'x', text: `${MD5}  caf\u00e9\n${MD5}  cafe\u0301\n` });
    expect(reading.ok).toBe(false);
    expect(problemsOf(reading)).toEqual(['duplicate-path@2']);
  });
});
