import { appendFileSync, closeSync, openSync } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { DIGEST_ALGORITHMS, parseDigest } from '@clearance/domain';
import { undecidedError } from '../exit/errors.js';
import { isRecord } from '../http/read.js';
import type { HashedFile, SixDigests } from './hash-file.js';
import type { Hasher } from './pool.js';

/**
 * The file of --resume: one JSON line for each file that was hashed. A file is taken from it only where path, size, time of
 * writing and time of change are all as they were; the last line about a path counts.
 */
export class JournalingHasher implements Hasher {
  private constructor(
    private readonly inner: Hasher,
    private readonly known: ReadonlyMap<string, Entry>,
    private readonly descriptor: number,
  ) {}

  /** @throws CliError 3 where the file holds something else than a journal. */
  static async open(file: string, inner: Hasher): Promise<JournalingHasher> {
    const { known, cutAt } = await readJournal(file);
    const descriptor = openSync(file, 'a');
    // Set the next line apart from one that a crash cut short.
    if (cutAt) appendFileSync(descriptor, '\n');
    return new JournalingHasher(inner, known, descriptor);
  }

  async hash(path: string, onBytes: (bytes: number) => void = () => undefined): Promise<HashedFile> {
    const absolute = resolve(path);
    const before = await stamp(absolute);
    const entry = this.known.get(absolute);
    if (entry !== undefined && sameStamp(entry, before)) {
      onBytes(entry.size);
      return { size: entry.size, digests: entry.digests };
    }
    const hashed = await this.inner.hash(absolute, onBytes);
    const after = await stamp(absolute);
    // What changed right after it was read is not remembered; the next run reads it again.
    if (sameStamp(before, after) && after.size === hashed.size) {
      appendFileSync(this.descriptor, `${JSON.stringify({ path: absolute, ...after, digests: hashed.digests })}\n`);
    }
    return hashed;
  }

  async close(): Promise<void> {
    closeSync(this.descriptor);
    await this.inner.close();
  }
}

interface Stamp {
  readonly size: number;
  /** Nanoseconds, as decimal text. */
  readonly mtime: string;
  readonly ctime: string;
}

interface Entry extends Stamp {
  readonly path: string;
  readonly digests: SixDigests;
}

async function stamp(path: string): Promise<Stamp> {
  const { size, mtimeNs, ctimeNs } = await stat(path, { bigint: true });
  return { size: Number(size), mtime: String(mtimeNs), ctime: String(ctimeNs) };
}

function sameStamp(a: Stamp, b: Stamp): boolean {
  return a.size === b.size && a.mtime === b.mtime && a.ctime === b.ctime;
}

async function readJournal(file: string): Promise<{ known: Map<string, Entry>; cutAt: boolean }> {
  const known = new Map<string, Entry>();
  let content: string;
  try {
    content = await readFile(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return { known, cutAt: false };
    throw undecidedError('unreadable-input', `the --resume file ${file} cannot be read (${(error as Error).message})`);
  }
  const lines = content.split('\n');
  // Without a last newline the last line was cut by a crash: that one file is read again.
  const cut = lines.pop() ?? '';
  for (const [at, line] of lines.entries()) {
    if (line === '') continue;
    const entry = parseEntry(line);
    if (entry === null) {
      // A cut line that a later run has set apart: harmless, unless the file is no journal at all.
      if (known.size > 0 || at > 0) continue;
      throw undecidedError(
        'unreadable-input',
        `line ${at + 1} of the --resume file ${file} is none of a journal of files`,
        'Name a file that an earlier --resume wrote, or a new one.',
      );
    }
    known.set(entry.path, entry);
  }
  return { known, cutAt: cut !== '' };
}

function parseEntry(line: string): Entry | null {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
  if (!isRecord(value)) return null;
  const { path, size, mtime, ctime, digests } = value;
  if (typeof path !== 'string' || typeof size !== 'number' || typeof mtime !== 'string' || typeof ctime !== 'string')
    return null;
  if (!isRecord(digests)) return null;
  const whole = DIGEST_ALGORITHMS.every(
    (name) => typeof digests[name] === 'string' && parseDigest(name, digests[name]) === digests[name],
  );
  return whole ? { path, size, mtime, ctime, digests: digests as unknown as SixDigests } : null;
}
