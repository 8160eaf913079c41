import {
  openReplica,
  openSqliteEventStore,
  type KurrentEventStore,
  type LedgerLog,
  type ReplicaEventStore,
  type StoreUrl,
  type Unavailable,
} from '@clearance/event-store';
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
  readonly store: LedgerLog;
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

/** How a ledger waits for its store. */
export interface Waiting {
  /** Why the store cannot be asked yet. */
  readonly onWaiting: (reason: string) => void;
  /** The log is known; how far its copy is can be asked from now on. */
  readonly onCopying: (store: LedgerLog) => void;
  /** See ReplicaOptions. */
  readonly admit?: (server: KurrentEventStore) => Promise<void>;
  /** Told which log the server holds before its copy is opened. */
  readonly onLog?: (logId: string) => void;
  /** Gives up. */
  readonly signal: AbortSignal;
}

/**
 * Opens a data folder whose log lies on a server, once that answers, and brings the copy of the log up to it.
 * @param onFailure called once where the server turns out to hold another log than it did.
 * @throws EventStoreRefused, RangeError for the URL, the file system's error; Unavailable where it was given up.
 */
export async function openOnServer(
  path: string,
  url: StoreUrl,
  onFailure: (error: Unavailable) => void,
  { admit, onWaiting, onCopying, onLog, signal }: Waiting,
): Promise<{ readonly folder: DataFolder; readonly store: ReplicaEventStore }> {
  const folder = openDataFolder(path, true);
  const store = await openReplica({ url, folder: folder.log, onFatal: onFailure, admit, onWaiting, onLog, signal });
  onCopying(store);
  const given = new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()));
  await Promise.race([store.caughtUp, given]);
  return { folder, store };
}

/**
 * Whether the folder's read model can be gone on with. An empty log needs nothing built: its read model is made here.
 * @throws LogMismatch; Unavailable where the log is damaged; SQLite's or the file system's error.
 */
export function conditionOf({ folder, store }: OpenFolder): ReadModelCondition {
  const condition = inspectReadModel(folder.readModel, store);
  if (condition.kind !== 'missing' || store.headSync() > 0) return condition;
  openReadModelWriter(folder.readModel).close();
  return { kind: 'usable' };
}

/** Starts the thread that keeps the read model up with the log. */
export function startProjector({ folder, store }: OpenFolder, onFatal: (message: string) => void): ProjectorHost {
  const projector = new ProjectorHost({ folder: folder.log, readModel: folder.readModel }, onFatal);
  store.appended.subscribe((position) => projector.appended(Number(position)));
  return projector;
}

/**
 * Builds the read model of a folder anew, whatever state it is in and whichever log it was built from: the log that is
 * there counts. Takes the folder's lock first, so that no ledger writes or reads it meanwhile.
 * @returns the number of events projected.
 */
export async function rebuildFolder(
  path: string,
  url: StoreUrl | null,
  report: (progress: RebuildProgress) => void,
): Promise<number> {
  const { folder, store } = await openToRebuild(path, url);
  try {
    return await new RebuildHost(folder, report).built;
  } finally {
    await store.close();
  }
}

/** From a server, what it holds is copied to its end first. */
async function openToRebuild(path: string, url: StoreUrl | null): Promise<OpenFolder> {
  if (url === null) {
    const folder = openDataFolder(path);
    return { folder, store: openSqliteEventStore({ folder: folder.path }) };
  }
  const gaveUp = new AbortController();
  let damage: Unavailable | null = null;
  const opened = await openOnServer(path, url, (error) => ((damage = error), gaveUp.abort()), {
    onWaiting: () => undefined,
    onCopying: () => undefined,
    signal: gaveUp.signal,
  });
  if (damage === null) return opened;
  await opened.store.close();
  throw damage as Unavailable;
}
