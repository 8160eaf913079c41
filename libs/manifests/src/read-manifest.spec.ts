import { describe, expect, it } from 'vitest';
import { readManifest } from './read-manifest.js';
import { notesOf, problemsOf, readText } from './testing/readings.js';

const MD5 = 'd41d8cd98f00b204e9800998ecf8427e';

describe('the format of a manifest', () => {
  it.each([
    ['checksum-list', 'a.txt', `${MD5}  a`],
    ['checksum-list', 'a.txt', `# comment\n\nMD5 (a) = ${MD5}`],
    ['checksum-list', 'SHA256SUMS', ''],
    ['asc-mhl', 'a.xml', '<?xml version="1.0"?><!-- x --><hashlist version="2.0"><hashes/></hashlist>'],
    ['asc-mhl', 'a', '<m:ascmhldirectory xmlns:m="urn:ASC:MHL:DIRECTORY:v2.0"></m:ascmhldirectory>'],
    ['items', 'a', '{ "items" : [] }'],
    ['items', 'a', '[{"path":"a","digests":{}}]'],
    ['files', 'a', `{"path":"a","size":1,"digests":{"md5":"${MD5}"}}\n`],
  ])('is recognised as %s by content or name', (format, name, text) => {
    expect(readText({ name, text })).toMatchObject({ ok: true, format, reader: { name: format } });
  });

  it.each([
    ['nothing at all', 'a', ''],
    ['a table', 'delivery.csv', 'Asset ID,File Name\nA,file0.txt\n'],
    ['a timeline', 'cut.otio', '{"OTIO_SCHEMA": "Timeline.1"}'],
    ['an edit list', 'cut.edl', 'TITLE: x\n001  ZZ100 V C 01:00:04:05'],
    ['another XML', 'PKL.xml', '<PackingList xmlns="x"/>'],
    ['a picture', 'a.png', '\u0089PNG\r\n\u001a\n\0\0\0'],
  ])('is not guessed from %s', (_what, name, text) => {
    const reading = readText({ name, text });
    expect(reading).toMatchObject({ ok: false, format: null });
    expect(problemsOf(reading)).toEqual(['unsupported-format@-']);
  });

  it('is not guessed where one is stated', () => {
    const text = `${MD5}  a`;
    expect(readText({ name: 'a.md5', text, format: 'asc-mhl' })).toMatchObject({
      ok: false,
      format: 'asc-mhl',
      problems: [{ code: 'unreadable-manifest' }],
    });
    for (const format of ['imf', 'toString', '__proto__']) {
      expect(readText({ name: 'a.md5', text, format })).toMatchObject({
        ok: false,
        format: null,
        problems: [{ code: 'unsupported-format' }],
      });
    }
  });
});

describe('limits', () => {
  it('refuse a manifest of too many bytes before reading it', () => {
    const reading = readText({ name: 'a.md5', text: `${MD5}  abc`, limits: { bytes: 36 } });
    expect(reading.problems).toEqual([
      { code: 'too-large', message: 'the manifest has 37 bytes; the limit is 36', line: null, path: null },
    ]);
    expect(readText({ name: 'a.md5', text: `${MD5}  abc`, limits: { bytes: 37 } }).ok).toBe(true);
  });

  it('refuse the entry after the last allowed one', () => {
    const text = `${MD5}  a\n${MD5}  b\n${MD5}  c\n`;
    expect(problemsOf(readText({ name: 'x', text, limits: { entries: 2 } }))).toEqual(['too-many-entries@3']);
  });

  it('refuse a path of too many bytes in UTF-8', () => {
    const text = `${MD5}  aaé\n`;
    expect(readText({ name: 'x', text, limits: { pathBytes: 4 } }).ok).toBe(true);
    expect(problemsOf(readText({ name: 'x', text, limits: { pathBytes: 3 } }))).toEqual(['path-too-long@1']);
  });

  it('list so many problems and count the rest', () => {
    const text = 'x\n'.repeat(5);
    expect(problemsOf(readText({ name: 'a.md5', text, limits: { problems: 2 } }))).toEqual([
      'malformed-line@1',
      'malformed-line@2',
      'more-problems@-',
    ]);
  });

  it('list so many notes and count the rest', () => {
    const text = `${MD5}  a\n`.repeat(5);
    const reading = readText({ name: 'a.md5', text, limits: { problems: 2 } });
    expect(reading.ok).toBe(true);
    expect(notesOf(reading)).toEqual(['repeated-path@2', 'repeated-path@3', 'more-notes@-']);
  });
});

describe('text that is none', () => {
  it('is refused with the line of the first wrong byte', () => {
    const bytes = Buffer.concat([Buffer.from(`${MD5}  a\n${MD5}  caf`), Buffer.from([0xe9, 0x0a])]);
    expect(readManifest({ name: 'x.md5', bytes }).problems).toEqual([
      { code: 'unreadable-manifest', message: 'not valid UTF-8', line: 2, path: null },
    ]);
  });

  it('is refused as UTF-32', () => {
    const bytes = Buffer.from([0xff, 0xfe, 0, 0, 0x61, 0, 0, 0]);
    expect(problemsOf(readManifest({ name: 'x.md5', bytes }))).toEqual(['unreadable-manifest@-']);
  });

  it('is read as UTF-16 with a byte order mark', () => {
    const bytes = Buffer.from(`\uFEFF${MD5}  é\r\n`, 'utf16le');
    expect(readManifest({ name: 'x.md5', bytes })).toMatchObject({
      ok: true,
      items: [{ path: 'é', digests: { md5: MD5 } }],
    });
  });
});
