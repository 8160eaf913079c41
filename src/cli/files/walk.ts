import { lstat, readdir } from 'node:fs/promises';
import { join } from 'node:path';

/** What a walk meets. `path` is relative to the folder walked, with "/" between its parts. */
export type Found =
  | { readonly kind: 'file'; readonly path: string; readonly file: string; readonly size: number }
  /** Nothing that can be hashed: a link, a device, an unreadable folder. `message` says which. */
  | { readonly kind: 'other'; readonly path: string; readonly file: string; readonly message: string };

export interface WalkOptions {
  /** Leaves out files and folders by their name; what is left out inside is never looked at. */
  readonly skip?: (name: string, isFolder: boolean) => boolean;
}

/** Walks a folder, entries in the order of their names' code units. Links are reported, never followed. */
export async function* walk(folder: string, options: WalkOptions = {}): AsyncGenerator<Found> {
  yield* walkInto(folder, '', options);
}

/** What a camera or a transfer leaves beside the media: dot files, and the folders of ASC MHL histories. */
export function isSideFile(name: string, isFolder: boolean): boolean {
  return name.startsWith('.') || (isFolder && name === 'ascmhl');
}

async function* walkInto(root: string, inside: string, options: WalkOptions): AsyncGenerator<Found> {
  const folder = join(root, inside);
  let entries;
  try {
    entries = await readdir(folder, { withFileTypes: true });
  } catch (error) {
    yield { kind: 'other', path: inside || '.', file: folder, message: reason('the folder cannot be read', error) };
    return;
  }
  entries.sort((a, b) => (a.name < b.name ? -1 : Number(a.name > b.name)));
  for (const entry of entries) {
    const path = inside === '' ? entry.name : `${inside}/${entry.name}`;
    if (options.skip?.(entry.name, entry.isDirectory()) === true) continue;
    if (entry.isDirectory()) yield* walkInto(root, path, options);
    else yield await look(root, path);
  }
}

async function look(root: string, path: string): Promise<Found> {
  const file = join(root, path);
  try {
    const stats = await lstat(file);
    if (stats.isFile()) return { kind: 'file', path, file, size: stats.size };
    const message = stats.isSymbolicLink() ? 'a symbolic link, which is not followed' : 'not a regular file';
    return { kind: 'other', path, file, message };
  } catch (error) {
    return { kind: 'other', path, file, message: reason('it cannot be read', error) };
  }
}

function reason(what: string, error: unknown): string {
  return `${what} (${error instanceof Error ? error.message : String(error)})`;
}
