import { Worker } from 'node:worker_threads';
import type { RebuildProgress } from '@clearance/projections';
import type { DataFolder } from './data-folder.js';
import type { FromRebuild, RebuildOptions } from './rebuild-messages.js';

/** Builds a read model in a thread of its own, beside the one in use, so that the process can say how far it is. */
export class RebuildHost {
  private readonly worker: Worker;
  /** Events projected, once the new file has taken its place; rejects with what stopped it. */
  readonly built: Promise<number>;

  /** The caller holds the folder's lock, and nobody has the read model open. */
  constructor(folder: DataFolder, report: (progress: RebuildProgress) => void) {
    const options: RebuildOptions = { folder: folder.log, readModel: folder.readModel };
    this.worker = new Worker(new URL('./rebuild.worker.js', import.meta.url), { workerData: options });
    this.built = new Promise((resolve, reject) => {
      let events: number | null = null;
      this.worker.on('message', (message: FromRebuild) => {
        if (message.kind === 'built') events = message.events;
        else report(message.progress);
      });
      this.worker.once('error', reject);
      // Only once the thread has let go of its files; one that was stopped has not built anything.
      this.worker.once('exit', () => {
        if (events === null) reject(new Error('the read model was not built to its end'));
        else resolve(events);
      });
    });
  }

  /** Ends the thread wherever it is; what it has built so far is thrown away at the next start. */
  async stop(): Promise<void> {
    await this.worker.terminate();
  }
}
