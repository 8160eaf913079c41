import { createHash } from 'node:crypto';
import { closeSync, fsyncSync, openSync, readFileSync, readSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ReadModelOrigin } from '@clearance/projections';

/** What stands in `snapshot.json`, which is written last: a folder without it is no snapshot. */
export interface SnapshotManifest extends ReadModelOrigin {
  readonly format: 1;
  /** Events in the copy of the log: at least as many as the read model has seen. */
  readonly events: number;
  readonly files: readonly SnapshotFile[];
}
export interface SnapshotFile {
  /** Within the snapshot, and within the data folder it is put into. */
  readonly path: string;
  /** Bytes. */
  readonly size: number;
  readonly sha256: string;
}

/** In the order in which they are put into a data folder: a copy of the log alone can be gone on with. */
export const SNAPSHOT_FILES = [join('log-copy', 'events.db'), 'readmodel.db'] as const;
const MANIFEST = 'snapshot.json';

/** A snapshot cannot be taken or used; the message says why and what to do. */
export class SnapshotRefused extends Error {
  override readonly name = 'SnapshotRefused';
}

export function writeManifest(folder: string, manifest: SnapshotManifest): void {
  const beside = join(folder, `${MANIFEST}.new`);
  writeFileSync(beside, `${JSON.stringify(manifest, null, 2)}\n`, { mode: 0o600, flush: true });
  renameSync(beside, join(folder, MANIFEST));
}

/** @throws SnapshotRefused */
export function readManifest(folder: string): SnapshotManifest {
  let text: string;
  try {
    text = readFileSync(join(folder, MANIFEST), 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new SnapshotRefused(`there is no snapshot in ${folder} (${MANIFEST}: ${code})`, { cause: error });
  }
  const manifest = parsed(text);
  if (manifest?.format !== 1 || !Array.isArray(manifest.files) || manifest.files.length !== SNAPSHOT_FILES.length)
    throw new SnapshotRefused(`${join(folder, MANIFEST)} is not one that this program can read`);
  return manifest;
}

/** The size and digest of a file of the snapshot, which is on disk when this returns. */
export function fileOf(folder: string, path: string): SnapshotFile {
  const file = join(folder, path);
  const hash = createHash('sha256');
  const opened = openSync(file, 'r+');
  try {
    fsyncSync(opened);
    const chunk = Buffer.allocUnsafe(CHUNK);
    for (let read = readSync(opened, chunk); read > 0; read = readSync(opened, chunk))
      hash.update(chunk.subarray(0, read));
  } finally {
    closeSync(opened);
  }
  return { path, size: statSync(file).size, sha256: hash.digest('hex') };
}

const CHUNK = 1024 * 1024;

function parsed(text: string): SnapshotManifest | null {
  try {
    return JSON.parse(text) as SnapshotManifest | null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
