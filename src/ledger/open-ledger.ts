import { rmSync } from 'node:fs';
import { openSqliteEventReader, openSqliteEventStore, type SqliteEventStore } from '@clearance/event-store';
import { ENGINE } from '@clearance/policy';
import { ReadModelOutdated, openReadModelWriter, rebuildReadModel, type RebuildProgress } from '@clearance/projections';
import { openDataFolder, type DataFolder } from './data-folder.js';
import type { OpenLedger } from './ledger.module.js';
import { ProjectorHost } from './projector-host.js';

/**
 * Opens a data folder as its one writer, with a read model that this program can use: one of an older schema or engine
 * is rebuilt from the log first, beside the old one.
 * @throws EventStoreRefused, or the file system's error
 */
export function openLedger(
  path: string,
  report: (text: string) => void,
  onFatal: (message: string) => void,
): OpenLedger {
  const folder = openDataFolder(path);
  const store = openSqliteEventStore({ folder: folder.path });
  try {
    prepareReadModel(folder, report);
  } catch (error) {
    void store.close();
    throw error;
  }
  const projector = new ProjectorHost({ folder: folder.path, readModel: folder.readModel, engine: ENGINE }, onFatal);
  store.appended.subscribe((position) => projector.appended(Number(position)));
  return { folder, store, projector };
}

/** Builds the read model anew and switches to it. The caller holds the folder's lock. @returns events projected */
export async function rebuild(folder: DataFolder, report: (progress: RebuildProgress) => void): Promise<number> {
  const reader = openSqliteEventReader({ folder: folder.path });
  try {
    return rebuildReadModel(folder.readModel, reader, ENGINE, report);
  } finally {
    await reader.close();
  }
}

/** Rebuilds offline: takes the folder's lock first, so that no ledger writes or reads it meanwhile. */
export async function rebuildFolder(path: string, report: (progress: RebuildProgress) => void): Promise<number> {
  const folder = openDataFolder(path);
  const store: SqliteEventStore = openSqliteEventStore({ folder: folder.path });
  try {
    return await rebuild(folder, report);
  } finally {
    await store.close();
  }
}

function prepareReadModel(folder: DataFolder, report: (text: string) => void): void {
  try {
    openReadModelWriter(folder.readModel, ENGINE).close();
  } catch (error) {
    if (!(error instanceof ReadModelOutdated)) throw error;
    report(`${error.message}; it is built anew from the log`);
    for (const suffix of ['', '-wal', '-shm']) rmSync(`${folder.readModel}${suffix}`, { force: true });
    openReadModelWriter(folder.readModel, ENGINE).close();
  }
}
