import { describe, expect, it } from 'vitest';
import type { ReadModelDigest } from '@clearance/projections';
import { Problem } from '../ledger/ports.js';
import type { ProjectorHost } from '../ledger/projector-host.js';
import type { DigestHost } from './digest-host.js';
import { Digests } from './digests.js';

const digestAt = (position: number): ReadModelDigest => ({ logId: 'log', position, schema: 9, engine: 1, tables: [] });

/** Digests over a projector that rests wherever it is asked to. */
function digests(digest: () => Promise<ReadModelDigest>) {
  const rests: number[] = [];
  const projector = {
    atRest: <T>(n: number, _ms: number, look: () => Promise<T>) => {
      rests.push(n);
      return look();
    },
  } as unknown as ProjectorHost;
  const host = { open: () => Promise.resolve({ digest: digest() }) } as unknown as DigestHost;
  return { rests, digests: new Digests(projector, host) };
}

describe('digests at a position', () => {
  it('are computed once, however often one asks', async () => {
    const { rests, digests: asked } = digests(() => Promise.resolve(digestAt(7)));
    expect(await asked.at(7, 1000)).toEqual(digestAt(7));
    expect(await asked.at(7, 1000)).toEqual(digestAt(7));
    expect(rests).toEqual([7]);
  });

  it('that take longer than somebody waits are there when asked for again', async () => {
    const computed = Promise.withResolvers<ReadModelDigest>();
    const { rests, digests: asked } = digests(() => computed.promise);
    await expect(asked.at(7, 1)).rejects.toMatchObject({ slug: 'behind' });
    computed.resolve(digestAt(7));
    expect(await asked.at(7, 1000)).toEqual(digestAt(7));
    expect(rests).toEqual([7]);
  });

  it('that could not be computed are tried again', async () => {
    let tries = 0;
    const { digests: asked } = digests(() => {
      tries += 1;
      return tries === 1 ? Promise.reject(new Problem('behind', 'not at rest')) : Promise.resolve(digestAt(7));
    });
    await expect(asked.at(7, 1000)).rejects.toThrow('not at rest');
    expect(await asked.at(7, 1000)).toEqual(digestAt(7));
  });
});
