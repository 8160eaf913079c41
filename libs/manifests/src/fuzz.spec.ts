import { existsSync, readFileSync } from 'node:fs';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalItems } from './canonical-items.js';
import { readManifest } from './read-manifest.js';
import { MANIFEST_FORMATS, type ManifestReading } from './types.js';

const MD5 = 'd41d8cd98f00b204e9800998ecf8427e';
const SEEDS: Uint8Array[] = [
  `${MD5}  a.mov\n\\${MD5} *b\\nc\nSHA256 (c (1)) = ${MD5}${MD5}\r\n# x\nMD5(d)= ${MD5}\n`,
  `<?xml version="1.0" encoding="UTF-8"?>\n<hashlist version="2.0" xmlns="urn:ASC:MHL:v2.0"><processinfo><ignore><pattern>.DS_Store</pattern></ignore></processinfo>
   <hashes><hash><path size="5">Clips/a &amp; b.mov</path><md5 action="original">${MD5}</md5><xxh64 action="failed">0ea03b369a463d9d</xxh64></hash>
   <!-- x --><hash><path><![CDATA[c]]></path><xxh3 action="verified">0ea03b369a463d9d</xxh3></hash></hashes></hashlist>`,
  `<ascmhldirectory xmlns="urn:ASC:MHL:DIRECTORY:v2.0"><hashlist sequencenr="1"><path>a</path><c4>c4${'1'.repeat(88)}</c4></hashlist></ascmhldirectory>`,
  `{"items":[{"path":"a","size":1,"digests":{"md5":"${MD5}"},"aliases":[{"scheme":"reel","value":"A"}]}]}`,
  `{"path":"a","size":1,"digests":{"md5":"${MD5}"}}\n{"path":"b","size":null,"digests":{},"error":"EIO"}\n`,
].map((text): Uint8Array => new TextEncoder().encode(text));
/** Real manifests are mutated too, where the sample collection lies beside the repository. */
const SAMPLES = new URL('../../../../shared/samples/', import.meta.url);
for (const path of [
  'mhl-asc/0001_TEST01_2019-10-11_155603.mhl',
  'hashlist/SHA256SUMS',
  'mhl-classic/hashlist-text/openssl_output',
]) {
  if (existsSync(SAMPLES)) SEEDS.push(readFileSync(new URL(path, SAMPLES)));
}

const VOCABULARY = [
  ...'< > </ /> <!-- --> <![CDATA[ ]]> <? ?> & &amp; &#0; &#xD800; = " \' \\ \\n'.split(' '),
  ...'<hashes> </hashes> <hash> </hash> <path> </path> </hashlist> { } [ ] , :'.split(' '),
  ...'"items" "path" "digests" __proto__ constructor ../ / a é \0 - # ) ('.split(' '),
  '<hashlist version="2.0">',
  'MD5 (',
  ') = ',
  '  ',
  ' *',
  '\n',
  '\r\n',
  MD5,
];

const name = fc.constantFrom('a', 'SHA256SUMS', 'x.xxh128', 'ascmhl/0001.mhl', 'ascmhl_chain.xml');
const format = fc.constantFrom(undefined, ...MANIFEST_FORMATS);

/** Overwrites, cuts out, repeats and inserts at random places. */
const mutated = fc
  .record({
    seed: fc.constantFrom(...SEEDS),
    cuts: fc.array(
      fc.record({ at: fc.nat(), remove: fc.nat(40), insert: fc.uint8Array({ maxLength: 8 }), repeat: fc.nat(3) }),
      { maxLength: 6 },
    ),
  })
  .map(({ seed, cuts }) => {
    let bytes: Uint8Array = seed;
    for (const { at, remove, insert, repeat } of cuts) {
      const start = at % (bytes.length + 1);
      const taken = bytes.subarray(start, start + remove);
      const again = Array.from({ length: repeat }, () => taken);
      bytes = Buffer.concat([bytes.subarray(0, start), insert, ...again, bytes.subarray(start + remove)]);
    }
    return new Uint8Array(bytes);
  });

/** Text made of the words the formats are made of finds deeper places than random bytes do. */
const words = fc
  .array(fc.constantFrom(...VOCABULARY), { maxLength: 60 })
  .map((parts) => new TextEncoder().encode(parts.join('')));

/** What is promised of every reading, or else where it is broken. */
function brokenPromises(reading: ManifestReading): string[] {
  if (!reading.ok) return reading.problems.length > 0 ? [] : ['refused without a reason'];
  const paths = reading.items.map(({ path }) => path.normalize('NFC'));
  const empty = reading.problems.some(({ code }) => code === 'empty-manifest');
  return [
    ...(new Set(paths).size === paths.length ? [] : ['one path twice']),
    ...(empty === (paths.length === 0) ? [] : ['an empty manifest that does not say so']),
    ...(canonicalItems(reading.items).length === paths.length ? [] : ['items lost in the canonical form']),
  ];
}

describe('any bytes whatever', () => {
  it.each([
    ['random', fc.uint8Array({ maxLength: 2_000 })],
    ['mutated', mutated],
    ['words', words],
  ])('give a reading and never an exception (%s)', (_kind, bytes) => {
    fc.assert(
      fc.property(name, format, bytes, (manifestName, stated, content) => {
        expect(brokenPromises(readManifest({ name: manifestName, bytes: content, format: stated }))).toEqual([]);
      }),
      { numRuns: 2_000 },
    );
  });

  it.each([
    ['unclosed comments', '<!--'],
    ['unclosed tags', '<a '],
    ['nested tags', '<a>'],
    ['open quotes', '<a b="'],
    ['references', '&amp;'],
    ['open tags of a list line', 'MD5 ('],
    ['closing parentheses', ') = '],
    ['backslashes', '\\'],
    ['brackets', '['],
    ['quotes', '"'],
    ['blanks', ' '],
  ])('stay linear: a megabyte of %s ends', (_what, word) => {
    const tail = word.repeat(Math.ceil(1_000_000 / word.length));
    for (const start of ['', '<hashlist version="2.0">', `\\${MD5}  `, '{"items":[', 'MD5 (']) {
      const bytes = new TextEncoder().encode(start + tail);
      for (const stated of MANIFEST_FORMATS) {
        expect(brokenPromises(readManifest({ name: 'x', bytes, format: stated }))).toEqual([]);
      }
    }
  });
});
