// The specs of one part, as run.mjs has them tested.
import process from 'node:process';
import { defineConfig } from 'vitest/config';
import { PART_VARIABLE, PARTS } from './parts.mjs';

const part = PARTS[process.env[PART_VARIABLE] ?? ''];
if (part === undefined) throw new Error(`${PART_VARIABLE} names no part; start this by npm run test:mutation`);

export default defineConfig({
  resolve: { tsconfigPaths: true },
  // One thread a run is enough: each run loads everything anew, and one for each file would take most of the time.
  // A busy machine must not make a spec fail by its time limit: that would count as found.
  test: {
    include: part.specs,
    exclude: ['**/*.properties.spec.ts', '**/bit-flips.spec.ts'],
    isolate: false,
    testTimeout: 60_000,
  },
});
