import { Worker } from 'node:worker_threads';
import type { ReadModelDigest } from '@clearance/projections';
import { Problem } from '../ledger/ports.js';
import type { FromDigest } from './digest-messages.js';

/** Computes digests of the read model in threads of their own, each in one snapshot, while the read model goes on. */
export class DigestHost {
  private readonly workers = new Set<Worker>();

  /** @param script the thread's program; another one in tests */
  constructor(
    private readonly readModel: string,
    private readonly script: URL = new URL('./digest.worker.js', import.meta.url),
  ) {}

  /**
   * Resolves once the snapshot is open, with the digest to come.
   * @throws what keeps the thread from opening it; `digest` rejects with Problem behind where the snapshot is not at rest.
   */
  open(): Promise<{ readonly digest: Promise<ReadModelDigest> }> {
    const worker = new Worker(this.script, { workerData: { readModel: this.readModel } });
    this.workers.add(worker);
    return new Promise((opened, failed) => {
      const digest = new Promise<ReadModelDigest>((resolve, reject) => {
        const gone = (error: Error): void => {
          this.workers.delete(worker);
          failed(error);
          reject(error);
        };
        worker.on('message', (message: FromDigest) => {
          if (message.kind === 'digest') resolve(message.digest);
          else if (message.kind === 'unrest')
            gone(new Problem('behind', `The read model is not at rest there: ${message.message}.`));
          else opened({ digest });
        });
        worker.once('error', gone);
        worker.once('exit', () => gone(new Error('the thread that computes the digest has ended')));
      });
      // Whoever waits for the snapshot alone is told by `failed`.
      digest.catch(() => undefined);
    });
  }

  async stop(): Promise<void> {
    await Promise.all([...this.workers].map((worker) => worker.terminate()));
  }
}
