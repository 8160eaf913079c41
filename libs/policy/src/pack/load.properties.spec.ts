import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { brokenTexts } from '../testing/fuzz.js';
import { SMALL_PACK } from '../testing/small-pack.js';
import { compilePack } from './compile.js';
import { PACK_LIMITS } from './limits.js';
import { loadPack, type LoadedPack } from './load.js';

const TIMEOUT = 120_000;

/** Refused with places inside the text, or right and ready to be compiled. */
function expectSound(text: string): void {
  const loaded: LoadedPack = loadPack(text);
  if (loaded.ok) {
    expect(() => compilePack(loaded.pack)).not.toThrow();
    return;
  }
  const lines = text.split('\n');
  expect(loaded.faults.length).toBeGreaterThan(0);
  expect(loaded.faults.length).toBeLessThanOrEqual(PACK_LIMITS.errors);
  for (const { line, column, message, code } of loaded.faults) {
    expect(line).toBeGreaterThanOrEqual(1);
    expect(line).toBeLessThanOrEqual(lines.length);
    expect(column).toBeGreaterThanOrEqual(1);
    expect(column).toBeLessThanOrEqual((lines[line - 1]?.length ?? 0) + 1);
    expect(message).not.toBe('');
    expect(code).toMatch(/^[a-z-]+$/);
  }
}

describe('loadPack', () => {
  it(
    'answers whatever text with a pack or with faults that have a place',
    () => {
      fc.assert(
        fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => expectSound(text)),
        { numRuns: 1_000 },
      );
    },
    TIMEOUT,
  );

  it(
    'answers packs with slips likewise',
    () => {
      fc.assert(
        fc.property(brokenTexts(SMALL_PACK), (text) => expectSound(text)),
        { numRuns: 1_000 },
      );
    },
    TIMEOUT,
  );

  it(
    'answers any JSON likewise',
    () => {
      fc.assert(
        fc.property(fc.json({ maxDepth: 6 }), (text) => expectSound(text)),
        { numRuns: 500 },
      );
    },
    TIMEOUT,
  );
});
