import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { documentDigest } from '../pack/compile.js';
import { loadPack } from '../pack/load.js';
import { testPack } from '../trial/test-pack.js';
import { BUNDLED_PACKS } from './bundled.js';
import { BUNDLED_TESTS } from './bundled-tests.js';

const folder = new URL('./', import.meta.url);
const written = readdirSync(folder)
  .filter((name) => name.endsWith('.yaml'))
  .sort();

const textOf = (name: string) => readFileSync(new URL(name, folder), 'utf8');

describe('the packs that come with the ledger', () => {
  it('are the YAML files beside the module, under names of their own', () => {
    expect(BUNDLED_PACKS.map(({ id }) => `${id}.yaml`)).toEqual(written);
    expect(BUNDLED_PACKS.map(({ id, version }) => `${id}@${version}`)).toEqual([
      'eu-ai-act-50@2026.08',
      'netflix-genai@2025.11',
    ]);
  });

  it.each(written)('%s says what the module holds; if not, run `npm run packs`', (name) => {
    const loaded = loadPack(textOf(name));
    expect(BUNDLED_PACKS).toContainEqual(loaded.ok ? loaded.pack : loaded.faults);
    expect(loaded.ok && BUNDLED_TESTS[loaded.digest]).toEqual(loaded.ok && loaded.tests);
  });

  it.each(written)('%s: its tests hold, and every rule finds something in one of them', (name) => {
    const tested = testPack(textOf(name));
    expect(tested).toMatchObject({ ok: true, untested: [] });
    expect(tested.ok ? tested.results.flatMap(({ failures }) => failures) : []).toEqual([]);
  });

  it('have the digests that were released with them, whatever is added to their tests', () => {
    expect(BUNDLED_PACKS.map(documentDigest)).toEqual([
      '3de35f4272c467a5ab9474c8d83b0a5ab93dddb14c46a8cbe0ecc2daf7a35231',
      'eaafd36c8ac165585607e34fb8712ac69947719f6a0b9ae3fcebbff901c02737',
    ]);
  });
});
