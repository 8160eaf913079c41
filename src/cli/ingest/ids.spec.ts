import { describe, expect, it } from 'vitest';
import { readIdRule, strongestDigestId } from './ids.js';

const sha256 = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad';
const file = { path: 'Clips/A002C006.v2.mov', digests: { sha256 } };

const strongest = (digests: object) => strongestDigestId({ path: 'a.mov', digests });

describe('ids of ingested files', () => {
  it.each([
    ['sha256', `sha256:${sha256}`],
    ['path', 'Clips/A002C006.v2.mov'],
    ['name', 'A002C006.v2.mov'],
    ['{stem}', 'A002C006.v2'],
    ['vendor/{dir}/{stem}_{ext}', 'vendor/Clips/A002C006.v2_mov'],
    ['{name}:{sha256}', `A002C006.v2.mov:${sha256}`],
    ['sh010_comp_v003', 'sh010_comp_v003'],
  ])('--id %s makes %s', (rule, id) => {
    expect(readIdRule(rule)(file)).toEqual({ id });
  });

  it('a file at the top has no folder, so a template that needs one gives no id', () => {
    expect(readIdRule('{dir}/{name}')({ path: 'a.mov', digests: {} })).toEqual({
      fault:
        'its id would be "/a.mov", which must have no empty, "." or ".." path segment and no leading or trailing "/"',
    });
  });

  it('a name with characters that no id has gives no id, rather than a bent one', () => {
    expect(readIdRule('name')({ path: 'sky plate.png', digests: {} })).toEqual({
      fault: 'its id would be "sky plate.png", which must be 1 to 200 characters of A-Z a-z 0-9 . _ : / -',
    });
  });

  it('a template is not filled twice: braces in a file name are not fields', () => {
    expect(readIdRule('x-{stem}')({ path: '{sha256}.mov', digests: { sha256 } })).toHaveProperty('fault');
  });

  it('without a SHA-256 the rule sha256 gives none', () => {
    expect(readIdRule('sha256')({ path: 'a.mov', digests: { md5: '900150983cd24fb0d6963f7d28e17f72' } })).toEqual({
      fault: 'its SHA-256 is not known',
    });
  });

  it.each([['{nmae}', '--id has the field {nmae}, but there are only {name} {stem} {ext} {dir} {path} {sha256}']])(
    '--id %s is usage',
    (rule, message) => {
      expect(() => readIdRule(rule)).toThrow(message);
    },
  );

  it('a list alone gives the strongest cryptographic digest: sha256, c4, sha1, md5', () => {
    const md5 = '900150983cd24fb0d6963f7d28e17f72';
    const sha1 = 'a9993e364706816aba3e25717850c26c9cd0d89d';
    const c4 = `c4${'1'.repeat(88)}`;
    expect(strongest({ md5, sha1, c4, sha256 })).toEqual({ id: `sha256:${sha256}` });
    expect(strongest({ md5, sha1, c4 })).toEqual({ id: `c4:${c4}` });
    expect(strongest({ md5, sha1 })).toEqual({ id: `sha1:${sha1}` });
    expect(strongest({ md5 })).toEqual({ id: `md5:${md5}` });
    expect(strongest({ xxh64: '44bc2cf5ad770999' })).toHaveProperty('fault');
  });
});
