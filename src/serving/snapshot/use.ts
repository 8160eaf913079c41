import { constants, copyFileSync, existsSync, mkdirSync, renameSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { misfitOf } from '@clearance/projections';
import { fileOf, readManifest, SNAPSHOT_FILES, SnapshotRefused } from './format.js';

/**
 * Puts a snapshot into a data folder that has nothing yet. Nothing is put there unless all of it is as it was written, this
 * program can go on with it, and it is of the server's log.
 * @returns the events of the log that need not be copied; null where the folder has a ledger's data already
 * @throws SnapshotRefused, the file system's error
 */
export function putSnapshot(from: string, data: string, logId: string): number | null {
  if (SNAPSHOT_FILES.some((path) => existsSync(join(data, path)))) return null;
  const manifest = readManifest(from);
  const misfit = misfitOf(manifest);
  if (misfit !== null) throw new SnapshotRefused(`the snapshot in ${from} cannot be gone on with: ${misfit}`);
  if (manifest.logId !== logId)
    throw new SnapshotRefused(`the snapshot in ${from} is of the log ${manifest.logId}; the server holds ${logId}`);
  for (const [index, path] of SNAPSHOT_FILES.entries()) {
    const [expected, found] = [manifest.files[index]!, fileOf(from, path)];
    if (expected.path !== path || expected.size !== found.size || expected.sha256 !== found.sha256)
      throw new SnapshotRefused(`${join(from, path)} is not what was written: take the snapshot again`);
  }
  for (const path of SNAPSHOT_FILES) {
    const target = join(data, path);
    mkdirSync(dirname(target), { recursive: true, mode: 0o700 });
    copyFileSync(join(from, path), `${target}.new`, constants.COPYFILE_FICLONE);
    renameSync(`${target}.new`, target);
  }
  return manifest.events;
}
