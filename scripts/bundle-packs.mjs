// Writes what follows from the packs in libs/policy/src/packs/*.yaml: the module that holds them (the policy library reads no
// files) and the tables in docs. Run through `npm run packs`, which builds first; a test finds what was not written anew.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { format, resolveConfig } from 'prettier';
import { factsTable, loadPack, rulesTable } from '../dist/libs/policy/src/index.js';

const root = fileURLToPath(new URL('..', import.meta.url));
const folder = `${root}libs/policy/src/packs/`;
const names = readdirSync(folder)
  .filter((name) => name.endsWith('.yaml'))
  .sort();
const packs = names.map((name) => {
  const loaded = loadPack(readFileSync(folder + name, 'utf8'));
  if (loaded.ok) return loaded.pack;
  for (const { line, column, message } of loaded.faults) process.stderr.write(`${name}:${line}:${column} ${message}\n`);
  process.exit(1);
});

const target = `${folder}bundled.ts`;
const source = `// Written by scripts/bundle-packs.mjs from the YAML files beside it. Change those, and run \`npm run packs\`.
import type { PackDocument } from '../pack/format.js';

/** The packs that come with the ledger, by id. */
export const BUNDLED_PACKS: readonly PackDocument[] = ${JSON.stringify(packs)};
`;
writeFileSync(target, await format(source, { ...(await resolveConfig(target)), filepath: target }));

const pages = { 'netflix-genai': 'docs/netflix-pack.md' };
for (const pack of packs) {
  const page = pages[pack.id];
  if (page === undefined) continue;
  const text = readFileSync(root + page, 'utf8');
  const written = fill(fill(text, 'rules', rulesTable(pack)), 'facts', factsTable(pack));
  writeFileSync(root + page, written);
}

/** Puts a table between its marks. */
function fill(text, name, table) {
  const pattern = new RegExp(`(<!-- ${name}: start[^>]*-->\\n)[^]*?(<!-- ${name}: stop -->)`);
  if (!pattern.test(text)) throw new Error(`the page has no place for "${name}"`);
  return text.replace(pattern, (_, start, stop) => `${start}\n${table}\n\n${stop}`);
}
