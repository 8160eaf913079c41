import { stat } from 'node:fs/promises';
import { basename, isAbsolute, relative, resolve, sep } from 'node:path';
import { undecidedError, usageError } from '../exit/errors.js';
import { isSideFile, walk } from '../files/walk.js';
import { rejection, type Candidate } from './candidates.js';

/**
 * The files that PATHs name. A folder is walked, without dot files and `ascmhl` folders; a file named by itself is taken
 * whatever its name. Paths are relative to --root, or else to the folder that was named.
 * @throws CliError 64 for a path outside of --root, 3 for one that cannot be read.
 */
export async function candidatesOfPaths(
  paths: readonly string[],
  root: string | null,
  cwd: string,
): Promise<Candidate[]> {
  const found = new Map<string, Candidate>();
  for (const path of paths) {
    const place = resolve(cwd, path);
    const stats = await statOrFail(place, path);
    if (stats.isDirectory()) {
      const prefix = root === null ? '' : within(root, place, path);
      for await (const met of walk(place, { skip: isSideFile })) {
        const at = prefix === '' ? met.path : `${prefix}/${met.path}`;
        const candidate: Candidate =
          met.kind === 'file'
            ? { kind: 'file', path: at, file: met.file, size: met.size, listed: null }
            : rejection('failed', at, 'unreadable-input', met.message);
        found.set(met.file, candidate);
      }
    } else {
      const at = root === null ? basename(place) : within(root, place, path);
      found.set(place, { kind: 'file', path: at, file: place, size: stats.size, listed: null });
    }
  }
  return [...found.values()];
}

/** The path of a place inside a folder, with "/"; '' for the folder itself. @throws CliError 64 where it is outside. */
export function within(root: string, place: string, named: string): string {
  if (place !== root && !isInside(root, place)) throw usageError(`${named} is not inside of --root ${root}`);
  return relative(root, place).split(sep).join('/');
}

/** Whether a place is below a folder, by its name alone. Both are absolute. */
export function isInside(folder: string, place: string): boolean {
  const inside = relative(folder, place);
  return inside !== '' && inside !== '..' && !inside.startsWith(`..${sep}`) && !isAbsolute(inside);
}

async function statOrFail(place: string, named: string) {
  try {
    return await stat(place);
  } catch (error) {
    throw undecidedError('unreadable-input', `${named} cannot be read (${(error as Error).message})`);
  }
}
