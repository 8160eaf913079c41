import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** Where a ledger keeps its data on this machine. The event store's own files are named by its adapter. */
export interface DataFolder {
  readonly path: string;
  /** Where the log lies: the log itself, or a copy of a server's. */
  readonly log: string;
  readonly readModel: string;
}

/**
 * The folder, made where it is missing.
 * @param copy the log lies on a server, and a copy of it here. @throws the file system's error where it cannot be made or written.
 */
export function openDataFolder(path: string, copy = false): DataFolder {
  const folder = resolve(path);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  return { path: folder, log: copy ? join(folder, 'log-copy') : folder, readModel: join(folder, 'readmodel.db') };
}
