import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { brokenTexts } from '../testing/fuzz.js';
import { TESTED_PACK } from '../testing/small-pack.js';
import { compilePack } from './compile.js';
import { PACK_LIMITS } from './limits.js';
import { testPack } from '../trial/test-pack.js';

const TIMEOUT = 120_000;

/** null where a text is refused with places inside of it, or right and its tests can be run; else what is wrong with that. */
function unsound(text: string): string | null {
  const loaded = testPack(text);
  if (loaded.ok) {
    compilePack(loaded.pack);
    return null;
  }
  const lines = text.split('\n');
  if (loaded.faults.length > PACK_LIMITS.errors) return `${loaded.faults.length} faults`;
  const lost = loaded.faults.find(({ line, column, message, code }) => {
    const length = lines[line - 1]?.length;
    return length === undefined || column < 1 || column > length + 1 || message === '' || !/^[a-z-]+$/.test(code);
  });
  return lost === undefined ? null : JSON.stringify(lost);
}

describe('loadPack and testPack', () => {
  it(
    'answers whatever text with a pack or with faults that have a place',
    () => {
      fc.assert(
        fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
          expect(unsound(text)).toBeNull();
        }),
        { numRuns: 1_000 },
      );
    },
    TIMEOUT,
  );

  it(
    'answers packs with slips likewise',
    () => {
      fc.assert(
        fc.property(brokenTexts(TESTED_PACK), (text) => {
          expect(unsound(text)).toBeNull();
        }),
        { numRuns: 1_000 },
      );
    },
    TIMEOUT,
  );

  it(
    'answers any JSON likewise',
    () => {
      fc.assert(
        fc.property(fc.json({ maxDepth: 6 }), (text) => {
          expect(unsound(text)).toBeNull();
        }),
        { numRuns: 500 },
      );
    },
    TIMEOUT,
  );
});
