import { basePack } from '../packs/base.js';
import { checkTests } from '../trial/check.js';
import type { PackTest } from '../trial/format.js';
import { readTests } from '../trial/read.js';
import { documentDigest } from './compile.js';
import type { PackFault } from './fault.js';
import type { PackDocument } from './format.js';
import { checkMeaning } from './meaning.js';
import { readPack } from './read.js';
import { isMembers, Reader } from './reader.js';
import { readSource, type Place } from './source.js';

/** A pack that can be published, or everything that is wrong with it, in the order of the text. */
export type LoadedPack =
  | {
      readonly ok: true;
      readonly pack: PackDocument;
      /** Of the pack alone: tests may be added to what was published. */
      readonly digest: string;
      readonly tests: readonly PackTest[];
    }
  | { readonly ok: false; readonly faults: readonly [PackFault, ...PackFault[]] };

/**
 * Reads a pack from YAML or JSON. Never throws, whatever the text: what cannot be read is a fault with a place.
 * Form is checked only where the text can be read, meaning only where the form is right, so that one slip is not told twice.
 * Its tests are read, not run (trial/test-pack.ts).
 */
export function loadPack(text: string): LoadedPack {
  return readPackText(text).loaded;
}

/** The same, with the place of every member. */
export function readPackText(text: string): {
  readonly loaded: LoadedPack;
  readonly placeOf: (pointer: string) => Place;
} {
  const source = readSource(text);
  return { loaded: loadedFrom(new Reader(source), source.value, source.faults), placeOf: source.placeOf };
}

function loadedFrom(reader: Reader, value: unknown, faults: readonly PackFault[]): LoadedPack {
  if (faults.length > 0) return refused(faults);
  const pack = readPack(value, reader);
  const tests = isMembers(value) && Object.hasOwn(value, 'tests') ? readTests(value['tests'], '/tests', reader) : [];
  if (reader.faults.length > 0) return refused(reader.faults);
  const baseRules = basePack.rules.map(({ id }) => id);
  checkMeaning(pack, baseRules, reader);
  // A test of a fact model that does not hold together means nothing.
  if (reader.faults.length === 0) checkTests(tests, pack, '/tests', reader);
  if (reader.faults.length > 0) return refused(reader.faults);
  return { ok: true, pack, digest: documentDigest(pack), tests };
}

function refused(faults: readonly PackFault[]): LoadedPack {
  const [first, ...others] = faults.toSorted((a, b) => a.line - b.line || a.column - b.column);
  if (first === undefined) throw new TypeError('a pack is refused only with a fault');
  return { ok: false, faults: [first, ...others] };
}
