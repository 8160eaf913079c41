import { describe, expect, it } from 'vitest';
import { itemsOf, notesOf, pathsAndDigests, problemsOf, readText } from '../../testing/readings.js';
import { readManifest } from '../../read-manifest.js';

const MD5 = '00041d8cd98f00b204e9800998ecf842';
const C4 = `c4${'1'.repeat(86)}2x`;

function hashList(hashes: string, rest = ''): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n<hashlist version="2.0" xmlns="urn:ASC:MHL:v2.0">\n<hashes>\n${hashes}\n</hashes>${rest}</hashlist>\n`;
}
function read(hashes: string, rest = '') {
  return readText({ name: 'A002/ascmhl/0001_A002.mhl', text: hashList(hashes, rest) });
}

describe('a generation of an ASC MHL history', () => {
  it('gives path, size, line and every indexed digest, digits kept as text', () => {
    const reading = read(`<hash>
      <path size="58" lastmodificationdate="2020-01-15T13:00:00Z">Clips/a.mov</path>
      <c4 action="original">${C4}</c4><md5 action="verified">${MD5}</md5>
      <xxh64 action="original">0E12345678901234</xxh64><xxh128 action="original">00000000000000001234567890123456</xxh128>
    </hash>`);
    expect(itemsOf(reading)).toEqual([
      {
        path: 'Clips/a.mov',
        size: 58,
        digests: { c4: C4, md5: MD5, xxh64: '0e12345678901234', xxh128: '00000000000000001234567890123456' },
        aliases: [],
        role: 'content',
        failed: false,
        line: 4,
      },
    ]);
    expect(reading.problems).toEqual([]);
  });

  it('never takes the digest of a file that failed verification', () => {
    const reading = read(`<hash><path>a</path><xxh64 action="failed">3ab5a4166b9bde44</xxh64></hash>`);
    expect(itemsOf(reading)[0]).toMatchObject({ path: 'a', digests: {}, failed: true });
    expect(problemsOf(reading)).toEqual(['failed-verification@4']);
  });

  it('takes the verified digest beside a failed one and still says failed', () => {
    const reading = read(
      `<hash><path>a</path><md5 action="verified">${MD5}</md5><xxh64 action="failed">3ab5a4166b9bde44</xxh64></hash>`,
    );
    expect(itemsOf(reading)[0]).toMatchObject({ digests: { md5: MD5 }, failed: true });
  });

  it('counts only original and verified', () => {
    const reading = read(
      `<hash><path>a</path><md5>${MD5}</md5></hash>\n<hash><path>b</path><md5 action="guessed">${MD5}</md5></hash>`,
    );
    expect(pathsAndDigests(reading)).toEqual([
      ['a', {}],
      ['b', {}],
    ]);
    expect(problemsOf(reading)).toEqual(['unverified-digest@4', 'unverified-digest@5']);
  });

  it('keeps xxh3 out of the digests and notes it, as a problem where it stands alone', () => {
    const reading =
      read(`<hash><path>a</path><xxh3 action="original">0ea03b369a463d9d</xxh3><md5 action="original">${MD5}</md5></hash>
      <hash><path>b</path><xxh3 action="original">0ea03b369a463d9d</xxh3></hash>`);
    expect(pathsAndDigests(reading)).toEqual([
      ['a', { md5: MD5 }],
      ['b', {}],
    ]);
    expect(notesOf(reading)).toEqual(['unindexed-digest@4']);
    expect(problemsOf(reading)).toEqual(['unindexed-digest@5']);
  });

  it('has no items for directory hashes and the root hash', () => {
    const reading = readText({
      name: 'x.mhl',
      text: `<hashlist version="2.0" xmlns="urn:ASC:MHL:v2.0"><processinfo><roothash><content><md5>${MD5}</md5></content></roothash>
        <ignore><pattern>.DS_Store</pattern></ignore></processinfo>
        <hashes><directoryhash><path>Clips</path><content><md5>${MD5}</md5></content></directoryhash></hashes></hashlist>`,
    });
    expect(itemsOf(reading)).toEqual([]);
    expect(problemsOf(reading)).toEqual(['empty-manifest@-']);
    expect(notesOf(reading)).toEqual(['ignore-pattern@2']);
  });

  it('decodes the predefined entities, character references and CDATA in paths, once', () => {
    const reading = read(
      `<hash><path>a &amp; b &lt;1&gt; &quot;x&quot; &apos;y&apos; &#233;&#xe9; &amp;lt; <![CDATA[&amp;<]]></path></hash>`,
    );
    expect(itemsOf(reading)[0]?.path).toBe(`a & b <1> "x" 'y' éé &lt; &amp;<`);
  });

  it('keeps paths that look like numbers as they are', () => {
    const reading = read('<hash><path>0012</path></hash><hash><path>1e3</path></hash><hash><path> true </path></hash>');
    expect(itemsOf(reading).map(({ path }) => path)).toEqual(['0012', '1e3', ' true ']);
  });

  it('does not depend on the namespace prefix', () => {
    const reading = readText({
      name: 'x.mhl',
      text: `<m:hashlist version="2.0" xmlns:m="urn:ASC:MHL:v2.0"><m:hashes><m:hash><m:path size="1">a</m:path><m:md5 action="original">${MD5}</m:md5></m:hash></m:hashes></m:hashlist>`,
    });
    expect(itemsOf(reading)).toMatchObject([{ path: 'a', size: 1, digests: { md5: MD5 } }]);
  });

  it('lists a referenced manifest as structural, and as a reason to hold until it is read too', () => {
    const reference = `<references><hashlistreference><path>B/ascmhl/0001_B.mhl</path><c4>${C4}</c4></hashlistreference></references>`;
    const reading = read('<hash><path>a</path></hash>', reference);
    expect(itemsOf(reading)[1]).toMatchObject({ path: 'B/ascmhl/0001_B.mhl', role: 'structural', digests: { c4: C4 } });
    expect(problemsOf(reading)).toEqual(['references-manifest@5']);
  });

  it('notes a rename', () => {
    const reading = read(
      `<hash><path>b</path><md5 action="original">${MD5}</md5><previousPath>a</previousPath></hash>`,
    );
    expect(reading.notes).toEqual([{ code: 'renamed', message: 'formerly "a"', line: 4, path: 'b' }]);
  });

  it.each([
    ['a hash without a path', '<hash/>', 'malformed-entry@4'],
    ['two paths', '<hash><path>a</path><path>b</path></hash>', 'malformed-entry@4'],
    ['a size that is none', '<hash><path size="1e3">a</path></hash>', 'malformed-entry@4'],
    ['a digest that is none', '<hash><path>a</path><md5 action="original">xyz</md5></hash>', 'malformed-digest@4'],
    [
      'two digests of one algorithm',
      `<hash><path>a</path><md5 action="original">${MD5}</md5><md5 action="original">${'1'.repeat(32)}</md5></hash>`,
      'contradicting-digests@4',
    ],
    ['an element that could hide files', '<files><path>a</path></files>', 'malformed-entry@4'],
    ['a path out of the package', '<hash><path>../a</path></hash>', 'unsafe-path@4'],
    [
      'one path with two sizes',
      '<hash><path size="1">a</path></hash>\n<hash><path size="2">a</path></hash>',
      'duplicate-path@5',
    ],
  ])('refuses %s, with its line', (_what, hashes, problem) => {
    const reading = read(hashes);
    expect(reading.ok).toBe(false);
    expect(problemsOf(reading)).toEqual([problem]);
  });

  it('refuses entries outside <hashes>, where classic MHL has them', () => {
    expect(problemsOf(read('<hash><path>a</path></hash>', '<hash><path>b</path></hash>'))).toEqual([
      'malformed-entry@5',
    ]);
  });

  it('refuses classic MHL, which it does not read', () => {
    const text = '<hashlist version="1.0"><hash><file>a</file><md5>x</md5></hash></hashlist>';
    expect(readText({ name: 'x.mhl', text })).toMatchObject({
      ok: false,
      format: null,
      problems: [{ code: 'unsupported-format' }],
    });
    expect(problemsOf(readText({ name: 'x.mhl', text, format: 'asc-mhl' }))).toEqual(['unsupported-format@1']);
  });
});

describe('XML that is not to be trusted', () => {
  it.each([
    ['a document type', '<!DOCTYPE hashlist [<!ENTITY a "b">]>'],
    ['an external subset', '<!DOCTYPE hashlist SYSTEM "http://example.invalid/x.dtd">'],
  ])('refuses %s', (_what, doctype) => {
    const text = `<?xml version="1.0"?>\n${doctype}\n<hashlist version="2.0"/>`;
    const reading = readText({ name: 'x.mhl', text, format: 'asc-mhl' });
    expect(reading.problems).toEqual([
      { code: 'unreadable-manifest', message: 'a document type declaration is refused', line: 2, path: null },
    ]);
  });

  it('refuses an entity that nobody defined instead of keeping its name', () => {
    expect(problemsOf(read('<hash><path>a&nbsp;b</path></hash>'))).toEqual(['unreadable-manifest@4']);
  });

  it('leaves a document type that is only quoted alone', () => {
    expect(
      itemsOf(read('<!-- <!DOCTYPE x> &foo; --><hash><path><![CDATA[<!DOCTYPE &foo;]]></path></hash>')),
    ).toHaveLength(1);
  });

  it('refuses a manifest that was cut off at any place', () => {
    const whole = hashList(`<hash><path size="1">a</path><md5 action="original">${MD5}</md5></hash>`).trimEnd();
    for (let length = 0; length < whole.length; length += 1) {
      expect(readText({ name: 'x.mhl', text: whole.slice(0, length), format: 'asc-mhl' }).ok).toBe(false);
    }
    expect(readText({ name: 'x.mhl', text: whole, format: 'asc-mhl' }).ok).toBe(true);
  });

  it('refuses nesting beyond the limit', () => {
    const deep = `<metadata>${'<a>'.repeat(40)}${'</a>'.repeat(40)}</metadata>`;
    expect(problemsOf(read('<hash><path>a</path></hash>', deep))).toEqual(['too-deep@-']);
  });

  it('refuses more tags than its limit', () => {
    const text = hashList('<hash><path>a</path></hash>'.repeat(3));
    expect(problemsOf(readText({ name: 'x.mhl', text, limits: { xmlTags: 10 } }))).toEqual(['too-large@4']);
  });

  it('reads UTF-16 with and without a byte order mark, and declared 8-bit encodings', () => {
    const text = hashList('<hash><path>é</path></hash>');
    const utf16le = Buffer.from(text, 'utf16le');
    const utf16be = Buffer.from(text, 'utf16le').swap16();
    const latin = Buffer.from(text.replace('UTF-8', 'windows-1252'), 'latin1');
    for (const bytes of [
      utf16le,
      utf16be,
      Buffer.concat([Buffer.from([0xff, 0xfe]), utf16le]),
      Buffer.concat([Buffer.from([0xfe, 0xff]), utf16be]),
      latin,
    ]) {
      expect(itemsOf(readManifest({ name: 'x.mhl', bytes })).map(({ path }) => path)).toEqual(['é']);
    }
  });

  it('refuses bytes that are not in the encoding they declare', () => {
    const bytes = Buffer.from(hashList('<hash><path>é</path></hash>'), 'latin1');
    expect(problemsOf(readManifest({ name: 'x.mhl', bytes }))).toEqual(['unreadable-manifest@4']);
    const lie = hashList('').replace('UTF-8', 'UTF-16');
    expect(problemsOf(readText({ name: 'x.mhl', text: lie, format: 'asc-mhl' }))).toEqual(['unreadable-manifest@1']);
  });
});

const generation = (number: number | string, name = `000${number}.mhl`, c4 = C4) =>
  `<hashlist sequencenr="${number}"><path>${name}</path><c4>${c4}</c4></hashlist>\n`;
const chain = (...generations: string[]) =>
  readText({
    name: 'ascmhl/ascmhl_chain.xml',
    text: `<ascmhldirectory xmlns="urn:ASC:MHL:DIRECTORY:v2.0">\n${generations.join('')}</ascmhldirectory>`,
  });

describe('a chain file', () => {
  it('lists its generations as structural items', () => {
    const reading = chain(generation(1), generation(2));
    expect(itemsOf(reading).map(({ path, role, digests, line }) => ({ path, role, digests, line }))).toEqual([
      { path: '0001.mhl', role: 'structural', digests: { c4: C4 }, line: 2 },
      { path: '0002.mhl', role: 'structural', digests: { c4: C4 }, line: 3 },
    ]);
    expect(reading.problems).toEqual([]);
  });

  it('is refused when a generation is missing, repeated or out of order', () => {
    expect(problemsOf(chain(generation(1), generation(3)))).toEqual(['broken-chain@3']);
    expect(problemsOf(chain(generation(2)))).toEqual(['broken-chain@2']);
    expect(problemsOf(chain(generation(2), generation(1)))).toEqual(['broken-chain@2', 'broken-chain@3']);
  });

  it('is refused with a digest that is none', () => {
    expect(problemsOf(chain(generation(1, 'a.mhl', 'c4x')))).toEqual(['malformed-digest@2']);
  });
});
