import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { folderWith } from '../testing/run-cli.js';
import { hashBytes } from './hash-file.js';
import { mapOrdered } from './ordered.js';
import { HashPool, type Hasher } from './pool.js';

const built = fileURLToPath(new URL('../../../dist/src/cli/hash/pool.js', import.meta.url));

describe('the hash pool', () => {
  it('hashes small files on the spot', async () => {
    const folder = await folderWith({ 'a.mov': 'plate' });
    const pool = new HashPool(2);
    expect(await pool.hash(join(folder, 'a.mov'))).toEqual({ size: 5, digests: await hashBytes(Buffer.from('plate')) });
    await pool.close();
  });

  it('says which file is not there', async () => {
    const pool = new HashPool(1);
    await expect(pool.hash('/nowhere/a.mov')).rejects.toThrow('/nowhere/a.mov');
    await pool.close();
  });

  it.skipIf(!existsSync(built))('hashes in worker threads (skipped where nothing is built)', async () => {
    const module = (await import(built)) as { HashPool: new (jobs: number, inlineSize: number) => Hasher };
    const contents = Array.from({ length: 7 }, (_, at) => `frame ${at}`);
    const folder = await folderWith(Object.fromEntries(contents.map((content, at) => [`f${at}`, content])));
    const pool = new module.HashPool(2, 0);
    const hashed = await Promise.all(contents.map((_, at) => pool.hash(join(folder, `f${at}`))));
    const missing = await pool.hash(join(folder, 'f0')).then(() => pool.hash(folder).catch((error: unknown) => error));
    await pool.close();
    expect(hashed.map((one) => one.digests)).toEqual(
      await Promise.all(contents.map((content) => hashBytes(Buffer.from(content)))),
    );
    expect(missing).toBeInstanceOf(Error);
  });
});

describe('mapping in order', () => {
  it('gives results in the order of the input, however they come in', async () => {
    const release: (() => void)[] = [];
    const results = mapOrdered(
      [0, 1, 2],
      3,
      (item) => new Promise<number>((resolve) => (release[item] = () => resolve(item * 10))),
    );
    const all = (async () => {
      const seen: number[] = [];
      for await (const result of results) seen.push(result);
      return seen;
    })();
    await Promise.resolve();
    while (release.length < 3) await new Promise((resolve) => setImmediate(resolve));
    release[2]?.();
    release[0]?.();
    release[1]?.();
    expect(await all).toEqual([0, 10, 20]);
  });

  it('has no more calls under way than asked for', async () => {
    let underWay = 0;
    let most = 0;
    const results = mapOrdered(
      Array.from({ length: 20 }, (_, at) => at),
      4,
      async (item) => {
        underWay += 1;
        most = Math.max(most, underWay);
        await new Promise((resolve) => setImmediate(resolve));
        underWay -= 1;
        return item;
      },
    );
    const seen: number[] = [];
    for await (const result of results) seen.push(result);
    expect(seen).toHaveLength(20);
    expect(most).toBeLessThanOrEqual(4);
  });

  it('a failure surfaces where its turn is', async () => {
    const results = mapOrdered([1, 2], 2, (item) =>
      item === 2 ? Promise.reject(new Error('two')) : Promise.resolve(item),
    );
    expect((await results.next()).value).toBe(1);
    await expect(results.next()).rejects.toThrow('two');
  });
});
