import type { ReadModelDatabase } from '@clearance/projections';
import { rendered, type Rendered } from '../http/rendered.js';
import { answerTo } from './answers/index.js';
import type { AnswerTo, Ask, QuestionKind } from './questions.js';
import { Reader } from './reader.js';

/** Answers on the thread that asks, from its own connection: for ledgers in which nobody else waits. */
export class InlineReader extends Reader {
  constructor(private readonly db: ReadModelDatabase) {
    super();
  }

  // As plain data, the way it comes from another thread.
  async ask<K extends QuestionKind>(kind: K, ask: Ask<K>): Promise<AnswerTo<K>> {
    return structuredClone(answerTo(this.db, kind, structuredClone(ask)));
  }

  async body<K extends QuestionKind>(kind: K, ask: Ask<K>): Promise<Rendered> {
    return rendered(answerTo(this.db, kind, structuredClone(ask)));
  }
}
