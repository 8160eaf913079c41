import type { FindingsLog } from '../findings-log.js';
import type { ManifestLimits } from '../limits.js';
import type { ManifestFormat, ManifestItem } from '../types.js';

/** What tells a format: the name and the first characters (at most 64 KiB). */
export interface ManifestHead {
  /** Path in the package. */
  readonly name: string;
  readonly text: string;
}
export interface ManifestSource {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** One format. A reader reports everything to the log; it throws for no input. */
export interface ManifestReader {
  readonly format: ManifestFormat;
  readonly name: string;
  /** Raised whenever the same bytes may give other items. */
  readonly version: number;
  recognises(head: ManifestHead): boolean;
  read(source: ManifestSource, limits: ManifestLimits, log: FindingsLog): readonly ManifestItem[];
}
