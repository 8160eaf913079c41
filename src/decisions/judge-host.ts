import { Worker } from 'node:worker_threads';
import type { FromJudge, QuestionKind, Questions, ToJudge } from './judge-messages.js';

interface Pending {
  readonly resolve: (answer: never) => void;
  readonly reject: (error: Error) => void;
}

/** No verdict could be reached. The caller answers "undecided", never a release. */
export class NoVerdict extends Error {
  override readonly name = 'NoVerdict';
}

/**
 * Reaches verdicts and reads manifests in threads of their own: one for single assets and one for whole packages, so that
 * a promotion never waits behind a check of a hundred thousand items and neither holds up an answer.
 */
export class JudgeHost {
  private readonly workers: { readonly single: Worker; readonly bulk: Worker };
  private readonly pending = new Map<number, Pending>();
  private next = 0;
  private closing = false;

  constructor(readModel: string) {
    this.workers = { single: this.start(readModel), bulk: this.start(readModel) };
  }

  /** @throws NoVerdict */
  ask<K extends QuestionKind>(kind: K, ask: Questions[K]['ask']): Promise<Questions[K]['answer']> {
    const id = this.next;
    this.next += 1;
    return new Promise((resolve, reject) => {
      this.pending.set(id, { resolve: resolve as (answer: never) => void, reject });
      const message: ToJudge<K> = { id, kind, ask };
      (kind === 'promotion' ? this.workers.single : this.workers.bulk).postMessage(message);
    });
  }

  async stop(): Promise<void> {
    this.closing = true;
    await Promise.all([this.workers.single.terminate(), this.workers.bulk.terminate()]);
    this.failAll('the ledger is stopping');
  }

  private start(readModel: string): Worker {
    const worker = new Worker(new URL('./judge.worker.js', import.meta.url), { workerData: { readModel } });
    worker.on('message', (message: FromJudge) => {
      const pending = this.pending.get(message.id);
      this.pending.delete(message.id);
      if (message.ok) pending?.resolve(message.answer as never);
      else pending?.reject(new NoVerdict(message.message));
    });
    worker.on('error', (error: unknown) => this.failAll(error instanceof Error ? error.message : String(error)));
    worker.on('exit', () => {
      if (!this.closing) this.failAll('the thread that reaches verdicts has ended');
    });
    return worker;
  }

  private failAll(reason: string): void {
    for (const pending of this.pending.values()) pending.reject(new NoVerdict(reason));
    this.pending.clear();
  }
}
