import type { Digests } from '@clearance/domain';

/** A file on disk that is to be hashed; `listed` where a manifest says what it should be. */
export interface FileCandidate {
  readonly kind: 'file';
  /** Relative, with "/". */
  readonly path: string;
  readonly file: string;
  readonly size: number;
  readonly listed: Listed | null;
}

/** The frames of an image sequence; `path` has # for the digits. */
export interface SequenceCandidate {
  readonly kind: 'sequence';
  readonly path: string;
  /** `path` without frame digits, which is what ids are made from: # is not in their charset. */
  readonly plainPath: string;
  readonly frames: readonly { readonly frame: number; readonly candidate: FileCandidate }[];
}

/** An entry of a manifest whose file is not looked at. */
export interface ListedCandidate {
  readonly kind: 'listed';
  readonly path: string;
  readonly listed: Listed;
}

/** Something that is not ingested, and why. `refused` needs another input; `failed` may work the next time. */
export interface Rejection {
  readonly kind: 'rejected';
  readonly path: string;
  readonly status: 'refused' | 'failed';
  readonly code: string;
  readonly message: string;
}

export interface Listed {
  /** null where the manifest does not say. */
  readonly size: number | null;
  readonly digests: Digests;
}

export type Candidate = FileCandidate | SequenceCandidate | ListedCandidate | Rejection;

export function rejection(status: Rejection['status'], path: string, code: string, message: string): Rejection {
  return { kind: 'rejected', path, status, code, message };
}

/** Bytes that will be read. */
export function bytesToRead(candidates: readonly Candidate[]): number {
  const sizeOf = (candidate: Candidate): number => {
    if (candidate.kind === 'file') return candidate.size;
    if (candidate.kind !== 'sequence') return 0;
    return candidate.frames.reduce((sum, { candidate: frame }) => sum + frame.size, 0);
  };
  return candidates.reduce((sum, candidate) => sum + sizeOf(candidate), 0);
}
