import { closeSync, existsSync, fsyncSync, openSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** Where a read model is built before it takes the place of the one in use. */
export const besideOf = (path: string) => `${path}.next`;

/** A note that the file was found damaged while it was in use, so that the next start does not rely on it. */
const noteOf = (path: string) => `${path}.damaged`;
/** The file whose place is being taken. */
const retiredOf = (path: string) => `${path}.old`;

/** What belongs to a SQLite database beside its file. */
const COMPANIONS = ['-wal', '-shm', '-journal'];

export function removeDatabase(path: string): void {
  for (const suffix of ['', ...COMPANIONS]) rmSync(`${path}${suffix}`, { force: true });
}

/**
 * Removes what a build or a switch that was cut off has left behind. A half-built file is never gone on with, for nothing
 * of it was flushed; companions without their database would be taken for those of the next one.
 */
export function removeLeftovers(path: string): void {
  removeDatabase(besideOf(path));
  removeDatabase(retiredOf(path));
  if (!existsSync(path)) removeDatabase(path);
}

/**
 * Puts the file that was built beside in the place of `path`. Neither may be open in any process. Cut off at any point,
 * the next start finds either the old file, or the new one, or none at all and builds it again; never one with the
 * companions of another.
 */
export function takePlace(path: string): void {
  flush(besideOf(path));
  // A write-ahead log may hold pages that the old file lacks, so the file goes before its companions do.
  if (existsSync(path)) renameSync(path, retiredOf(path));
  for (const suffix of COMPANIONS) rmSync(`${path}${suffix}`, { force: true });
  renameSync(besideOf(path), path);
  // Windows has no handle on a folder and keeps its own journal of names.
  if (process.platform !== 'win32') flush(dirname(path), 'r');
  rmSync(noteOf(path), { force: true });
  removeDatabase(retiredOf(path));
}

export function noteDamage(path: string, what: string): void {
  writeFileSync(noteOf(path), `${what}\n`);
}

export function damageNoted(path: string): boolean {
  return existsSync(noteOf(path));
}

function flush(path: string, flags = 'r+'): void {
  const handle = openSync(path, flags);
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
