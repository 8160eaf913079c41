import { setTimeout as pause } from 'node:timers/promises';
import { answeredError, undecidedError } from '../exit/errors.js';
import type { LedgerClient, Query } from '../http/client.js';
import { problemOf } from '../http/problem.js';
import { ServerMessageReader, type ServerMessage } from '../http/sse.js';

/** A stream that is silent for so long is dead: the ledger sends a comment every 15 s (bodies.md 5). */
export const SILENCE_MS = 45_000;
const RETRY_MS = 3000;
const LONGEST_RETRY_MS = 60_000;

export interface Follow {
  readonly client: LedgerClient;
  readonly query: Query;
  /** Resume token to start after; null = from now. */
  readonly after: string | null;
  /** Ends the stream. */
  readonly signal: AbortSignal;
  readonly silenceMs?: number;
  /** Milliseconds before connecting again, unless the ledger asks for another. */
  readonly retryMs?: number;
  /** Told why the stream was lost and that it is tried again. */
  readonly onLost: (why: string) => void;
}

/**
 * The messages of `/v1/live`, over as many connections as it takes. Each connection goes on after the last message that was
 * given. The first connection has to succeed; later ones are tried again for as long as the ledger is merely away.
 * @throws CliError where the first connection fails, or a later one is refused.
 */
export async function* follow(how: Follow): AsyncGenerator<ServerMessage> {
  let last = how.after;
  let connected = false;
  let retryMs = how.retryMs ?? RETRY_MS;
  while (!how.signal.aborted) {
    const reader = new ServerMessageReader(last);
    try {
      for await (const message of connection(how, reader, last, () => (connected = true))) {
        last = message.id ?? last;
        yield message;
      }
      if (how.signal.aborted) return;
      how.onLost('the ledger ended the stream');
    } catch (error) {
      if (how.signal.aborted) return;
      if (!connected || !isTransient(error)) throw error;
      how.onLost(error instanceof Error ? error.message : String(error));
    }
    retryMs = Math.min(reader.retryMs ?? retryMs, LONGEST_RETRY_MS);
    await pause(retryMs, undefined, { signal: how.signal }).catch((error: unknown) => {
      // Being told to end is the one reason not to wait out the pause.
      if (!how.signal.aborted) throw error;
    });
  }
}

async function* connection(
  how: Follow,
  reader: ServerMessageReader,
  last: string | null,
  onOpen: () => void,
): AsyncGenerator<ServerMessage> {
  const silence = new AbortController();
  const watch = setTimeout(
    () => silence.abort(new DOMException('the stream fell silent', 'TimeoutError')),
    how.silenceMs ?? SILENCE_MS,
  );
  try {
    const headers: Record<string, string> = last === null ? {} : { 'Last-Event-ID': last };
    const options = { query: how.query, accept: 'text/event-stream', withoutPosition: true };
    const response = await how.client.stream(
      '/v1/live',
      options,
      headers,
      AbortSignal.any([how.signal, silence.signal]),
    );
    if (response.status !== 200 || !(response.headers.get('content-type') ?? '').startsWith('text/event-stream')) {
      throw await refusal(how.client, response);
    }
    onOpen();
    watch.refresh();
    const decoder = new TextDecoder();
    for await (const chunk of response.body ?? []) {
      watch.refresh();
      yield* reader.take(decoder.decode(chunk as Uint8Array, { stream: true }));
    }
  } finally {
    clearTimeout(watch);
  }
}

async function refusal(client: LedgerClient, response: Response): Promise<Error> {
  const content = await response.text();
  if (response.status === 200)
    return undecidedError('unreadable-answer', 'the ledger answered something else than a stream');
  let body: unknown;
  try {
    body = JSON.parse(content);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  return answeredError(client.settings.kind, problemOf(response.status, body, content));
}

/** Whether it may be better next time. A token that was revoked, or a wrong filter, will not. */
function isTransient(error: unknown): boolean {
  const status = (error as { problem?: { status?: number | null } }).problem?.status ?? null;
  return status === null || status === 429 || status >= 500;
}
