import { resolve } from 'node:path';
import type { Digests } from '@clearance/domain';
import { undecidedError } from '../exit/errors.js';
import { walk, type Found } from '../files/walk.js';
import { defaultJobs, HashPool, JournalingHasher, mapOrdered, progressBar, type Hasher } from '../hash/index.js';
import type { Context } from '../session/context.js';

/** A line of the `files` part (bodies.md 4): what lies in the package, or why that cannot be said. */
export interface PackageFile {
  readonly path: string;
  readonly size: number | null;
  readonly digests: Digests;
  readonly error?: string;
}

/**
 * Everything below a package's root, hashed. Nothing is left out and nothing is skipped: a hidden file, a link or a file
 * that cannot be read is in the list, because a package may hold no more than what was cleared.
 */
export async function readPackage(
  context: Context,
  root: string,
  journal: string | null,
  jobs = defaultJobs(),
): Promise<PackageFile[]> {
  const found: Found[] = [];
  for await (const met of walk(root)) found.push(met);
  const [first] = found;
  if (first?.kind === 'other' && first.path === '.')
    throw undecidedError('unreadable-input', `--root ${root}: ${first.message}`);
  const pool = new HashPool(jobs);
  const hasher = journal === null ? pool : await JournalingHasher.open(resolve(context.io.cwd, journal), pool);
  const progress = await progressBar(context.io, context.settings.quiet);
  progress.start(found.reduce((sum, met) => sum + (met.kind === 'file' ? met.size : 0), 0));
  try {
    const files: PackageFile[] = [];
    for await (const file of mapOrdered(found, jobs, (met) => lineOf(met, hasher, (bytes) => progress.add(bytes))))
      files.push(file);
    return files;
  } finally {
    progress.stop();
    await hasher.close();
  }
}

async function lineOf(met: Found, hasher: Hasher, onBytes: (bytes: number) => void): Promise<PackageFile> {
  if (met.kind === 'other') return { path: met.path, size: null, digests: {}, error: met.message };
  try {
    const { size, digests } = await hasher.hash(met.file, onBytes);
    return { path: met.path, size, digests };
  } catch (error) {
    return {
      path: met.path,
      size: met.size,
      digests: {},
      error: error instanceof Error ? error.message : String(error),
    };
  }
}
