import type { ManifestLimits } from '../limits.js';
import { readManifest } from '../read-manifest.js';
import type { ManifestItem, ManifestReading } from '../types.js';

export interface TextManifest {
  readonly name: string;
  readonly text: string;
  readonly format?: string;
  readonly limits?: Partial<ManifestLimits>;
}

export function readText({ text, ...rest }: TextManifest): ManifestReading {
  return readManifest({ ...rest, bytes: new TextEncoder().encode(text) });
}

/** The items of a manifest that has to be readable. */
export function itemsOf(reading: ManifestReading): readonly ManifestItem[] {
  if (!reading.ok) throw new Error(`not readable: ${JSON.stringify(reading.problems)}`);
  return reading.items;
}

/** What most tests look at: path and digests, in order. */
export function pathsAndDigests(reading: ManifestReading): [string, ManifestItem['digests']][] {
  return itemsOf(reading).map(({ path, digests }) => [path, digests]);
}

/** `code@line` of every problem. */
export function problemsOf(reading: ManifestReading): string[] {
  return reading.problems.map(({ code, line }) => `${code}@${line ?? '-'}`);
}

export function notesOf(reading: ManifestReading): string[] {
  return reading.notes.map(({ code, line }) => `${code}@${line ?? '-'}`);
}
