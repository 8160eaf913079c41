import { describe, expect, it } from 'vitest';
import { search } from './search.js';

/** How many are tried with the unit tests, and in a full check. Many more: `npm run test:properties`. */
const RUNS = Number(process.env['PROPERTIES_RUNS'] ?? (process.env['CI'] ? '500' : '200'));
const SEED = process.env['PROPERTIES_SEED'];
const TIMEOUT = 60_000 + RUNS * 1_000;

describe('random histories of two replicas and many clients', () => {
  it(
    'D1, D4, D5, P1: every verdict, every concern and every row is what the reference says',
    async () => {
      const tally = await search({ runs: RUNS, seed: SEED === undefined ? null : Number(SEED) });
      expect(tally.histories('= released')).toBeGreaterThan(0);
    },
    TIMEOUT,
  );
});
