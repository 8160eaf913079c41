/* oxlint-disable vitest/expect-expect, unicorn/consistent-function-scoping --
   given().when().records() asserts (testing/given.ts); commands stand beside the tests that give them */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { jsonBytes, MAX_EVENT_BYTES } from '../shared/size.js';
import { givenStream, recorded } from '../testing/given.js';
import { chunksOf, decideStoreManifest } from './decide.js';
import type { ManifestChunkData, ManifestItemData, ManifestSealedData } from './events.js';
import { evolveManifest, foldManifest, type ManifestState } from './fold.js';

const STREAM = 'manifest-nightfall/m1';
const givenManifest = givenStream(STREAM, (events) => foldManifest('nightfall', 'm1', events));
const item = (index: number): ManifestItemData => ({
  path: `reel/ä${index}.exr`,
  size: index,
  digests: { md5: '1'.repeat(32) },
});
const rawOf = (chunks: readonly ManifestChunkData[]) =>
  Buffer.concat(chunks.flatMap((chunk) => (chunk.raw === undefined ? [] : [Buffer.from(chunk.raw, 'base64')])));
const itemsOf = (chunks: readonly ManifestChunkData[]) => chunks.flatMap((chunk) => chunk.items ?? []);

describe('chunks of a manifest', () => {
  it('D3: hold the raw bytes, then the items, whole and in order', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 5_000 }), fc.nat(50), (raw, length) => {
        const items = Array.from({ length }, (_, index) => item(index));
        const chunks = chunksOf(raw, items);
        expect(Uint8Array.from(rawOf(chunks))).toEqual(Uint8Array.from(raw));
        expect(itemsOf(chunks)).toEqual(items);
        expect(chunks.map((chunk) => chunk.part)).toEqual(chunks.map((_, index) => index + 1));
      }),
    );
  });

  it('D3: take at most 512 KiB of JSON each, and say where their items begin', () => {
    const items = Array.from({ length: 20_000 }, (_, index) => item(index));
    const raw = new Uint8Array(1_000_003).fill(7);
    const chunks = chunksOf(raw, items);
    for (const chunk of chunks) expect(jsonBytes(chunk)).toBeLessThanOrEqual(MAX_EVENT_BYTES);
    expect(rawOf(chunks)).toEqual(Buffer.from(raw));
    expect(itemsOf(chunks)).toEqual(items);
    let from = 0;
    for (const chunk of chunks.filter(({ items: some }) => some !== undefined)) {
      expect(chunk.from).toBe(from);
      from += chunk.items!.length;
    }
    expect(chunks.filter(({ items: some }) => some !== undefined).length).toBeGreaterThan(2);
  });

  it('D3: are filled to the last byte', () => {
    // 1 KiB is kept for the other members of the event; a comma goes after each item.
    const quarter = (MAX_EVENT_BYTES - 1_024) / 4 - 1;
    const bare = { ...item(0), path: '' };
    const full = { ...bare, path: 'x'.repeat(quarter - jsonBytes(bare)) };
    const chunks = chunksOf(
      new Uint8Array(),
      Array.from({ length: 9 }, () => full),
    );
    expect(chunks.map(({ part, from, items }) => [part, from, items?.length])).toEqual([
      [1, 0, 4],
      [2, 4, 4],
      [3, 8, 1],
    ]);
  });

  it('are none of nothing', () => {
    expect(chunksOf(new Uint8Array(), [])).toEqual([]);
  });
});

describe('storing a manifest', () => {
  const chunks = [
    { part: 1, raw: 'AAA=' },
    { part: 2, from: 0, items: [item(0)] },
  ];
  const sealed: ManifestSealedData = {
    format: 'asc-mhl',
    sha256: 'm'.repeat(64),
    size: 2,
    chunks: 2,
    items: 1,
    itemsDigest: 'd',
    reader: { name: 'asc-mhl', version: 1 },
  };
  const store = (state: ManifestState) => decideStoreManifest(state, chunks, sealed);
  const [one, two, seal] = [
    { type: 'chunk', data: chunks[0] },
    { type: 'chunk', data: chunks[1] },
    { type: 'sealed', data: sealed },
  ] as const;

  it('E3, E4: leaves out what is there; each append is harmless alone', () => {
    givenManifest().when(store).records(one);
    givenManifest(one).when(store).records(two);
    givenManifest(one, two).when(store).records(seal);
    givenManifest(one, two, seal).when(store).recordsNothing();
  });

  it('evolves as it folds', () => {
    const events = recorded(STREAM, [one, two, seal]);
    const state = foldManifest('nightfall', 'm1', events);
    expect(events.reduce(evolveManifest, foldManifest('nightfall', 'm1', []))).toEqual(state);
    expect(state).toMatchObject({ parts: 2, sealed });
  });

  it('does not read an item without digests', () => {
    const broken = { type: 'chunk', data: { part: 1, items: [{ path: 'a', size: null }] } };
    expect(() => givenManifest(broken)).toThrow('/data/items/0/digests must be an object');
  });
});
