import { Injectable } from '@nestjs/common';
import type { ReadModelDigest } from '@clearance/projections';
import { Problem } from '../ledger/ports.js';
import { ProjectorHost } from '../ledger/projector-host.js';
import { DigestHost } from './digest-host.js';

/** Digests that are kept, and those under way: whoever asks again gets what was computed meanwhile. */
const KEPT = 8;

/** Digests of the read model at points of the log at which it was brought to rest (a sealed point). */
@Injectable()
export class Digests {
  private readonly known = new Map<number, Promise<ReadModelDigest>>();

  constructor(
    private readonly projector: ProjectorHost,
    private readonly host: DigestHost,
  ) {}

  /**
   * The digest at exactly n. It is computed while the read model goes on; what stands still for it is only the moment in which the
   * snapshot is opened.
   * @throws Problem behind where it is not there in time, or not at rest at n; changed-meanwhile where the read model is beyond n
   */
  async at(n: number, ms: number): Promise<ReadModelDigest> {
    const until = performance.now() + ms;
    let digest = this.known.get(n);
    if (digest === undefined) {
      const opened = await this.projector.atRest(n, ms, () => this.host.open());
      digest = opened.digest;
      this.keep(n, digest);
    }
    return inTime(digest, Math.max(0, until - performance.now()));
  }

  private keep(n: number, digest: Promise<ReadModelDigest>): void {
    this.known.set(n, digest);
    digest.catch(() => this.known.delete(n));
    const [oldest] = this.known.keys();
    if (this.known.size > KEPT && oldest !== undefined) this.known.delete(oldest);
  }
}

async function inTime(digest: Promise<ReadModelDigest>, ms: number): Promise<ReadModelDigest> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    const problem = new Problem('behind', 'The digest is still being computed. Ask again for the same position.');
    timer = setTimeout(() => reject(problem), ms);
  });
  try {
    return await Promise.race([digest, late]);
  } finally {
    clearTimeout(timer);
  }
}
