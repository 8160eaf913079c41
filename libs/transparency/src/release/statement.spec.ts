import { describe, expect, it } from 'vitest';
import { releaseStatement } from './statement.js';
import { ConflictingSubject, subjectsOf } from './subjects.js';

const SHA = 'a'.repeat(64);
const RELEASE = {
  production: 'nightfall',
  delivery: 'ep101-imf',
  recipient: 'Streamer',
  use: { class: 'final', territories: ['*'], languages: ['en'], medium: 'svod' },
  decision: 'dec_1',
  position: '42',
  policies: [{ id: 'base', version: '1', digest: SHA, switches: {} }],
  engine: 1,
  manifests: [{ name: 'a.mhl', format: 'asc-mhl', sha256: SHA, items: 1 }],
  releasedAt: '2026-03-01T12:00:00.000Z',
  validUntil: null,
  keyId: 'k'.repeat(32),
} as const;

describe('the statement of a release', () => {
  it('is an in-toto Statement v1 of the files, with what they were released under', () => {
    expect(releaseStatement(RELEASE, [{ path: 'a.exr', digests: { sha256: SHA } }])).toEqual({
      _type: 'https://in-toto.io/Statement/v1',
      subject: [{ name: 'a.exr', digest: { sha256: SHA } }],
      predicateType: 'urn:clearance:predicate:release:v1',
      predicate: RELEASE,
    });
  });

  it('says notForFinal where the class is not final', () => {
    const { predicate } = releaseStatement({ ...RELEASE, use: { ...RELEASE.use, class: 'review' } }, []);
    expect(predicate).toEqual({ ...RELEASE, use: { ...RELEASE.use, class: 'review' }, notForFinal: true });
  });

  it('names released files without a digest apart: they are no subjects', () => {
    const statement = releaseStatement(RELEASE, [
      { path: 'chain.xml', digests: {} },
      { path: 'a.exr', digests: { md5: 'b'.repeat(32) } },
    ]);
    expect(statement.subject).toEqual([{ name: 'a.exr', digest: { md5: 'b'.repeat(32) } }]);
    expect(statement.predicate.unhashed).toEqual(['chain.xml']);
  });
});

describe('subjects', () => {
  it('keep every algorithm under its own name', () => {
    const digests = {
      sha256: SHA,
      sha1: 'b'.repeat(40),
      md5: 'c'.repeat(32),
      c4: `c4${'1'.repeat(88)}`,
      xxh128: 'd'.repeat(32),
      xxh64: 'e'.repeat(16),
    };
    expect(subjectsOf([{ path: 'a', digests }]).subjects).toEqual([{ name: 'a', digest: digests }]);
  });

  it('are in the order of their paths, whatever the order of the manifests', () => {
    const files = ['b/2', 'a', 'B', 'b/10', 'é'].map((path) => ({ path, digests: { sha256: SHA } }));
    const names = ['B', 'a', 'b/10', 'b/2', 'é'];
    expect(subjectsOf(files).subjects.map(({ name }) => name)).toEqual(names);
    expect(subjectsOf(files.toReversed()).subjects.map(({ name }) => name)).toEqual(names);
  });

  it('take the digests of one path together', () => {
    const files = [
      { path: 'a', digests: { sha256: SHA } },
      { path: 'a', digests: { sha256: SHA, md5: 'b'.repeat(32) } },
      { path: 'a', digests: {} },
    ];
    expect(subjectsOf(files)).toEqual({
      subjects: [{ name: 'a', digest: { sha256: SHA, md5: 'b'.repeat(32) } }],
      unhashed: [],
    });
  });

  it('are refused where one path is to be two different files', () => {
    const files = [
      { path: 'a', digests: { sha256: SHA } },
      { path: 'a', digests: { sha256: 'f'.repeat(64) } },
    ];
    expect(() => subjectsOf(files)).toThrow(new ConflictingSubject('a', 'sha256'));
  });
});
