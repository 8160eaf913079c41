import { lstat, readFile } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { manifestBase, readManifest } from '@clearance/manifests';
import { undecidedError } from '../exit/errors.js';
import { rejection, type Candidate, type Listed } from './candidates.js';
import { isInside } from './from-paths.js';

/**
 * What manifests list. Without --root an entry is taken as it is listed; with --root its file is looked up, so that its bytes
 * can be compared with what is listed. Entries that failed verification are refused (a manifest that says so is no witness).
 * @throws CliError 3 for a manifest that cannot be read as a whole.
 */
export async function candidatesOfManifests(
  files: readonly string[],
  root: string | null,
  cwd: string,
): Promise<Candidate[]> {
  const candidates: Candidate[] = [];
  for (const named of files) {
    const file = resolve(cwd, named);
    const name = manifestName(file, root);
    const reading = readManifest({ name, bytes: await readBytes(file, named) });
    if (!reading.ok) throw unreadable(named, reading.problems);
    for (const problem of reading.problems) {
      if (problem.code === 'failed-verification') continue;
      candidates.push(rejection('refused', problem.path ?? named, problem.code, located(problem)));
    }
    const base = manifestBase(reading.format, name);
    for (const item of reading.items) {
      const path = base === '' ? item.path : `${base}/${item.path}`;
      if (item.failed) {
        candidates.push(rejection('refused', path, 'failed-verification', `${named} says that it failed verification`));
      } else if (item.role === 'content' || item.role === 'document') {
        const listed = { size: item.size, digests: item.digests };
        candidates.push(root === null ? { kind: 'listed', path, listed } : await onDisk(root, path, listed));
      }
    }
  }
  return merged(candidates);
}

/** A manifest's name is its path in the package where it lies inside, otherwise its file name. */
export function manifestName(file: string, root: string | null): string {
  return root !== null && isInside(root, file)
    ? file
        .slice(resolve(root).length + 1)
        .split(/[\\/]/)
        .join('/')
    : basename(file);
}

async function onDisk(root: string, path: string, listed: Listed): Promise<Candidate> {
  const file = join(root, path);
  if (!isInside(root, file)) return rejection('refused', path, 'unsafe-path', 'it leads out of --root');
  try {
    const stats = await lstat(file);
    if (!stats.isFile())
      return rejection('refused', path, 'digest-mismatch', 'it is listed as a file but is none here');
    return { kind: 'file', path, file, size: stats.size, listed };
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR')
      return rejection('refused', path, 'missing-file', 'it is listed but not here');
    return rejection('failed', path, 'unreadable-input', message);
  }
}

/** An entry that several manifests list is looked at once, with everything that is listed of it. */
function merged(candidates: readonly Candidate[]): Candidate[] {
  const result: Candidate[] = [];
  const places = new Map<string, number>();
  for (const candidate of candidates) {
    const at = candidate.kind === 'file' || candidate.kind === 'listed' ? places.get(candidate.path) : undefined;
    const earlier = at === undefined ? undefined : result[at];
    if (at === undefined || earlier === undefined || earlier.kind !== candidate.kind) {
      if (candidate.kind === 'file' || candidate.kind === 'listed') places.set(candidate.path, result.length);
      result.push(candidate);
    } else if (
      (candidate.kind === 'file' || candidate.kind === 'listed') &&
      (earlier.kind === 'file' || earlier.kind === 'listed')
    ) {
      const both = bothListed(earlier.listed, candidate.listed);
      result[at] =
        both === null
          ? rejection('refused', candidate.path, 'contradicting-digests', 'two manifests list different bytes for it')
          : ({ ...earlier, listed: both } as Candidate);
    }
  }
  return result;
}

function bothListed(a: Listed | null, b: Listed | null): Listed | null {
  if (a === null || b === null) return a ?? b;
  const known = a.digests as Record<string, string>;
  const given = Object.entries(b.digests as Record<string, string>);
  if (given.some(([name, value]) => known[name] !== undefined && known[name] !== value)) return null;
  if (a.size !== null && b.size !== null && a.size !== b.size) return null;
  return { size: a.size ?? b.size, digests: { ...a.digests, ...b.digests } };
}

async function readBytes(file: string, named: string): Promise<Uint8Array> {
  try {
    return await readFile(file);
  } catch (error) {
    throw undecidedError('unreadable-input', `the manifest ${named} cannot be read (${(error as Error).message})`);
  }
}

function unreadable(named: string, problems: readonly Located[]) {
  const words = problems.slice(0, 5).map(located).join('; ');
  return undecidedError('unreadable-manifest', `the manifest ${named} cannot be read: ${words || 'no reason given'}`);
}

interface Located {
  readonly message: string;
  readonly line: number | null;
}

function located({ message, line }: Located): string {
  return line === null ? message : `line ${line}: ${message}`;
}
