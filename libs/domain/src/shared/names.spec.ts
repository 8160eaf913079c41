import { describe, expect, it } from 'vitest';
import {
  contradictingAlgorithms,
  hasJoiningDigest,
  isDigestAlgorithm,
  parseDigest,
  parseNamedDigest,
} from './digests.js';
import { assetIdFault, DELIVERY_ID, foreignAssetName, PRODUCTION_ID } from './ids.js';
import { foldedSubject, isExcluded, subjectsOf } from './people.js';
import * as streams from './streams.js';

const C4 = `c4${'2'.repeat(88)}`;

describe('stream names', () => {
  it.each([
    [streams.assetStream('night_fall', 'a/b-c:d'), 'asset', 'night_fall', 'a/b-c:d'],
    [streams.assetStream('n', 'a'), 'asset', 'n', 'a'],
    ['x-n/a', 'x', 'n', 'a'],
    [streams.deliveryStream('nightfall', 'ep101-imf'), 'delivery', 'nightfall', 'ep101-imf'],
    [streams.checkStream('nightfall', 'chk_1'), 'check', 'nightfall', 'chk_1'],
    [streams.manifestStream('nightfall', 'ab.mhl.1'), 'manifest', 'nightfall', 'ab.mhl.1'],
    [streams.usageStream('nightfall', 'skies'), 'usage', 'nightfall', 'skies'],
    [streams.productionStream('nightfall'), 'production', 'nightfall', 'nightfall'],
    [streams.accessStream('tok_1'), 'access', null, 'tok_1'],
    [streams.LEDGER_STREAM, 'ledger', null, 'main'],
  ])('%s comes apart as it was put together', (name, category, production, id) => {
    expect(streams.parseStream(name)).toEqual({ category, production, id });
  });

  it.each(['', 'asset', '-x', 'asset-nightfall', 'asset-/plate', 'ledgers', 'production1'])(
    '%j is none of ours',
    (name) => {
      expect(streams.parseStream(name)).toBeNull();
    },
  );
});

describe('digests', () => {
  it('take upper hex and give lower, except c4', () => {
    expect(parseDigest('sha256', 'A'.repeat(64))).toBe('a'.repeat(64));
    expect(parseDigest('c4', C4)).toBe(C4);
    expect(parseDigest('c4', C4.toUpperCase())).toBeNull();
  });

  it.each([
    ['sha256', 63],
    ['sha1', 41],
    ['md5', 31],
    ['xxh64', 32],
    ['xxh128', 16],
  ] as const)('of %s are refused with %i digits', (algorithm, length) => {
    expect(parseDigest(algorithm, 'a'.repeat(length))).toBeNull();
  });

  it('are named alg:value', () => {
    expect(parseNamedDigest(`md5:${'A'.repeat(32)}`)).toEqual({ algorithm: 'md5', value: 'a'.repeat(32) });
    for (const text of ['md5', 'md5:', 'sha512:aa', ':aa', `toString:${'a'.repeat(32)}`]) {
      expect(parseNamedDigest(text)).toBeNull();
    }
    expect(isDigestAlgorithm('constructor')).toBe(false);
  });

  it('I1: contradict each other only where both name the algorithm', () => {
    const a = { sha256: 'a'.repeat(64), md5: 'a'.repeat(32) };
    expect(contradictingAlgorithms(a, { sha256: 'b'.repeat(64), sha1: 'c'.repeat(40) })).toEqual(['sha256']);
    expect(contradictingAlgorithms(a, { md5: 'a'.repeat(32) })).toEqual([]);
  });

  it('I1: xxh digests do not join', () => {
    expect(hasJoiningDigest({ xxh64: 'a'.repeat(16), xxh128: 'a'.repeat(32) })).toBe(false);
    expect(hasJoiningDigest({ c4: C4 })).toBe(true);
  });
});

describe('ids', () => {
  it.each(['a', 'sha256:ab', 'acme/sh010_comp.v003', 'A-1', 'a..b', 'x'.repeat(200)])('%s is an asset id', (id) => {
    expect(assetIdFault(id)).toBeNull();
  });

  it.each(['', 'a b', 'ä', 'a@b', 'x'.repeat(201), '/a', 'a/', 'a//b', 'a/./b', '../a', 'a\n'])(
    '%j is no asset id',
    (id) => {
      expect(assetIdFault(id)).toMatch(/^must /);
    },
  );

  it('of productions and deliveries keep to their charsets', () => {
    expect(['nightfall', '1_a'].every((id) => PRODUCTION_ID.test(id))).toBe(true);
    expect(['Nightfall', '_a', 'a-b', 'a.b', '', 'a'.repeat(64)].some((id) => PRODUCTION_ID.test(id))).toBe(false);
    expect(['ep101-imf', '1.a_b'].every((id) => DELIVERY_ID.test(id))).toBe(true);
    expect(['-a', 'a/b', 'A', ''].some((id) => DELIVERY_ID.test(id))).toBe(false);
  });

  it('of another production carry its name', () => {
    expect(foreignAssetName('plate', 'daybreak')).toBe('plate@daybreak');
  });
});

describe('people', () => {
  it('F6: are compared without regard to case and compatibility forms', () => {
    expect(isExcluded('K.Ito@Studio.example', ['k.ito@studio.EXAMPLE'])).toBe(true);
    expect(isExcluded('ｋ.ito', ['K.Ito'])).toBe(true);
    expect(isExcluded('strasse', ['STRAßE'])).toBe(true);
    expect(isExcluded('k.ito', ['m.ito'])).toBe(false);
  });

  it('F6: folding twice changes nothing', () => {
    for (const name of ['ẞ', 'İ', 'ﬁ', 'Σς', 'ſ']) expect(foldedSubject(foldedSubject(name))).toBe(foldedSubject(name));
  });

  it('are listed folded, sorted, once', () => {
    expect(subjectsOf(['Noor', 'maya'], ['MAYA'])).toEqual(['maya', 'noor']);
  });
});
