import { posix } from 'node:path';
import { mediaTypeOf } from '../files/media-types.js';
import type { Candidate, FileCandidate, SequenceCandidate } from './candidates.js';

/**
 * Puts image files that differ only in their frame number (three digits or more before the ending, the same number of digits)
 * together, two and more of them. Everything else stays as it is; a sequence stands where its first frame stood.
 */
export function gatherSequences(candidates: readonly Candidate[]): Candidate[] {
  const groups = new Map<string, Frame[]>();
  for (const candidate of candidates) {
    const frame = candidate.kind === 'file' ? frameOf(candidate) : null;
    if (frame !== null) groups.set(frame.pattern, [...(groups.get(frame.pattern) ?? []), frame]);
  }
  const result: Candidate[] = [];
  for (const candidate of candidates) {
    const frame = candidate.kind === 'file' ? frameOf(candidate) : null;
    const group = frame === null ? [] : (groups.get(frame.pattern) ?? []);
    if (frame === null || group.length < 2) result.push(candidate);
    else if (group[0]?.candidate === candidate) result.push(sequenceOf(group));
  }
  return result;
}

/** The text `sha256sum *.exr | LC_ALL=C sort -k2` prints; a sequence's SHA-256 is that of this text (bodies.md 2). */
export function checksumText(members: readonly { readonly name: string; readonly sha256: string }[]): string {
  return [...members]
    .sort((a, b) => Buffer.compare(Buffer.from(a.name), Buffer.from(b.name)))
    .map(({ name, sha256 }) => `${sha256}  ${name}\n`)
    .join('');
}

interface Frame {
  readonly pattern: string;
  readonly plain: string;
  readonly frame: number;
  readonly candidate: FileCandidate;
}

const FRAME_NAME = /^(.*?)([._-]?)(\d{3,9})(\.[^.]+)$/;

function frameOf(candidate: FileCandidate): Frame | null {
  const name = posix.basename(candidate.path);
  const match = FRAME_NAME.exec(name);
  if (match === null || mediaTypeOf(name)?.kind !== 'image') return null;
  const [, prefix = '', separator = '', digits = '', ending = ''] = match;
  // A file named by its number alone is a sequence named by its folder.
  const stem = prefix === '' ? posix.basename(posix.dirname(candidate.path)) : prefix;
  const inFolder = (file: string) => posix.join(posix.dirname(candidate.path), file);
  return {
    pattern: inFolder(`${prefix}${separator}${'#'.repeat(digits.length)}${ending}`),
    plain: inFolder(`${stem}${ending}`),
    frame: Number(digits),
    candidate,
  };
}

function sequenceOf(group: readonly Frame[]): SequenceCandidate {
  const [first] = group;
  return {
    kind: 'sequence',
    path: first?.pattern ?? '',
    plainPath: first?.plain ?? '',
    frames: group.map(({ frame, candidate }) => ({ frame, candidate })),
  };
}
