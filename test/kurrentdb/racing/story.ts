import * as fc from 'fast-check';
import { act, fact, place, reviewer } from '../../properties/history/deeds.js';
import { world } from '../../properties/history/world.js';

/** Which ledger is asked; both: the same command under the same key at the same moment. */
const which = fc.constantFrom<0 | 1 | 'both'>(0, 1, 0, 1, 0, 1, 'both');

/** Anything that anybody may say or decide, at once. */
const crowd = fc.record({
  kind: fc.constant('crowd' as const),
  turns: fc.array(
    fc.record({
      deed: fc.oneof({ weight: 3, arbitrary: fact }, { weight: 5, arbitrary: act }),
      at: which,
      production: fc.constantFrom<0 | 1>(0, 0, 0, 0, 0, 0, 0, 1),
    }),
    { minLength: 2, maxLength: 5 },
  ),
});

/**
 * Something is checked. Then one person releases it through both ledgers, and at the same moment takes away what the release
 * rests on, gives what it lacks, or has it promoted through both.
 */
const contest = fc.record({
  kind: fc.constant('contest' as const),
  at: place,
  by: reviewer,
  delivery: fc.constantFrom('ep101', 'ep101', 'trailer'),
  against: fc.constantFrom(
    'mark',
    'generate',
    'revoke',
    'revoke',
    'revoke from',
    'approve',
    'approve',
    'retract',
    'confirm',
    'promote',
    'nothing',
  ),
  first: fc.constantFrom<0 | 1>(0, 1),
  /** Before, somebody puts right what can be put right. */
  tidy: fc.boolean(),
  /** Milliseconds between facts that are reported meanwhile. */
  pace: fc.nat(20),
});
export type Contest = typeof contest extends fc.Arbitrary<infer T> ? T : never;

const BOUTS = 20;
const LEAST = 6;

/** What a small production is like at first, and what happens in it, bout after bout; all of one bout goes on at once. */
export const story = fc.noBias(
  fc.record({
    // In smaller ones soon nothing is clear any more.
    world: world.filter(({ size }) => size >= LEAST),
    bouts: fc.array(fc.oneof({ weight: 1, arbitrary: crowd }, { weight: 2, arbitrary: contest }), {
      minLength: BOUTS,
      maxLength: BOUTS,
      size: 'max',
    }),
  }),
);
export type Story = typeof story extends fc.Arbitrary<infer T> ? T : never;
export type Turn = Extract<Story['bouts'][number], { kind: 'crowd' }>['turns'][number];
