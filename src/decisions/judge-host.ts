import { Worker } from 'node:worker_threads';
import { THREAD_LIMITS } from '../ledger/thread-limits.js';
import type { FromJudge, QuestionKind, Questions, ToJudge } from './judge-messages.js';

interface Pending {
  readonly lane: Lane;
  readonly resolve: (answer: never) => void;
  readonly reject: (error: Error) => void;
}

/** Single assets; whole packages and manifests; whole productions under other rules, of which no decision waits. */
type Lane = 'single' | 'bulk' | 'study';

const LANES: Readonly<Record<QuestionKind, Lane>> = {
  promotion: 'single',
  check: 'bulk',
  manifest: 'bulk',
  'policy diff': 'study',
};

/** No verdict could be reached. The caller answers "undecided", never a release. */
export class NoVerdict extends Error {
  override readonly name = 'NoVerdict';
}

/**
 * Reaches verdicts and reads manifests in threads of their own: one for single assets and one for whole packages, so that
 * a promotion never waits behind a check of a hundred thousand items and neither holds up an answer. A thread that ends, for
 * want of memory, takes what it was asked with it; the next question starts another.
 */
export class JudgeHost {
  private readonly workers = new Map<Lane, Worker>();
  private readonly pending = new Map<number, Pending>();
  private next = 0;
  private closing = false;

  /** @param script the thread's program; another one in tests */
  constructor(
    private readonly readModel: string,
    private readonly script: URL = new URL('./judge.worker.js', import.meta.url),
  ) {
    this.start('single');
    this.start('bulk');
  }

  /** @throws NoVerdict */
  ask<K extends QuestionKind>(kind: K, ask: Questions[K]['ask']): Promise<Questions[K]['answer']> {
    const id = this.next;
    this.next += 1;
    const lane = LANES[kind];
    return new Promise((resolve, reject) => {
      if (this.closing) return reject(new NoVerdict('the ledger is stopping'));
      this.pending.set(id, { lane, resolve, reject });
      const message: ToJudge<K> = { id, kind, ask };
      (this.workers.get(lane) ?? this.start(lane)).postMessage(message);
    });
  }

  async stop(): Promise<void> {
    this.closing = true;
    await Promise.all([...this.workers.values()].map((worker) => worker.terminate()));
    this.fail(() => true, 'the ledger is stopping');
  }

  private start(lane: Lane): Worker {
    const worker = new Worker(this.script, {
      workerData: { readModel: this.readModel },
      resourceLimits: THREAD_LIMITS,
    });
    const gone = (reason: string): void => {
      if (this.workers.get(lane) !== worker) return;
      this.workers.delete(lane);
      this.fail((pending) => pending.lane === lane, reason);
    };
    worker.on('message', (message: FromJudge) => {
      const pending = this.pending.get(message.id);
      this.pending.delete(message.id);
      if (message.ok) pending?.resolve(message.answer as never);
      else pending?.reject(new NoVerdict(message.message));
    });
    worker.on('error', (error: unknown) => gone(error instanceof Error ? error.message : String(error)));
    worker.on('exit', () => {
      if (!this.closing) gone('the thread that reaches verdicts has ended');
    });
    this.workers.set(lane, worker);
    return worker;
  }

  private fail(which: (pending: Pending) => boolean, reason: string): void {
    for (const [id, pending] of this.pending) {
      if (!which(pending)) continue;
      this.pending.delete(id);
      pending.reject(new NoVerdict(reason));
    }
  }
}
