import { basePack } from '../packs/base.js';
import { documentDigest } from './compile.js';
import type { PackFault } from './fault.js';
import type { PackDocument } from './format.js';
import { checkMeaning } from './meaning.js';
import { readPack } from './read.js';
import { Reader } from './reader.js';
import { readSource } from './source.js';

/** A pack that can be published, or everything that is wrong with it, in the order of the text. */
export type LoadedPack =
  | { readonly ok: true; readonly pack: PackDocument; readonly digest: string }
  | { readonly ok: false; readonly faults: readonly [PackFault, ...PackFault[]] };

/**
 * Reads a pack from YAML or JSON. Never throws, whatever the text: what cannot be read is a fault with a place.
 * Form is checked only where the text can be read, meaning only where the form is right, so that one slip is not told twice.
 */
export function loadPack(text: string): LoadedPack {
  const source = readSource(text);
  const reader = new Reader(source);
  if (source.faults.length > 0) return refused(source.faults);
  const pack = readPack(source.value, reader);
  if (reader.faults.length > 0) return refused(reader.faults);
  checkMeaning(
    pack,
    basePack.rules.map(({ id }) => id),
    reader,
  );
  return reader.faults.length > 0 ? refused(reader.faults) : { ok: true, pack, digest: documentDigest(pack) };
}

function refused(faults: readonly PackFault[]): LoadedPack {
  const [first, ...others] = faults.toSorted((a, b) => a.line - b.line || a.column - b.column);
  if (first === undefined) throw new TypeError('a pack is refused only with a fault');
  return { ok: false, faults: [first, ...others] };
}
