// Writes what follows from the packs in libs/policy/src/packs/*.yaml: the modules that hold them and their tests (the policy
// library reads no files) and the tables in docs. Run through `npm run packs`, which builds first; a test finds what was not
// written anew.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { format, resolveConfig } from 'prettier';
import { factsTable, rulesTable, testPack } from '../dist/libs/policy/src/index.js';

const root = fileURLToPath(new URL('..', import.meta.url));
const folder = `${root}libs/policy/src/packs/`;
const names = readdirSync(folder)
  .filter((name) => name.endsWith('.yaml'))
  .sort();
const tested = names.map((name) => {
  const result = testPack(readFileSync(folder + name, 'utf8'));
  const faults = result.ok ? result.results.flatMap(({ failures }) => failures) : result.faults;
  for (const { line, column, message } of faults) process.stderr.write(`${name}:${line}:${column} ${message}\n`);
  if (!result.ok || faults.length > 0) process.exit(1);
  return result;
});
const packs = tested.map(({ pack }) => pack);

const written =
  '// Written by scripts/bundle-packs.mjs from the YAML files beside it. Change those, and run `npm run packs`.';
await write(
  'bundled.ts',
  `${written}
import type { PackDocument } from '../pack/format.js';

/** The packs that come with the ledger, by id. */
export const BUNDLED_PACKS: readonly PackDocument[] = ${JSON.stringify(packs)};
`,
);
const tests = Object.fromEntries(tested.map(({ digest, tests: carried }) => [digest, carried]));
await write(
  'bundled-tests.ts',
  `${written}
import type { PackTest } from '../trial/format.js';

/** The tests that they carry, by the digest of the pack. */
export const BUNDLED_TESTS: Readonly<Record<string, readonly PackTest[]>> = ${JSON.stringify(tests)};
`,
);

const pages = { 'netflix-genai': 'docs/netflix-pack.md' };
for (const pack of packs) {
  const page = pages[pack.id];
  if (page === undefined) continue;
  const text = readFileSync(root + page, 'utf8');
  writeFileSync(root + page, fill(fill(text, 'rules', rulesTable(pack)), 'facts', factsTable(pack)));
}

async function write(name, source) {
  const target = folder + name;
  writeFileSync(target, await format(source, { ...(await resolveConfig(target)), filepath: target }));
}

/** Puts a table between its marks. */
function fill(text, name, table) {
  const pattern = new RegExp(`(<!-- ${name}: start[^>]*-->\\n)[^]*?(<!-- ${name}: stop -->)`);
  if (!pattern.test(text)) throw new Error(`the page has no place for "${name}"`);
  return text.replace(pattern, (_, start, stop) => `${start}\n${table}\n\n${stop}`);
}
