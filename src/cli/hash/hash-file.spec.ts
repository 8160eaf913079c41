import { appendFileSync, existsSync, utimesSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readManifest } from '@clearance/manifests';
import { describe, expect, it } from 'vitest';
import { folderWith } from '../testing/run-cli.js';
import { c4Of, FileChangedError, hashBytes, hashFile, READ_SIZE } from './hash-file.js';

const samples = fileURLToPath(new URL('../../../../shared/samples/mhl-asc/', import.meta.url));

describe('six digests in one pass', () => {
  it('agrees with the published vectors of nothing at all', async () => {
    expect(await hashBytes(Buffer.alloc(0))).toEqual({
      sha256: 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
      sha1: 'da39a3ee5e6b4b0d3255bfef95601890afd80709',
      md5: 'd41d8cd98f00b204e9800998ecf8427e',
      c4: 'c459dsjfscH38cYeXXYogktxf4Cd9ibshE3BHUo6a58hBXmRQdZrAkZzsWcbWtDg5oQstpDuni4Hirj75GEmTc1sFT',
      xxh64: 'ef46db3751d8e999',
      xxh128: '99aa06d3014798d86001c324468d497f',
    });
  });

  it('agrees with the published vectors of "abc"', async () => {
    expect(await hashBytes(Buffer.from('abc'))).toMatchObject({
      sha256: 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
      sha1: 'a9993e364706816aba3e25717850c26c9cd0d89d',
      md5: '900150983cd24fb0d6963f7d28e17f72',
      xxh64: '44bc2cf5ad770999',
      xxh128: '06b05ab6733a618578af5f94892f3950',
    });
  });

  it('pads a C4 id of a small number with "1" to 90 characters in all', () => {
    const small = new Uint8Array(64);
    small[63] = 57;
    expect(c4Of(small)).toBe(`c4${'1'.repeat(87)}z`);
  });

  it('gives a file over several reads the digests of its bytes', async () => {
    const bytes = Buffer.alloc(READ_SIZE * 2 + 12345, 'seven frames ');
    const folder = await folderWith({ 'big.bin': bytes });
    let told = 0;
    const hashed = await hashFile(join(folder, 'big.bin'), (more) => (told += more));
    expect(hashed).toEqual({ size: bytes.length, digests: await hashBytes(bytes) });
    expect(told).toBe(bytes.length);
  });

  it('an empty file has a size and digests too', async () => {
    const folder = await folderWith({ empty: '' });
    expect(await hashFile(join(folder, 'empty'))).toEqual({ size: 0, digests: await hashBytes(Buffer.alloc(0)) });
  });

  it('a file that grows while it is read has no digests', async () => {
    const file = join(await folderWith({ 'growing.mov': Buffer.alloc(READ_SIZE + 10) }), 'growing.mov');
    let grown = false;
    const hashing = hashFile(file, () => {
      if (!grown) appendFileSync(file, 'more');
      grown = true;
    });
    await expect(hashing).rejects.toThrow(FileChangedError);
  });

  it('a file that is rewritten at the same size while it is read has no digests', async () => {
    const file = join(await folderWith({ 'rewritten.mov': Buffer.alloc(READ_SIZE * 2) }), 'rewritten.mov');
    const hashing = hashFile(file, () => utimesSync(file, 1_000_000, 1_000_000));
    await expect(hashing).rejects.toThrow('rewritten.mov changed while it was read');
  });

  it('a folder is not hashed', async () => {
    await expect(hashFile(await folderWith())).rejects.toThrow('is not a regular file');
  });

  it.skipIf(!existsSync(samples))(
    'agrees with a real ASC MHL history (skipped where the samples are absent)',
    async () => {
      const root = join(samples, 'scenario_01/travel_01/A002R2EC');
      const name = 'ascmhl/0001_A002R2EC_2020-01-16_091500Z.mhl';
      const reading = readManifest({ name, bytes: await readFile(join(root, name)) });
      if (!reading.ok) throw new Error('the sample cannot be read');
      const listed = reading.items.map((item) => ({ path: item.path, size: item.size, xxh64: item.digests.xxh64 }));
      const found = await Promise.all(
        reading.items.map(async ({ path }) => {
          const { size, digests } = await hashFile(join(root, path));
          return { path, size, xxh64: digests.xxh64 };
        }),
      );
      expect(listed).toHaveLength(3);
      expect(found).toEqual(listed);
    },
  );
});
