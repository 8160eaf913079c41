// Mutation tests: `npm run test:mutation [-- part … --quick --force]`. Without a part all of them, one after the other. What was
// found before and did not change is taken from the last run; --force tests everything anew. See docs/mutation.md.
import { globSync } from 'node:fs';
import { availableParallelism, constants, setPriority } from 'node:os';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { Stryker } from '@stryker-mutator/core';
import { LEAST_SCORE, PART_VARIABLE, PARTS } from './parts.mjs';

/** More workers than this gain little: each loads the specs anew. */
const MAX_WORKERS = 4;
/** Beyond one and a half times what the specs took. Ample, so that a busy machine is not taken for an endless loop. */
const TIMEOUT_MS = 20_000;

const words = process.argv.slice(2);
const force = words.includes('--force');
/** Leaves out what runs only while a module is loaded, such as a table: each such mutant meets every spec of its part. */
const quick = words.includes('--quick');
const named = words.filter((word) => word !== '--force' && word !== '--quick');
const unknown = named.filter((word) => !Object.hasOwn(PARTS, word));
if (unknown.length > 0) {
  process.stderr.write(`no such part: ${unknown.join(', ')}; there are ${Object.keys(PARTS).join(', ')}\n`);
  process.exit(64);
}

setPriority(constants.priority.PRIORITY_LOW);
const rows = [];
for (const part of named.length > 0 ? named : Object.keys(PARTS)) rows.push(await test(part));
print(rows);
process.exitCode = rows.every(({ score }) => score >= LEAST_SCORE) ? 0 : 1;

async function test(part) {
  const { mutate, ignorers } = PARTS[part];
  process.env[PART_VARIABLE] = part;
  const started = Date.now();
  const results = await new Stryker({
    mutate: filesOf(mutate).filter((file) => !file.endsWith('.spec.ts')),
    testRunner: 'vitest',
    // Stryker's own choice of test files (`testFiles`) would not break what runs while a module is loaded.
    vitest: { configFile: 'scripts/mutation/vitest.config.mjs', related: false },
    coverageAnalysis: 'perTest',
    concurrency: Math.min(availableParallelism(), MAX_WORKERS),
    timeoutMS: TIMEOUT_MS,
    plugins: ['@stryker-mutator/*', fileURLToPath(new URL('sentences.mjs', import.meta.url))],
    ignorers,
    ignorePatterns: ['/bench', '/examples', '/reports', '/test', '.stryker-*'],
    incremental: true,
    incrementalFile: `reports/mutation/${part}.incremental.json`,
    force,
    ignoreStatic: quick,
    reporters: ['clear-text', 'html', 'json', ...(process.stdout.isTTY ? ['progress'] : [])],
    clearTextReporter: { reportTests: false, logTests: false, reportMutants: true },
    htmlReporter: { fileName: `reports/mutation/${part}.html` },
    jsonReporter: { fileName: `reports/mutation/${part}.json` },
  }).runMutationTest();
  return rowOf(part, results, Date.now() - started);
}

/** A pattern that fits nothing is a mistake, not an empty set: the files have moved. */
function filesOf(patterns) {
  return patterns.flatMap((pattern) => {
    const files = globSync(pattern);
    if (files.length === 0) throw new Error(`scripts/mutation/parts.mjs: no file fits ${pattern}`);
    return files;
  });
}

/** Mutants that do not load (`errors`) and sentences (sentences.mjs) are no part of the score. */
function rowOf(part, results, ms) {
  const count = (...statuses) => results.filter(({ status }) => statuses.includes(status)).length;
  const [killed, timeout, survived, noCoverage] = ['Killed', 'Timeout', 'Survived', 'NoCoverage'].map((s) => count(s));
  const mutants = killed + timeout + survived + noCoverage;
  return {
    part,
    mutants,
    killed,
    timeout,
    survived,
    'no coverage': noCoverage,
    errors: count('CompileError', 'RuntimeError'),
    score: mutants === 0 ? 0 : Math.floor(((killed + timeout) / mutants) * 10_000) / 100,
    seconds: Math.round(ms / 1000),
  };
}

function print(table) {
  const names = Object.keys(table[0]);
  const widths = names.map((name) => Math.max(name.length, ...table.map((row) => String(row[name]).length)));
  const line = (cells) => `${cells.map((cell, index) => String(cell).padStart(widths[index])).join('  ')}\n`;
  process.stdout.write(`\n${line(names)}${table.map((row) => line(names.map((name) => row[name]))).join('')}`);
}
