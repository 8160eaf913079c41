import { setTimeout as pause } from 'node:timers/promises';
import { CliError, localProblem, undecidedError, type Problem } from '../exit/errors.js';
import { EXIT } from '../exit/exit-codes.js';
import type { Answer, LedgerClient } from '../http/client.js';
import { isRecord, text, type Json } from '../http/read.js';

/** A request holds at most so many events and bytes; well below the limits of the intake, so that one fits the time-out. */
export const MOST_LINES = 1000;
export const MOST_BYTES = 4 * 1024 * 1024;
/** The longest event (bodies.md 1). */
export const MOST_LINE_BYTES = 256 * 1024;

/** What the ledger said of one event, or what this side says of one it did not send. */
export interface IntakeResult {
  readonly id: string | null;
  readonly status: string;
  readonly stream: string | null;
  readonly revision: number | null;
  readonly position: string | null;
  readonly problem: Problem | null;
  readonly [member: string]: unknown;
}

export interface SentLines {
  /** One for each line, in order. */
  readonly results: readonly IntakeResult[];
  readonly position: string | null;
}

/**
 * Sends events, one JSON document a line, and gives one result a line. The answer counts only with its end line and with as
 * many results as lines were sent: a cut answer could otherwise look complete. While the ledger has too much to do (429) it
 * is asked again, as long as one answer may take.
 * @throws CliError of the refusal as a whole, or 3 where the answer is cut.
 */
export async function sendLines(client: LedgerClient, lines: readonly string[]): Promise<SentLines> {
  const answer = await askWhileBusy(client, `${lines.join('\n')}\n`);
  client.demandSuccess(answer);
  return readResults(answer.text, lines.length);
}

async function askWhileBusy(client: LedgerClient, content: string): Promise<Answer> {
  const until = performance.now() + client.settings.timeoutMs;
  for (;;) {
    const answer = await client.ask('POST', '/v1/events', {
      content,
      contentType: 'application/x-ndjson',
      accept: 'application/x-ndjson, application/problem+json',
      withoutPosition: true,
    });
    const wait = answer.status === 429 ? waitOf(answer.headers.get('retry-after')) : null;
    if (wait === null || performance.now() + wait > until) return answer;
    await pause(wait);
  }
}

/** Milliseconds to wait, a little longer than asked: many are told the same at once. null where no seconds are stated. */
function waitOf(retryAfter: string | null): number | null {
  if (retryAfter === null || !/^\d{1,6}$/.test(retryAfter)) return null;
  return 1_000 * Number(retryAfter) * (1 + Math.random());
}

/** Reads the NDJSON answer of the intake. @throws CliError 3 where it is not whole. */
export function readResults(content: string, expected: number): SentLines {
  const lines = content.split('\n').filter((line) => line.trim() !== '');
  const parsed = lines.map(parseLine);
  const end = parsed.pop();
  if (end === undefined || end['end'] !== true) throw cut('it has no end line');
  if (parsed.length !== expected) throw cut(`it holds ${parsed.length} results for ${expected} events`);
  const results = parsed.map((result, at) => {
    if (result['index'] !== undefined && result['index'] !== at)
      throw cut(`result ${at} speaks of event ${text(result['index'])}`);
    return readResult(result);
  });
  return { results, position: text(end['position']) || null };
}

/** Groups of lines that fit one request. */
export class LineBatch {
  private lines: string[] = [];
  private bytes = 0;

  /** Whether the line still fits; a batch always takes its first. */
  fits(line: string): boolean {
    return (
      this.lines.length === 0 ||
      (this.lines.length < MOST_LINES && this.bytes + Buffer.byteLength(line) + 1 <= MOST_BYTES)
    );
  }

  add(line: string): void {
    this.lines.push(line);
    this.bytes += Buffer.byteLength(line) + 1;
  }

  /** The lines so far; the batch is then empty. */
  take(): string[] {
    const taken = this.lines;
    this.lines = [];
    this.bytes = 0;
    return taken;
  }
}

/** Whether a failure means that the ledger is away, so that what was to be sent is kept for later. */
export function isAway(error: unknown): boolean {
  if (!(error instanceof CliError) || error.exit !== EXIT.undecided) return false;
  const status = error.problem?.status ?? null;
  return status === null || status === 429 || status >= 500;
}

/** A result for what this side did not send. */
export function localResult(path: string, status: string, code: string, message: string): IntakeResult {
  const problem = localProblem(code, status === 'refused' ? 'Refused' : 'Failed', message);
  return { id: null, path, status, stream: null, revision: null, position: null, problem };
}

export function readResult(value: Json): IntakeResult {
  const problem = isRecord(value['problem']) ? (value['problem'] as unknown as Problem) : null;
  return {
    ...value,
    id: text(value['id']) || null,
    status: text(value['status']),
    stream: text(value['stream']) || null,
    revision: typeof value['revision'] === 'number' ? value['revision'] : null,
    position: text(value['position']) || null,
    problem,
  };
}

function parseLine(line: string): Json {
  try {
    const value: unknown = JSON.parse(line);
    if (isRecord(value)) return value;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  throw cut('a line of it is no JSON object');
}

function cut(why: string): CliError {
  return undecidedError(
    'cut-answer',
    `the ledger's answer to the events is not whole: ${why}`,
    'Run the same command again; what was recorded counts once.',
  );
}
