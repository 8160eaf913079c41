import { Rendered } from '../http/rendered.js';
import type { AnswerTo, Ask, QuestionKind } from './questions.js';
import { ReaderThread, type ThreadLimits } from './reader-thread.js';
import { Reader } from './reader.js';

/** What takes as long as a package is large. */
const BULK: ReadonlySet<QuestionKind> = new Set<QuestionKind>(['lookup', 'check', 'check items', 'held assets']);

interface HostLimits {
  readonly pages: ThreadLimits;
  readonly bulk: ThreadLimits;
}
const LIMITS: HostLimits = {
  pages: { waiting: 500, waitMs: 10_000, takeMs: 10_000 },
  bulk: { waiting: 50, waitMs: 30_000, takeMs: 60_000 },
};

/**
 * Answers questions in threads of their own: one for pages and single assets, and one for whole packages, so that a page never
 * waits behind a check of a hundred thousand items, and neither holds up a request that asks nothing.
 */
export class ReaderHost extends Reader {
  private readonly pages: ReaderThread;
  private readonly bulk: ReaderThread;
  private next = 0;

  /** @param script the threads' program; another one in tests */
  constructor(
    readModel: string,
    script: URL = new URL('./reader.worker.js', import.meta.url),
    limits: HostLimits = LIMITS,
  ) {
    super();
    this.pages = new ReaderThread(readModel, script, limits.pages);
    this.bulk = new ReaderThread(readModel, script, limits.bulk);
    this.pages.start();
  }

  async ask<K extends QuestionKind>(kind: K, ask: Ask<K>): Promise<AnswerTo<K>> {
    const answered = await this.put(kind, ask, false);
    if (answered.kind !== 'answer') throw new Error(`the question ${kind} was answered by a body`);
    return answered.answer as AnswerTo<K>;
  }

  async body<K extends QuestionKind>(kind: K, ask: Ask<K>): Promise<Rendered> {
    const answered = await this.put(kind, ask, true);
    if (answered.kind !== 'body') throw new Error(`the question ${kind} was not answered by a body`);
    const { text, etag, position, next } = answered.body;
    return new Rendered(text, etag, position, next);
  }

  async stop(): Promise<void> {
    await Promise.all([this.pages.stop(), this.bulk.stop()]);
  }

  private put<K extends QuestionKind>(kind: K, ask: Ask<K>, body: boolean) {
    const id = this.next;
    this.next += 1;
    return (BULK.has(kind) ? this.bulk : this.pages).put({ id, kind, ask, body });
  }
}
