import type { ManifestItemData } from '@clearance/domain';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalItems, itemsDigest } from './canonical-items.js';
import { itemsOf, readText } from './testing/readings.js';

const MD5 = 'd41d8cd98f00b204e9800998ecf8427e';
const SHA1 = 'da39a3ee5e6b4b0d3255bfef95601890afd80709';

describe('the canonical form of items', () => {
  it('is sorted by path, without lines and defaults', () => {
    const items = itemsOf(readText({ name: 'x', text: `${MD5}  b\n${MD5}  a\n${SHA1}  b\n` }));
    expect(canonicalItems(items)).toEqual([
      { path: 'a', size: null, digests: { md5: MD5 }, role: 'content' },
      { path: 'b', size: null, digests: { md5: MD5, sha1: SHA1 }, role: 'content' },
    ]);
  });

  it('has one digest, however the same files are listed', () => {
    const one = itemsOf(readText({ name: 'x', text: `${MD5}  b\n${SHA1}  a\n` }));
    const other = itemsOf(
      readText({ name: 'y', text: `SHA1 (a) = ${SHA1}\n# comment\nMD5 (./b) = ${MD5.toUpperCase()}\n` }),
    );
    expect(itemsDigest(one)).toBe(itemsDigest(other));
    expect(itemsDigest(one)).toBe('3e661e400e8b608d2ce9f99c5faf31692bfc378687296268e12c30a8c90f4700');
  });

  it('differs with every fact about a file', () => {
    const base: ManifestItemData = { path: 'a', size: 1, digests: { md5: MD5 } };
    const variants: ManifestItemData[] = [
      base,
      { ...base, path: 'b' },
      { ...base, size: null },
      { ...base, digests: { sha1: SHA1 } },
      { ...base, aliases: [{ scheme: 'reel', value: 'A' }] },
      { ...base, role: 'structural' },
      { ...base, failed: true },
      { ...base, error: 'EIO' },
    ];
    expect(new Set(variants.map((item) => itemsDigest([item]))).size).toBe(variants.length);
  });

  it('is its own canonical form, so that stored items can be verified', () => {
    const alias = fc.record({ scheme: fc.constantFrom('reel', 'path'), value: fc.string() });
    const item = fc.record({
      path: fc.string({ minLength: 1 }),
      size: fc.option(fc.nat()),
      digests: fc.record({ md5: fc.constant(MD5), sha1: fc.constant(SHA1) }, { requiredKeys: [] }),
      aliases: fc.array(alias),
      role: fc.constantFrom('content' as const, 'structural' as const),
      failed: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.uniqueArray(item, { selector: ({ path }) => path }), fc.nat(), (items, turn) => {
        const once = canonicalItems(items);
        expect(canonicalItems(once)).toEqual(once);
        const turned = [...items.slice(turn % (items.length + 1)), ...items.slice(0, turn % (items.length + 1))];
        expect(itemsDigest(turned)).toBe(itemsDigest(once));
      }),
    );
  });
});
