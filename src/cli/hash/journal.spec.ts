import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { folderWith } from '../testing/run-cli.js';
import { hashFile, type HashedFile } from './hash-file.js';
import { JournalingHasher } from './journal.js';
import type { Hasher } from './pool.js';

/** Hashes in this thread and remembers which files it was asked for. */
function countingHasher(): Hasher & { readonly asked: string[] } {
  const asked: string[] = [];
  return {
    asked,
    hash: (path, onBytes): Promise<HashedFile> => {
      asked.push(path);
      return hashFile(path, onBytes);
    },
    close: () => Promise.resolve(),
  };
}

async function hashOnce(journal: string, file: string): Promise<{ hashed: HashedFile; read: boolean; told: number }> {
  const inner = countingHasher();
  const hasher = await JournalingHasher.open(journal, inner);
  let told = 0;
  const hashed = await hasher.hash(file, (bytes) => (told += bytes));
  await hasher.close();
  return { hashed, read: inner.asked.length > 0, told };
}

describe('the journal of --resume', () => {
  it('a file that did not change is not read again, and counts as read in the progress', async () => {
    const folder = await folderWith({ 'a.mov': 'plate' });
    const [journal, file] = [join(folder, 'state'), join(folder, 'a.mov')];
    const first = await hashOnce(journal, file);
    const second = await hashOnce(journal, file);
    expect(first.read).toBe(true);
    expect(second).toEqual({ hashed: first.hashed, read: false, told: 5 });
  });

  it('a file with new bytes of the same size is read again', async () => {
    const folder = await folderWith({ 'a.mov': 'plate' });
    const [journal, file] = [join(folder, 'state'), join(folder, 'a.mov')];
    const first = await hashOnce(journal, file);
    await writeFile(file, 'PLATE');
    const second = await hashOnce(journal, file);
    expect(second.read).toBe(true);
    expect(second.hashed.digests.sha256).not.toBe(first.hashed.digests.sha256);
  });

  it('a last line that a crash cut short costs that one file, and later lines are still read', async () => {
    const folder = await folderWith({ 'a.mov': 'plate', 'b.mov': 'comp', 'c.mov': 'grade' });
    const journal = join(folder, 'state');
    await hashOnce(journal, join(folder, 'a.mov'));
    await hashOnce(journal, join(folder, 'b.mov'));
    await writeFile(journal, (await readFile(journal, 'utf8')).slice(0, -20));
    expect((await hashOnce(journal, join(folder, 'b.mov'))).read).toBe(true);
    expect((await hashOnce(journal, join(folder, 'c.mov'))).read).toBe(true);
    expect((await hashOnce(journal, join(folder, 'a.mov'))).read).toBe(false);
    expect((await hashOnce(journal, join(folder, 'b.mov'))).read).toBe(false);
    expect((await hashOnce(journal, join(folder, 'c.mov'))).read).toBe(false);
  });

  it('a file that is no journal is refused rather than added to', async () => {
    const folder = await folderWith({ notes: 'Dear diary\n' });
    await expect(JournalingHasher.open(join(folder, 'notes'), countingHasher())).rejects.toMatchObject({
      exit: 3,
      message: `line 1 of the --resume file ${join(folder, 'notes')} is none of a journal of files`,
    });
  });

  it('a line with a digest of the wrong form is not believed', async () => {
    const folder = await folderWith({ 'a.mov': 'plate', 'b.mov': 'comp' });
    const journal = join(folder, 'state');
    await hashOnce(journal, join(folder, 'b.mov'));
    await hashOnce(journal, join(folder, 'a.mov'));
    const lines = (await readFile(journal, 'utf8')).trim().split('\n');
    const forged = JSON.parse(lines[1] ?? '') as { digests: Record<string, string> };
    forged.digests['sha256'] = 'nonsense';
    await writeFile(journal, `${lines[0] ?? ''}\n${JSON.stringify(forged)}\n`);
    expect((await hashOnce(journal, join(folder, 'a.mov'))).read).toBe(true);
  });
});
