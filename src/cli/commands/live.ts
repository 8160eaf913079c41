import type { Command } from 'commander';
import { EXIT, undecidedError, type ExitCode } from '../exit/index.js';
import type { ServerMessage } from '../http/sse.js';
import { isRecord, record, strings, text, type Json } from '../http/read.js';
import { follow } from '../live/follow.js';
import { printable, styleOf } from '../render/printable.js';
import { integerValue, type Context, type Session } from '../session/index.js';

interface LiveOptions {
  readonly after?: string;
  readonly types?: string;
  readonly limit?: string;
}

export function registerLive(program: Command, session: Session): void {
  const command = session
    .command(program, 'live', 'Follow what happens, until stopped.')
    .option('--after <token>', 'go on after this message, by its id')
    .option('--types <list>', 'e.g. asset-state-changed,delivery-*,usage-*')
    .option('--limit <n>', 'end after so many messages');
  session.on<LiveOptions>(command, 'command', live);
}

async function live(context: Context, options: LiveOptions): Promise<ExitCode> {
  const limit = options.limit === undefined ? null : integerValue('--limit', options.limit, 1, 1_000_000);
  const query = { production: context.settings.production, types: options.types };
  const ended = new AbortController();
  const onLost = (why: string) => context.note(`${why}; connecting again`);
  const messages = follow({
    client: await context.client(),
    query,
    after: options.after ?? null,
    signal: ended.signal,
    onLost,
  });
  let seen = 0;
  for await (const message of messages) {
    show(context, message);
    if (CONTROL.includes(message.event)) continue;
    seen += 1;
    if (seen === limit) {
      ended.abort();
      return EXIT.go;
    }
  }
  throw undecidedError('interrupted', 'the stream ended');
}

const CONTROL: readonly string[] = ['hello', 'caught-up', 'reset'];

/** A stream has no single document: --json gives the same lines as --ndjson. */
function show(context: Context, message: ServerMessage): void {
  const data = parse(message.data);
  if (context.settings.json || context.settings.ndjson) {
    context.io.out(`${JSON.stringify({ id: message.id, event: message.event, data })}\n`);
    return;
  }
  context.say(words(context, message.event, isRecord(data) ? data : {}));
}

function parse(data: string): unknown {
  try {
    return JSON.parse(data) as unknown;
  } catch (error) {
    if (error instanceof SyntaxError) return data;
    throw error;
  }
}

function words(context: Context, event: string, data: Json): string {
  if (event === 'asset-state-changed') {
    const from = text(record(data['from'])['state']);
    const to = text(record(data['to'])['state']);
    const change = `${from === '' ? '' : `${printable(from)} -> `}${context.paint(styleOf(to), printable(to))}`;
    return `${printable(text(data['at']))}  ${printable(text(data['asset']))}  ${change}  ${printable(strings(data['rules']).join(', '))}`;
  }
  if (event === 'asset-override-granted') {
    const given = record(data['data']);
    const said = `${text(given['justification'])}, until ${text(given['expiresAt'])}`;
    const asset = text(data['stream']).split('/').slice(1).join('/');
    return `${printable(text(data['recordedAt']))}  ${printable(asset)}  ${context.paint('yellow', 'glass broken')}  ${printable(`${text(record(data['actor'])['subject'])}: ${said}`)}`;
  }
  if (event === 'hello') return printable(`connected at position ${text(data['position'])}`);
  if (event === 'reset')
    return printable(
      `the ledger starts over (${text(data['reason'])}); changes since ${text(data['changedAfter'])} may be missing here`,
    );
  if (event === 'caught-up') return 'caught up';
  return printable(`${text(data['recordedAt'])}  ${event}  ${text(data['stream'])}#${text(data['revision'])}`);
}
