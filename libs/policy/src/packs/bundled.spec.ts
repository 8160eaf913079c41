import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { loadPack } from '../pack/load.js';
import { BUNDLED_PACKS } from './bundled.js';

const folder = new URL('./', import.meta.url);
const written = readdirSync(folder)
  .filter((name) => name.endsWith('.yaml'))
  .sort();

describe('the packs that come with the ledger', () => {
  it('are the YAML files beside the module, under names of their own', () => {
    expect(BUNDLED_PACKS.map(({ id }) => `${id}.yaml`)).toEqual(written);
    expect(BUNDLED_PACKS.map(({ id, version }) => `${id}@${version}`)).toEqual([
      'eu-ai-act-50@2026.08',
      'netflix-genai@2025.11',
    ]);
  });

  it.each(written)('%s says what the module holds; if not, run `npm run packs`', (name) => {
    const loaded = loadPack(readFileSync(new URL(name, folder), 'utf8'));
    expect(BUNDLED_PACKS).toContainEqual(loaded.ok ? loaded.pack : loaded.faults);
  });
});
