import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Command } from 'commander';
import { answeredError, EXIT, exitForVerdict, undecidedError, usageError, type ExitCode } from '../exit/index.js';
import { problemOf } from '../http/problem.js';
import { choiceValue, type Context, type Operand, type Session } from '../session/index.js';

interface ApiOptions {
  readonly data?: string;
  readonly contentType?: string;
  readonly accept?: string;
}

const METHODS = ['GET', 'POST', 'PUT', 'DELETE', 'PATCH'] as const;

export function registerApi(program: Command, session: Session): void {
  const command = session
    .command(program, 'api <method> <path>', 'Send any request of the HTTP API and print the answer.')
    .option('-d, --data <body>', 'the body: text, @FILE, or - for standard input')
    .option('--content-type <type>', 'of the body', 'application/json')
    .option('--accept <type>', 'what to accept');
  session.on<ApiOptions>(command, 'command', call);
}

async function call(context: Context, options: ApiOptions, method: Operand, path: Operand): Promise<ExitCode> {
  const verb = choiceValue('METHOD', String(method).toUpperCase(), METHODS);
  const target = String(path);
  if (!target.startsWith('/') || target.startsWith('//'))
    throw usageError('PATH must start with one "/"', 'For example /v1/productions; %2F stands for a "/" within an id.');
  if (verb === 'GET' && options.data !== undefined) throw usageError('a GET has no body');
  const client = await context.client();
  const content = options.data === undefined ? undefined : await bodyOf(context, options.data);
  const answer = await client.ask(verb, target, {
    content,
    contentType: content === undefined ? undefined : options.contentType,
    accept: options.accept,
  });
  const good = answer.status >= 200 && answer.status <= 299;
  if (!good) throw answeredError(context.kind, problemOf(answer.status, answer.body, answer.text));
  if (context.settings.json || context.settings.ndjson) {
    if (answer.body === undefined && answer.text !== '')
      throw undecidedError('unreadable-answer', 'the answer is no JSON document');
    context.document(answer.body ?? null);
    context.line(answer.body ?? null);
  } else if (!context.settings.quiet) {
    context.io.out(answer.text.endsWith('\n') || answer.text === '' ? answer.text : `${answer.text}\n`);
  }
  // A decision fetched this way is still a decision: only a release is a go.
  return answer.decision === null ? EXIT.go : exitForVerdict(answer.decision, null);
}

async function bodyOf(context: Context, value: string): Promise<string> {
  if (value === '-') return context.io.stdin();
  if (!value.startsWith('@')) return value;
  try {
    return await readFile(resolve(context.io.cwd, value.slice(1)), 'utf8');
  } catch (error) {
    throw undecidedError('unreadable-input', `${value.slice(1)} cannot be read (${(error as Error).message})`);
  }
}
