import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readManifest } from './read-manifest.js';
import { itemsOf, pathsAndDigests, problemsOf } from './testing/readings.js';

/** A collection of real files lies beside the repository, where it is there at all. */
const SAMPLES = new URL('../../../../shared/samples/', import.meta.url);
const sample = (path: string): Uint8Array => readFileSync(new URL(path, SAMPLES));
const digest = (algorithm: string, name: string) =>
  createHash(algorithm)
    .update(sample(`mhl-classic/mhl_verify_generic/${name}`))
    .digest('hex');
const read = (path: string) => readManifest({ name: path, bytes: sample(path) });

const A002 = [
  ['Clips/A002C006_141024_R2EC.mov', 5, { xxh64: '0ea03b369a463d9d' }],
  ['Clips/A002C007_141024_R2EC.mov', 4, { xxh64: '7680e5f98f4a80fd' }],
  ['Sidecar.txt', 58, { xxh64: '3ab5a4166b9bde44' }],
];
const GENERATION_1 = [
  '0001_A002R2EC_2020-01-16_091500Z.mhl',
  'c43qQABrjeiU3kteaNFtgwufQRLKxgMJEZfNSj6LcZ8fKwB568U8As9eScRsnb64NfqiAYzjNUXs81tAxPB77PUThb',
];
const GENERATION_2 = [
  '0002_A002R2EC_2020-01-17_143000Z.mhl',
  'c45kfAU9bNHnT32pMzSdio6Qb7us3xkd65ff8uAvJcgdkpoQZUKoPFckwtVHozxgftZj4uUoXrRiAiwSqNGAxLUAKM',
];

describe.skipIf(!existsSync(SAMPLES))('real manifests (skipped where the sample collection is absent)', () => {
  it.each([
    'mhl-asc/scenario_01/travel_01/A002R2EC/ascmhl/0001_A002R2EC_2020-01-16_091500Z.mhl',
    'mhl-asc/scenario_02/travel_01/A002R2EC/ascmhl/0001_A002R2EC_2020-01-16_091500Z.mhl',
    'mhl-asc/scenario_02/file_server/A002R2EC/ascmhl/0001_A002R2EC_2020-01-16_091500Z.mhl',
    'mhl-asc/scenario_02/file_server/A002R2EC/ascmhl/0002_A002R2EC_2020-01-17_143000Z.mhl',
  ])('%s lists the three files of the card', (path) => {
    const reading = read(path);
    expect(reading).toMatchObject({ ok: true, format: 'asc-mhl' });
    expect(itemsOf(reading).map((item) => [item.path, item.size, item.digests])).toEqual(A002);
    expect(itemsOf(reading).every((item) => item.role === 'content' && !item.failed)).toBe(true);
    expect(reading.problems).toEqual([]);
  });

  it.each([
    ['mhl-asc/scenario_01/travel_01', [GENERATION_1]],
    ['mhl-asc/scenario_02/travel_01', [GENERATION_1]],
    ['mhl-asc/scenario_02/file_server', [GENERATION_1, GENERATION_2]],
  ])('the chain of %s lists its generations with their c4', (folder, generations) => {
    const reading = read(`${folder}/A002R2EC/ascmhl/ascmhl_chain.xml`);
    expect(itemsOf(reading).map(({ path, digests }) => [path, digests.c4])).toEqual(generations);
    expect(itemsOf(reading).every(({ role }) => role === 'structural')).toBe(true);
    expect(reading.problems).toEqual([]);
  });

  it('the altered file of the schema example is failed and has no digest', () => {
    const reading = read('mhl-asc/0001_TEST01_2019-10-11_155603.mhl');
    expect(itemsOf(reading).map(({ path, digests, failed, role }) => ({ path, digests, failed, role }))).toEqual([
      {
        path: 'Clips/A002C006_141024_R2EC.mov',
        digests: { xxh64: '0ea03b369a463d9d' },
        failed: false,
        role: 'content',
      },
      {
        path: 'Clips/A002C007_141024_R2EC.mov',
        digests: { xxh64: '7680e5f98f4a80fd' },
        failed: false,
        role: 'content',
      },
      { path: 'Sidecar.txt', digests: {}, failed: true, role: 'content' },
      { path: 'A002R2EC/ascmhl/A002R2EC_2020-01-17_143000_0002.mhl', digests: {}, failed: false, role: 'structural' },
      { path: 'A003R2EC/ascmhl/A003R2EC_2020-01-17_143000_0002.mhl', digests: {}, failed: false, role: 'structural' },
    ]);
    expect(problemsOf(reading)).toEqual(['references-manifest@59', 'references-manifest@63', 'failed-verification@38']);
  });

  it('lists of the three tools carry the digests of the files beside them', () => {
    expect(pathsAndDigests(read('hashlist/SHA256SUMS'))).toEqual(
      ['file0.txt', 'file1.txt', 'file2.txt'].map((name) => [name, { sha256: digest('sha256', name) }]),
    );
    expect(pathsAndDigests(read('hashlist/bsd-style.md5'))).toEqual(
      ['file0.txt', 'file1.txt'].map((name) => [name, { md5: digest('md5', name) }]),
    );
    expect(pathsAndDigests(read('mhl-classic/hashlist-text/openssl_output'))).toEqual([
      ['test_dir2/hash-list.txt', { md5: 'd29593e2cf81c621fb3c4089f9bbde4a' }],
      ['test_dir2/hash-list1.txt', { md5: 'd29593e2cf81c621fb3c4089f9bbde4a' }],
    ]);
  });

  it.each([
    'hashlist/delivery.csv',
    'mhl-asc/ASCMHL.xsd',
    'mhl-classic/mhl_verify_generic/generic.mhl',
    'ai-embedded/comfyui/text_to_video_wan.json',
  ])('%s is of a format that is not read yet', (path) => {
    expect(problemsOf(read(path))).toEqual(['unsupported-format@-']);
  });
});
