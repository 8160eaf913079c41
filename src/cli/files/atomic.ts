import { randomUUID } from 'node:crypto';
import { link, open, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

/** Writes a file whole or not at all; an older one is replaced at once. */
export async function writeAtomically(file: string, content: string | Uint8Array, mode = 0o666): Promise<void> {
  await throughTemporary(file, content, mode, (temporary) => rename(temporary, file));
}

/**
 * Writes a file whole or not at all, and never over an existing one.
 * @throws an error with code EEXIST where there is one already.
 */
export async function writeNew(file: string, content: string | Uint8Array, mode = 0o666): Promise<void> {
  // A hard link fails where the name is taken, in one step; a rename would replace it.
  await throughTemporary(file, content, mode, (temporary) => link(temporary, file));
}

async function throughTemporary(
  file: string,
  content: string | Uint8Array,
  mode: number,
  publish: (temporary: string) => Promise<void>,
): Promise<void> {
  const temporary = join(dirname(file), `.${basename(file)}.${randomUUID()}.part`);
  try {
    const handle = await open(temporary, 'wx', mode);
    try {
      await handle.writeFile(content);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await publish(temporary);
  } finally {
    await rm(temporary, { force: true });
  }
}
