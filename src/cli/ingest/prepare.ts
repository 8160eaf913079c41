import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import { posix } from 'node:path';
import { contradictingAlgorithms, type Digests, type OriginSignal } from '@clearance/domain';
import { detectOrigin } from '@clearance/origin';
import { FileChangedError, type HashedFile } from '../hash/hash-file.js';
import type { Hasher } from '../hash/pool.js';
import {
  rejection,
  type Candidate,
  type FileCandidate,
  type Listed,
  type Rejection,
  type SequenceCandidate,
} from './candidates.js';
import { reportedEvent, type CloudEvent, type EventAttributes } from './cloud-event.js';
import type { IdRule } from './ids.js';
import { reportData, type Sighting } from './report-data.js';
import { checksumText } from './sequences.js';
import type { Statement } from './statement.js';

/** How much of a file's head is looked at for signs of its origin. */
export const HEAD_SIZE = 4 * 1024 * 1024;

export interface Preparation {
  readonly hasher: Hasher;
  readonly onBytes: (bytes: number) => void;
  readonly idRule: IdRule;
  readonly statement: Statement;
  readonly attributes: EventAttributes;
  readonly detect: boolean;
}

/** What is to be sent about one thing. */
export interface Prepared {
  readonly kind: 'prepared';
  readonly path: string;
  readonly asset: string;
  /** What tells two things under one id apart. */
  readonly content: string;
  readonly events: readonly CloudEvent[];
}

/** Hashes and looks at a candidate, and writes its events; or says why it is not ingested. */
export async function prepare(candidate: Candidate, how: Preparation): Promise<Prepared | Rejection> {
  if (candidate.kind === 'rejected') return candidate;
  const sighting = await sight(candidate, how);
  if ('kind' in sighting) return sighting;
  const path = candidate.kind === 'sequence' ? candidate.plainPath : candidate.path;
  const named = how.idRule({ path, digests: sighting.digests });
  if ('fault' in named) return rejection('refused', candidate.path, 'no-id', named.fault);
  const events = reportData(sighting, how.statement).map((data) => reportedEvent(named.id, data, how.attributes));
  return { kind: 'prepared', path: candidate.path, asset: named.id, content: JSON.stringify(sighting.digests), events };
}

async function sight(candidate: Exclude<Candidate, Rejection>, how: Preparation): Promise<Sighting | Rejection> {
  if (candidate.kind === 'listed') {
    const { path, listed } = candidate;
    return { path, size: listed.size, digests: listed.digests, seen: 'manifest', signals: [], members: null };
  }
  return candidate.kind === 'file' ? sightFile(candidate, how) : sightSequence(candidate, how);
}

async function sightFile(candidate: FileCandidate, how: Preparation): Promise<Sighting | Rejection> {
  const { path, file, listed } = candidate;
  let hashed: HashedFile;
  try {
    hashed = await how.hasher.hash(file, how.onBytes);
  } catch (error) {
    const code = error instanceof FileChangedError ? 'changed-meanwhile' : 'unreadable-input';
    return rejection('failed', path, code, error instanceof Error ? error.message : String(error));
  }
  const { size, digests } = hashed;
  const mismatch = listed === null ? null : mismatchOf(listed, size, digests);
  if (mismatch !== null) return rejection('refused', path, 'digest-mismatch', mismatch);
  const signals = how.detect ? detectOrigin(await readHead(file), posix.basename(path)) : [];
  return { path, size, digests, seen: 'bytes', signals, members: null };
}

async function sightSequence(candidate: SequenceCandidate, how: Preparation): Promise<Sighting | Rejection> {
  const frames = [];
  const signals = new Map<string, OriginSignal>();
  for (const { frame, candidate: member } of candidate.frames) {
    const sighting = await sightFile(member, how);
    if ('kind' in sighting)
      return { ...sighting, path: candidate.path, message: `${member.path}: ${sighting.message}` };
    for (const signal of sighting.signals) signals.set(JSON.stringify(signal), signal);
    frames.push({ name: posix.basename(member.path), frame, size: sighting.size ?? 0, digests: sighting.digests });
  }
  const text = checksumText(frames.map(({ name, digests }) => ({ name, sha256: digests.sha256 ?? '' })));
  const digests: Digests = { sha256: createHash('sha256').update(text).digest('hex') };
  return { path: candidate.path, size: null, digests, seen: 'bytes', signals: [...signals.values()], members: frames };
}

/** Why a file is not what is listed; null where everything listed agrees. */
export function mismatchOf(listed: Listed, size: number, digests: Digests): string | null {
  if (listed.size !== null && listed.size !== size) return `it has ${size} bytes, but ${listed.size} are listed`;
  const [algorithm] = contradictingAlgorithms(listed.digests, digests);
  if (algorithm !== undefined)
    return `its ${algorithm} is ${digests[algorithm]}, but ${listed.digests[algorithm]} is listed`;
  return Object.keys(listed.digests).length === 0 ? 'no digest is listed that it could be compared with' : null;
}

async function readHead(file: string): Promise<Uint8Array> {
  const handle = await open(file, 'r');
  try {
    const buffer = Buffer.alloc(Math.min(HEAD_SIZE, (await handle.stat()).size));
    let filled = 0;
    while (filled < buffer.length) {
      const { bytesRead } = await handle.read(buffer, filled, buffer.length - filled, filled);
      if (bytesRead === 0) break;
      filled += bytesRead;
    }
    return buffer.subarray(0, filled);
  } finally {
    await handle.close();
  }
}
