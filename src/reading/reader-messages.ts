import type { FieldFault, Problem } from '../ledger/ports.js';
import type { AnswerTo, Ask, QuestionKind } from './questions.js';

/** `body`: the answer is wanted as the body of an answer (`Rendered`), which is plain data as well. */
export interface ToReader<K extends QuestionKind = QuestionKind> {
  readonly id: number;
  readonly kind: K;
  readonly ask: Ask<K>;
  readonly body: boolean;
}

/** A Problem on its way between threads. */
export interface PlainProblem {
  readonly slug: Problem['slug'];
  readonly detail: string;
  readonly members: Readonly<Record<string, unknown>>;
  readonly errors: readonly FieldFault[];
}
export interface PlainBody {
  readonly text: string;
  readonly etag: string;
  readonly position: string | null;
  readonly next: string | null;
}

export type FromReader = { readonly id: number } & (
  | { readonly kind: 'answer'; readonly answer: AnswerTo<QuestionKind> }
  | { readonly kind: 'body'; readonly body: PlainBody }
  | { readonly kind: 'problem'; readonly problem: PlainProblem }
  /** Nobody foresaw it. */
  | { readonly kind: 'failed'; readonly message: string }
);
