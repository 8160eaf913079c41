import type { OriginSignal } from '@clearance/domain';

/** What the detectors are given: the head of one file. */
export interface FileHead {
  /** At most `HEAD_BYTES`; a file may be longer. */
  readonly bytes: Uint8Array;
  readonly fileName: string;
}

/** What one detector found; the registry adds who found it and trims the value. */
export type Finding = Pick<OriginSignal, 'kind' | 'where' | 'value' | 'verdict' | 'trust'>;

/** One kind of evidence. A detector throws for no input: what it cannot read is a finding `unreadable`, or none. */
export interface OriginDetector {
  readonly name: string;
  /** Raised whenever the same bytes may give other findings. */
  readonly version: string;
  detect(file: FileHead): readonly Finding[];
}

/** How much of a file is looked at. */
export const HEAD_BYTES = 4 * 1024 * 1024;
/** Characters of a signal's value that are kept. */
export const VALUE_LENGTH = 1_024;
/** Signals of one file. The adverse ones are kept first. */
export const MAX_SIGNALS = 64;
