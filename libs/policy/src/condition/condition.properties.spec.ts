import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { conditions, frameOf, SMALL_MODEL, SWITCHES, uses, values, type Values } from '../testing/conditions.js';
import { truthOf } from '../testing/kleene.js';
import { compileCondition } from './compile.js';
import { holds, type Mode, type UseFacts } from './guard.js';
import type { Condition } from './types.js';

const RUNS = 3_000;
const TIMEOUT = 60_000;
const context = { model: SMALL_MODEL, switches: SWITCHES };

function answer(condition: Condition, given: Values, use: UseFacts, mode: Mode): boolean {
  const left = compileCondition(condition, context, mode)(frameOf(given));
  return typeof left === 'boolean' ? left : holds(left, use, mode);
}

describe('a compiled condition', () => {
  it(
    'is possible exactly where the three-valued one is not false, and certain where it is true',
    () => {
      fc.assert(
        fc.property(conditions, values, uses, (condition, given, use) => {
          const truth = truthOf(condition, frameOf(given), use, SMALL_MODEL, SWITCHES);
          expect([answer(condition, given, use, 'possible'), answer(condition, given, use, 'certain')]).toEqual([
            truth !== false,
            truth === true,
          ]);
        }),
        { numRuns: RUNS },
      );
    },
    TIMEOUT,
  );

  it(
    'F2: never stops matching where a fact becomes unknown',
    () => {
      fc.assert(
        fc.property(conditions, values, uses, fc.nat(), (condition, given, use, which) => {
          if (!answer(condition, given, use, 'possible')) return;
          const forgotten = forget(given, use, which);
          expect(answer(condition, forgotten.given, forgotten.use, 'possible')).toBe(true);
        }),
        { numRuns: RUNS },
      );
    },
    TIMEOUT,
  );

  it(
    'leaves the frame as it was',
    () => {
      fc.assert(
        fc.property(conditions, values, (condition, given) => {
          const frame = frameOf(given);
          for (const mode of ['possible', 'certain'] as const) compileCondition(condition, context, mode)(frame);
          expect(frame).toEqual(frameOf(given));
        }),
        { numRuns: 500 },
      );
    },
    TIMEOUT,
  );
});

/** One fact less is known. */
function forget({ scalars, parts }: Values, use: UseFacts, which: number) {
  const ways = [
    ...Object.keys(scalars).map((name) => ({ given: { scalars: { ...scalars, [name]: null }, parts }, use })),
    { given: { scalars, parts: { open: true, entries: parts.entries } }, use },
    { given: { scalars, parts: { open: true, entries: [] } }, use },
    ...parts.entries.flatMap((entry, at) =>
      ['part.state', 'part.where'].map((name) => ({
        given: { scalars, parts: { ...parts, entries: parts.entries.with(at, { ...entry, [name]: null }) } },
        use,
      })),
    ),
    { given: { scalars, parts }, use: { ...use, prominence: 'unknown' } },
    { given: { scalars, parts }, use: { ...use, mood: undefined } },
    { given: { scalars, parts }, use: { ...use, territories: undefined } },
  ];
  return ways[which % ways.length]!;
}
