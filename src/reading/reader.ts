import type { Rendered } from '../http/rendered.js';
import type { AnswerTo, Ask, QuestionKind } from './questions.js';

/**
 * Answers questions about the read model, apart from the thread that talks to callers. An answer holds everything up to
 * `Watermarks.factsAt` at the time of the call, and perhaps more; its own `position` says up to where.
 */
export abstract class Reader {
  /** @throws Problem not-found and others, as the question has them; too-many-requests, unanswered */
  abstract ask<K extends QuestionKind>(kind: K, ask: Ask<K>): Promise<AnswerTo<K>>;
  /** The same as the body of an answer, ready to be sent: of long answers nothing else is done on the calling thread. */
  abstract body<K extends QuestionKind>(kind: K, ask: Ask<K>): Promise<Rendered>;
}
