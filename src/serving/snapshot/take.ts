import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { snapshotEventLog } from '@clearance/event-store';
import { snapshotReadModel } from '@clearance/projections';
import { fileOf, SNAPSHOT_FILES, SnapshotRefused, writeManifest, type SnapshotManifest } from './format.js';

/**
 * Writes a snapshot of a replica that runs or is stopped: its read model, then the copy of the log, which is never behind it.
 * @throws SnapshotRefused, EventStoreRefused, ReadModelMissing, the file system's error
 */
export function takeSnapshot(data: string, to: string, report: (what: string) => void): SnapshotManifest {
  const folder = resolve(to);
  if (!existsSync(join(data, 'log-copy', 'events.db')))
    throw new SnapshotRefused(
      `${data} is no replica of a server's log; of an embedded ledger keep a backup (docs/operations.md)`,
    );
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  if (readdirSync(folder).length > 0) throw new SnapshotRefused(`${folder} is not empty: name a new folder`);
  report('the read model is written');
  const origin = snapshotReadModel(join(data, 'readmodel.db'), join(folder, 'readmodel.db'));
  report('the copy of the log is written');
  const { logId, events } = snapshotEventLog(join(data, 'log-copy'), join(folder, 'log-copy'));
  if (logId !== origin.logId)
    throw new SnapshotRefused(
      `the read model in ${data} is of the log ${origin.logId}, the copy beside it of ${logId}`,
    );
  report('digests are computed');
  const files = SNAPSHOT_FILES.map((path) => fileOf(folder, path));
  const manifest: SnapshotManifest = { format: 1, ...origin, events, files };
  writeManifest(folder, manifest);
  return manifest;
}
