/** What an answer may say beside its body. */
export interface AnswerOptions {
  readonly status?: number;
  /** Path of the thing that came into being. */
  readonly location?: string;
  /** E5: the answer repeats what was recorded before under the same Idempotency-Key. */
  readonly replayed?: boolean;
  /** The body is a page of a list: where its `next` is a cursor, a Link header leads there. */
  readonly page?: boolean;
  readonly headers?: Readonly<Record<string, string>>;
}

/**
 * An answer with more than a body. Handlers that have nothing to add return the plain body. A string member `position`
 * of the body also becomes the header Clearance-Position, and a GET gets its ETag, without anybody asking.
 */
export class Answer<T> {
  constructor(
    readonly body: T,
    readonly options: AnswerOptions = {},
  ) {}
}

export const answer = <T>(body: T, options: AnswerOptions = {}) => new Answer(body, options);

/** 201 with the place of what came into being. */
export const created = <T>(body: T, location: string, options: AnswerOptions = {}) =>
  new Answer(body, { status: 201, location, ...options });

export interface Page<T> {
  readonly items: readonly T[];
  /** null on the last page. */
  readonly next: string | null;
  readonly position: string;
}

export const page = <T>(body: Page<T>, options: AnswerOptions = {}) => new Answer(body, { page: true, ...options });
