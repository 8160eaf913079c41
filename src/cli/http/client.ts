import { answeredError, undecidedError } from '../exit/errors.js';
import type { CommandKind } from '../exit/exit-codes.js';
import { problemOf } from './problem.js';

/** The longest answer that is read, in bytes. A decision over 200,000 items stays well below. */
export const MAX_ANSWER_BYTES = 512 * 1024 * 1024;

export interface ClientSettings {
  /** Where the ledger answers; may have a path prefix. */
  readonly url: string;
  readonly token: string;
  /** Milliseconds a request may take, its answer included. */
  readonly timeoutMs: number;
  /** Sent as `Prefer: wait=N` where set (seconds, at most 60). */
  readonly waitSeconds: number | null;
  readonly minPosition: string | null;
  readonly idempotencyKey: string | null;
  /** How a refusal maps to an exit code. */
  readonly kind: CommandKind;
}

export type Query = Readonly<Record<string, string | number | boolean | null | undefined>>;

export interface RequestOptions {
  readonly query?: Query;
  /** Sent as JSON. */
  readonly json?: unknown;
  /** Sent as it is; needs `contentType` unless it is a form. Instead of `json`. */
  readonly content?: string | FormData;
  readonly contentType?: string;
  readonly accept?: string;
  /** Not every request knows a position to wait for: intake and the token's own record do not. */
  readonly withoutPosition?: boolean;
}

/** An answer whose body was read to its end. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The parsed body; undefined where it is not JSON. */
  readonly body: unknown;
  /** Header `Clearance-Decision`, null when absent. */
  readonly decision: string | null;
}

/** The HTTP API as one caller sees it. Follows no redirect: a token goes where it was meant to go, nowhere else. */
export class LedgerClient {
  constructor(readonly settings: ClientSettings) {}

  /** Any answer, refusals included. @throws CliError 3 where there is none in time, or not whole. */
  async ask(method: string, path: string, options: RequestOptions = {}): Promise<Answer> {
    const signal = AbortSignal.timeout(this.settings.timeoutMs);
    try {
      const response = await fetch(this.address(path, options), this.init(method, options, signal));
      const content = await readText(response);
      this.refuseHalted(response);
      return {
        status: response.status,
        headers: response.headers,
        text: content,
        body: parseJson(content, response.headers),
        decision: response.headers.get('clearance-decision'),
      };
    } catch (error) {
      throw this.unanswered(error);
    }
  }

  /** A success with a JSON body. @throws CliError with the code of the refusal; 3 where a success is not JSON. */
  async call(method: string, path: string, options: RequestOptions = {}): Promise<Answer> {
    const answer = await this.ask(method, path, options);
    this.demandSuccess(answer);
    if (answer.body === undefined) {
      throw undecidedError(
        'unreadable-answer',
        `the ledger answered ${answer.status} without a JSON document`,
        NO_JSON,
      );
    }
    return answer;
  }

  demandSuccess(answer: Answer): void {
    if (answer.status < 200 || answer.status > 299) {
      throw answeredError(this.settings.kind, problemOf(answer.status, answer.body, answer.text));
    }
  }

  /** An answer that is read while it comes in. The time-out covers the wait for its head only. */
  async stream(path: string, options: RequestOptions, headers: Record<string, string>, signal: AbortSignal) {
    const head = new AbortController();
    const timer = setTimeout(() => head.abort(new DOMException('no answer', 'TimeoutError')), this.settings.timeoutMs);
    try {
      const init = this.init('GET', options, AbortSignal.any([signal, head.signal]));
      return await fetch(this.address(path, options), { ...init, headers: { ...init.headers, ...headers } });
    } catch (error) {
      throw this.unanswered(error);
    } finally {
      clearTimeout(timer);
    }
  }

  /** A ledger that does not know the active engine stands still: what it last knew lets nothing out of the door. */
  private refuseHalted({ ok, headers }: Response): void {
    const position = headers.get('clearance-halted');
    if (this.settings.kind !== 'gate' || !ok || position === null) return;
    throw undecidedError(
      'engine-unknown',
      `the ledger stands at position ${position}: it does not know the engine that is active since`,
      'Ask another ledger, or install the newer program there.',
    );
  }

  /** What was thrown instead of an answer, as a failure with a code. */
  unanswered(error: unknown): Error {
    if (!(error instanceof Error)) return new Error(String(error));
    if (error.name === 'CliError') return error;
    if (error.name === 'TimeoutError') {
      const seconds = this.settings.timeoutMs / 1000;
      return undecidedError(
        'timed-out',
        `the ledger gave no whole answer within ${seconds} s`,
        'Try again, or give it longer with --timeout.',
      );
    }
    const cause = error.cause instanceof Error ? error.cause : error;
    return undecidedError(
      'unreachable',
      `the ledger at ${this.settings.url} cannot be reached (${cause.message || cause.name})`,
      'Check --url or CLEARANCE_URL, and that the ledger runs.',
    );
  }

  private address(path: string, options: RequestOptions): URL {
    const base = this.settings.url.replace(/\/+$/, '');
    const url = new URL(`${base}${path}`);
    for (const [name, value] of Object.entries(options.query ?? {})) {
      if (value !== null && value !== undefined) url.searchParams.set(name, String(value));
    }
    const { minPosition } = this.settings;
    if (minPosition !== null && options.withoutPosition !== true) url.searchParams.set('minPosition', minPosition);
    return url;
  }

  private init(method: string, options: RequestOptions, signal: AbortSignal) {
    const { token, waitSeconds, idempotencyKey } = this.settings;
    const headers: Record<string, string> = {
      Authorization: `Bearer ${token}`,
      Accept: options.accept ?? 'application/json, application/problem+json',
    };
    if (waitSeconds !== null) headers['Prefer'] = `wait=${waitSeconds}`;
    if (idempotencyKey !== null && method !== 'GET') headers['Idempotency-Key'] = idempotencyKey;
    if (options.json !== undefined) headers['Content-Type'] = 'application/json';
    else if (options.contentType !== undefined) headers['Content-Type'] = options.contentType;
    const body = options.json === undefined ? options.content : JSON.stringify(options.json);
    return { method, headers, body, signal, redirect: 'manual' as const };
  }
}

const NO_JSON = 'Check that --url names a ledger and not something in front of it.';

async function readText(response: Response): Promise<string> {
  if (response.body === null) return '';
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body) {
    size += chunk.byteLength;
    if (size > MAX_ANSWER_BYTES) {
      throw undecidedError(
        'answer-too-large',
        `the answer is longer than ${MAX_ANSWER_BYTES} bytes`,
        'Ask for less with --limit.',
      );
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** A body that claims to be JSON and is cut or broken is no answer; a body of another type is simply not parsed. */
function parseJson(content: string, headers: Headers): unknown {
  const type = headers.get('content-type') ?? '';
  if (!/[/+]json\b/.test(type)) return undefined;
  try {
    return JSON.parse(content);
  } catch (error) {
    throw undecidedError(
      'unreadable-answer',
      `the ledger's answer is no readable JSON (${(error as Error).message})`,
      NO_JSON,
    );
  }
}
