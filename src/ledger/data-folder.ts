import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** Where an embedded ledger keeps its data. The event store's own files are named by its adapter. */
export interface DataFolder {
  readonly path: string;
  readonly readModel: string;
}

/** The folder, made where it is missing. @throws the file system's error where it cannot be made or written. */
export function openDataFolder(path: string): DataFolder {
  const folder = resolve(path);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  return { path: folder, readModel: join(folder, 'readmodel.db') };
}
