import { execFile, execFileSync } from 'node:child_process';
import { mkdtempSync, rmdirSync } from 'node:fs';
import { mkdtemp, open, rm, rmdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const MOUNT = ['-t', 'tmpfs', '-o'];
const PREFIX = join(tmpdir(), 'clearance-disk-');

/** A file system of its own, small enough to be filled. */
export interface SmallDisk {
  readonly path: string;
  /** Leaves no byte free. */
  fill(): Promise<void>;
  /** Takes away what `fill` has put there. */
  free(): Promise<void>;
  /** Unmounts it. Nobody may use it any more. */
  remove(): Promise<void>;
}

/** Mounting takes root, and the right to mount: containers often have none. */
export function canMount(): boolean {
  const path = mkdtempSync(PREFIX);
  try {
    execFileSync('mount', [...MOUNT, 'size=64k', 'clearance', path], { stdio: 'ignore' });
    execFileSync('umount', [path], { stdio: 'ignore' });
    return true;
  } catch {
    // Not allowed, or there is no such command: that is the answer.
    return false;
  } finally {
    rmdirSync(path);
  }
}

/** @param size in bytes */
export async function smallDisk(size: number): Promise<SmallDisk> {
  const path = await mkdtemp(PREFIX);
  await run('mount', [...MOUNT, `size=${size}`, 'clearance', path]);
  const ballast = join(path, 'ballast');
  return {
    path,
    fill: async () => {
      const file = await open(ballast, 'a');
      try {
        // Large pieces first, then the rest of it.
        for (const piece of [1 << 20, 1 << 12]) while (await fits(() => file.appendFile(Buffer.alloc(piece))));
      } finally {
        await file.close();
      }
    },
    free: () => rm(ballast),
    remove: async () => {
      await run('umount', [path]);
      await rmdir(path);
    },
  };
}

async function fits(write: () => Promise<void>): Promise<boolean> {
  try {
    await write();
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
    return false;
  }
}
