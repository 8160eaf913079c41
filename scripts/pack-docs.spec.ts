import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { factsTable, rulesTable } from '../libs/policy/src/pack/describe.js';
import { loadPack } from '../libs/policy/src/pack/load.js';
import { SmallLedger } from '../libs/policy/src/testing/ledger.js';
import { testPack } from '../libs/policy/src/trial/test-pack.js';
import { netflix, policyOf, USE } from '../libs/policy/src/testing/netflix.js';

const page = readFileSync(new URL('../docs/policy-authoring.md', import.meta.url), 'utf8');
const example = /cat > stock-library\.yaml <<'END'\n([^]*?)END\n/.exec(page)?.[1] ?? '';

it('the example in the guide is a pack, and judges as the guide says', () => {
  const loaded = loadPack(example);
  if (!loaded.ok) throw new TypeError(JSON.stringify(loaded.faults));
  const ledger = new SmallLedger(policyOf([loaded.pack]));
  ledger.camera('clip');
  ledger.declare('clip', { 'asset.source': 'library' });
  const messages = (territories: readonly string[]) =>
    ledger.findings('clip', { ...USE, territories }).map(({ outcome, message }) => `${outcome}: ${message}`);
  expect(messages(['US'])).toEqual([]);
  expect(messages(['DE'])).toEqual(['approval: clip may come from a library without a licence: asset.licence']);
  ledger.declare('clip', { 'asset.licence': 'no' });
  expect(messages(['DE'])).toEqual(['approval: clip comes from a library and no licence is on record']);
  ledger.approve('clip', [['STOCK-1', 'clip']], { kind: 'licensing' });
  expect(ledger.judge('clip', USE).state).toBe('needs-approval');
  ledger.logTime = '2026-03-05T00:00:00.000Z';
  expect(ledger.judge('clip', USE).state).toBe('approved');
});

it('the tests of the example hold', () => {
  const tested = testPack(example);
  expect(tested.ok && tested.results.map(({ id, failures }) => [id, failures])).toEqual([
    ['unlicensed', []],
    ['elsewhere', []],
    ['licensed', []],
    ['unproven', []],
  ]);
});

it('the page about the Netflix pack shows its rules and facts as they are; if not, run `npm run packs`', () => {
  const text = readFileSync(new URL('../docs/netflix-pack.md', import.meta.url), 'utf8');
  expect(text).toContain(`\n\n${rulesTable(netflix)}\n\n<!-- rules: stop -->`);
  expect(text).toContain(`\n\n${factsTable(netflix)}\n\n<!-- facts: stop -->`);
});
