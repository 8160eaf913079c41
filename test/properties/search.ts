import * as fc from 'fast-check';
import { histories, type History } from './history/history.js';
import { Tally } from './history/tally.js';
import { expectLawful } from './judging/lawful.js';

export interface Search {
  readonly runs: number;
  /** null = another one each time; it is reported where something was found. */
  readonly seed: number | null;
  /** Told after each history. */
  readonly report?: (done: number, tally: Tally) => void;
  /** Takes what was found as it is. */
  readonly shrink?: boolean;
}

/**
 * Tries random histories until one is not lawful.
 * @throws Error with the shrunk history, as a test that can stand in found.spec.ts.
 */
export async function search({ runs, seed, report, shrink = true }: Search): Promise<Tally> {
  const tally = new Tally();
  let done = 0;
  const property = fc.asyncProperty(histories, async (history) => {
    tally.add(await expectLawful(history));
    done += 1;
    report?.(done, tally);
  });
  const parameters = { numRuns: runs, endOnFailure: !shrink, ...(seed === null ? {} : { seed }) };
  const found = await fc.check(property, parameters);
  if (!found.failed) return tally;
  const history = found.counterexample?.[0];
  const cause = found.errorInstance instanceof Error ? found.errorInstance : new Error(String(found.errorInstance));
  throw new Error(
    `history ${found.numRuns} of seed ${found.seed} is not lawful (made smaller ${found.numShrinks} times):\n${
      history === undefined ? '' : asTest(history)
    }\n${cause.message}`,
    { cause },
  );
}

/** A test that plays this very history. */
function asTest(history: History): string {
  return `it('', async () => {\n  await expectLawful(${JSON.stringify(history)});\n});`;
}
