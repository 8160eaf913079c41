import { describe, expect, it } from 'vitest';
import { missingIn } from './expectations.js';
import { search } from './search.js';

/*
 * Many histories: `npm run test:properties`. PROPERTIES_RUNS: how many (10,000); PROPERTIES_SEED: where they begin (else
 * another one each time). Stops at the first that is not lawful and prints it, made small unless PROPERTIES_SHRINK is `no`,
 * as a test.
 */
const RUNS = Number(process.env['PROPERTIES_RUNS'] ?? '10000');
const SEED = Number(process.env['PROPERTIES_SEED'] ?? Math.floor(Math.random() * 2 ** 31));
const REPORT_EVERY = 250;
const DAY = 24 * 60 * 60 * 1_000;

describe('many random histories', () => {
  it(
    'each of them is lawful, and what is interesting happens often',
    async () => {
      const began = Date.now();
      const say = (text: string) => process.stderr.write(`${text}\n`);
      say(`${RUNS} histories from seed ${SEED}`);
      const perSecond = (done: number) => ((done * 1_000) / (Date.now() - began)).toFixed(1);
      const tally = await search({
        runs: RUNS,
        seed: SEED,
        shrink: process.env['PROPERTIES_SHRINK'] !== 'no',
        report: (done) => {
          if (done % REPORT_EVERY === 0) say(`${done} histories, ${perSecond(done)} a second`);
        },
      });
      const seconds = Math.round((Date.now() - began) / 1_000);
      say(`${RUNS} histories of seed ${SEED} are lawful: ${seconds} s, ${perSecond(RUNS)} a second\n${tally.text()}`);
      expect(missingIn(tally, RUNS)).toEqual([]);
    },
    DAY,
  );
});
