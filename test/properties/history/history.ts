import * as fc from 'fast-check';
import { deed, fact, type Deed, type Fact } from './deeds.js';
import { world, type World } from './world.js';

/** One thing that somebody does, and what happens until the next one begins. */
export interface Moment {
  readonly deed: Deed;
  /** Which of the two replicas they talk to. */
  readonly replica: 0 | 1;
  /** Place in PRODUCTIONS. */
  readonly production: 0 | 1;
  /** Nothing else goes on until it is done. Otherwise `steps` says who goes on. */
  readonly calm: boolean;
  /** Each picks one of those who could go on: calls of the store, a projector, an evaluation. */
  readonly steps: readonly number[];
  /** The answer to its next append is lost once. */
  readonly lost: 'lost after' | 'lost before' | null;
}
export interface History {
  readonly world: World;
  readonly moments: readonly Moment[];
}

const moment: fc.Arbitrary<Moment> = fc.record({
  deed,
  replica: fc.constantFrom<0 | 1>(0, 1),
  production: fc.constantFrom<0 | 1>(0, 0, 0, 0, 0, 0, 0, 1),
  calm: fc.constantFrom(true, true, false),
  steps: fc.array(fc.nat(255), { maxLength: 12 }),
  lost: fc.oneof(
    { weight: 12, arbitrary: fc.constant(null) },
    { weight: 1, arbitrary: fc.constantFrom<'lost after' | 'lost before'>('lost after', 'lost before') },
  ),
});

const MOST_MOMENTS = 45;

/** Without a bias to the small: nothing much happens in short histories, and what fails is made small anyway. */
export const histories: fc.Arbitrary<History> = fc.noBias(
  fc.record({ world, moments: fc.array(moment, { minLength: 1, maxLength: MOST_MOMENTS, size: 'max' }) }),
);

/** Facts alone, and another order of them. */
export interface Reordered {
  readonly world: World;
  readonly facts: readonly Fact[];
  readonly order: readonly number[];
}
export const reordered: fc.Arbitrary<Reordered> = fc
  .array(fact, { minLength: 2, maxLength: 24, size: 'max' })
  .chain((facts) => {
    const places = facts.map((_, index) => index);
    return fc.record({
      world,
      facts: fc.constant(facts),
      order: fc.shuffledSubarray(places, { minLength: places.length, maxLength: places.length }),
    });
  });
