import { openSqliteEventStore, type SqliteEventStore, type Unavailable } from '@clearance/event-store';
import { ENGINE } from '@clearance/policy';
import {
  inspectReadModel,
  openReadModelWriter,
  type ReadModelCondition,
  type RebuildProgress,
} from '@clearance/projections';
import { openDataFolder, type DataFolder } from './data-folder.js';
import { ProjectorHost } from './projector-host.js';
import { RebuildHost } from './rebuild-host.js';

/** A data folder that this process alone may write to. */
export interface OpenFolder {
  readonly folder: DataFolder;
  readonly store: SqliteEventStore;
}

/**
 * Opens a data folder as its one writer.
 * @param onFailure called once when a commit has failed: nothing more is written from then on.
 * @throws EventStoreRefused, or the file system's error.
 */
export function openFolder(path: string, onFailure: (error: Unavailable) => void): OpenFolder {
  const folder = openDataFolder(path);
  return { folder, store: openSqliteEventStore({ folder: folder.path, onFatal: onFailure }) };
}

/**
 * Whether the folder's read model can be gone on with. An empty log needs nothing built: its read model is made here.
 * @throws LogMismatch; Unavailable where the log is damaged; SQLite's or the file system's error.
 */
export function conditionOf({ folder, store }: OpenFolder): ReadModelCondition {
  const condition = inspectReadModel(folder.readModel, ENGINE, store);
  if (condition.kind !== 'missing' || store.headSync() > 0) return condition;
  openReadModelWriter(folder.readModel, ENGINE).close();
  return { kind: 'usable' };
}

/** Starts the thread that keeps the read model up with the log. */
export function startProjector({ folder, store }: OpenFolder, onFatal: (message: string) => void): ProjectorHost {
  const projector = new ProjectorHost({ folder: folder.path, readModel: folder.readModel, engine: ENGINE }, onFatal);
  store.appended.subscribe((position) => projector.appended(Number(position)));
  return projector;
}

/**
 * Builds the read model of a folder anew, whatever state it is in and whichever log it was built from: the log that is
 * there counts. Takes the folder's lock first, so that no ledger writes or reads it meanwhile.
 * @returns the number of events projected.
 */
export async function rebuildFolder(path: string, report: (progress: RebuildProgress) => void): Promise<number> {
  const folder = openDataFolder(path);
  const store = openSqliteEventStore({ folder: folder.path });
  try {
    return await new RebuildHost(folder, report).built;
  } finally {
    await store.close();
  }
}
