import type { PackFault } from '../pack/fault.js';
import type { PackDocument } from '../pack/format.js';
import { readPackText } from '../pack/load.js';
import type { PackTest } from './format.js';
import { runTests } from './run.js';

/** A pack with what came of its tests, or everything that is wrong with its text. */
export type TestedPack =
  | {
      readonly ok: true;
      readonly pack: PackDocument;
      readonly digest: string;
      /** As they stand in the text. */
      readonly tests: readonly PackTest[];
      readonly results: readonly PackTestResult[];
      /** Rules that found something in no test. */
      readonly untested: readonly string[];
    }
  | { readonly ok: false; readonly faults: readonly [PackFault, ...PackFault[]] };

export interface PackTestResult {
  readonly id: string;
  readonly title: string | null;
  readonly line: number;
  readonly column: number;
  readonly passed: boolean;
  /** Each at the expectation that it is about; code `failed-test`. */
  readonly failures: readonly PackFault[];
}

/** Reads a pack and runs the tests it carries. Never throws, whatever the text. */
export function testPack(text: string): TestedPack {
  const { loaded, placeOf } = readPackText(text);
  if (!loaded.ok) return loaded;
  const { pack, digest, tests } = loaded;
  const runs = runTests(pack, tests);
  const found = new Set(runs.flatMap((run) => run.found));
  return {
    ok: true,
    pack,
    digest,
    tests,
    results: runs.map(({ test, disagreements }, index) => ({
      id: test.id,
      title: test.title ?? null,
      ...placeOf(`/tests/${index}`),
      passed: disagreements.length === 0,
      failures: disagreements.map(({ pointer, message }) => {
        const at = `/tests${pointer}`;
        return { ...placeOf(at), pointer: at, message: `test "${test.id}": ${message}`, code: 'failed-test' };
      }),
    })),
    untested: pack.rules.map(({ id }) => id).filter((id) => !found.has(id)),
  };
}
