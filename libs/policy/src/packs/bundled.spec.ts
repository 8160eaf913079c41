import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { factsTable, rulesTable } from '../pack/describe.js';
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

  it('the page about the Netflix pack shows its rules and facts as they are; if not, run `npm run packs`', () => {
    const page = readFileSync(new URL('../../../../docs/netflix-pack.md', import.meta.url), 'utf8');
    const netflix = BUNDLED_PACKS.find(({ id }) => id === 'netflix-genai')!;
    expect(page).toContain(`\n\n${rulesTable(netflix)}\n\n<!-- rules: stop -->`);
    expect(page).toContain(`\n\n${factsTable(netflix)}\n\n<!-- facts: stop -->`);
    expect(page).toMatch(/cannot adopt this pack yet, neither over HTTP nor on the command line/);
  });
});
