import { Worker } from 'node:worker_threads';
import { Problem } from '../ledger/ports.js';
import { THREAD_LIMITS } from '../ledger/thread-limits.js';
import type { FromReader, PlainProblem, ToReader } from './reader-messages.js';

export interface ThreadLimits {
  /** Questions that may wait; the next is sent away. */
  readonly waiting: number;
  /** How long one may wait, in milliseconds: whoever asked is no longer there after that. */
  readonly waitMs: number;
  /** How long one may take, in milliseconds. */
  readonly takeMs: number;
}

/** Questions that are given to the thread at once, so that it never waits for this one to come round. */
const AHEAD = 4;

interface Waiting {
  readonly message: ToReader;
  readonly resolve: (answer: Answered) => void;
  readonly reject: (error: Error) => void;
  /** On the clock of `performance`. */
  readonly until: number;
}
export type Answered = Extract<FromReader, { kind: 'answer' | 'body' }>;

/**
 * A thread that answers questions one after another, and those that wait for it. Where it ends, for want of memory, or is
 * ended because a question takes too long, that question fails; a question changes nothing, so those behind it are asked
 * again, of another thread.
 */
export class ReaderThread {
  private worker: Worker | null = null;
  private readonly waiting: Waiting[] = [];
  /** Given to the thread, in the order in which it answers. */
  private asked: Waiting[] = [];
  private watch: NodeJS.Timeout | null = null;
  private closing = false;

  constructor(
    private readonly readModel: string,
    private readonly script: URL,
    private readonly limits: ThreadLimits,
  ) {}

  /** @throws Problem too-many-requests, unanswered, and what the question has */
  put(message: ToReader): Promise<Answered> {
    if (this.closing) return Promise.reject(unanswered('The ledger is stopping.'));
    if (this.waiting.length >= this.limits.waiting) {
      const detail = 'The ledger has as many questions before it as it can answer in time. Try again in a moment.';
      return Promise.reject(new Problem('too-many-requests', detail));
    }
    return new Promise((resolve, reject) => {
      this.waiting.push({ message, resolve, reject, until: performance.now() + this.limits.waitMs });
      this.give();
    });
  }

  /** Starts the thread before anybody asks. */
  start(): Worker {
    const worker = new Worker(this.script, {
      workerData: { readModel: this.readModel },
      resourceLimits: THREAD_LIMITS,
    });
    worker.on('message', (message: FromReader) => {
      if (worker === this.worker) this.take(message);
    });
    worker.on('error', (error: unknown) =>
      this.gone(
        worker,
        `The thread that answers has ended (${error instanceof Error ? error.message : String(error)}).`,
      ),
    );
    worker.on('exit', () => this.gone(worker, 'The thread that answers has ended.'));
    this.worker = worker;
    return worker;
  }

  async stop(): Promise<void> {
    this.closing = true;
    await this.worker?.terminate();
    this.unwatch();
    for (const { reject } of [...this.asked, ...this.waiting]) reject(unanswered('The ledger is stopping.'));
    this.asked = [];
    this.waiting.length = 0;
  }

  private give(): void {
    while (this.asked.length < AHEAD) {
      const each = this.waiting.shift();
      if (each === undefined) return;
      if (performance.now() > each.until) {
        each.reject(unanswered('The ledger did not come to this question in time. Try again.'));
        continue;
      }
      this.asked.push(each);
      (this.worker ?? this.start()).postMessage(each.message);
      if (this.asked.length === 1) this.watchFirst();
    }
  }

  private take(message: FromReader): void {
    const each = this.asked.shift();
    if (each === undefined || each.message.id !== message.id)
      throw new Error(`the reading thread answered question ${message.id} out of turn`);
    this.watchFirst();
    if (message.kind === 'problem') each.reject(problemOf(message.problem));
    else if (message.kind === 'failed') each.reject(new Error(message.message));
    else each.resolve(message);
    this.give();
  }

  /** The thread is at work on the first of the questions that it has. */
  private watchFirst(): void {
    this.unwatch();
    const { worker } = this;
    if (this.asked.length === 0 || worker === null) return;
    this.watch = setTimeout(() => {
      this.gone(worker, 'The question takes longer than the ledger thinks about one. Ask for less at once.');
      void worker.terminate();
    }, this.limits.takeMs);
  }

  private unwatch(): void {
    if (this.watch !== null) clearTimeout(this.watch);
    this.watch = null;
  }

  private gone(worker: Worker, detail: string): void {
    if (worker !== this.worker || this.closing) return;
    this.worker = null;
    this.unwatch();
    const [first, ...others] = this.asked;
    this.asked = [];
    this.waiting.unshift(...others);
    first?.reject(unanswered(detail));
    this.give();
  }
}

const unanswered = (detail: string) => new Problem('unanswered', detail);
const problemOf = ({ slug, detail, members, errors }: PlainProblem) => new Problem(slug, detail, members, errors);
