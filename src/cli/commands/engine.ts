import type { Command } from 'commander';
import { EXIT, usageError, type ExitCode } from '../exit/index.js';
import { record, text } from '../http/read.js';
import { printable } from '../render/printable.js';
import type { Context, Operand, Session } from '../session/index.js';

export function registerEngine(program: Command, session: Session): void {
  const engine = session.command(program, 'engine', 'Show or change by which rules the ledger judges.');
  session.on(session.command(engine, 'show', 'Show the active engine and those this ledger knows.'), 'command', show);
  session.on(
    session
      .command(engine, 'activate <number>', 'Judge by a newer engine from here on. There is no way back.')
      .addHelpText('after', HELP),
    'command',
    activate,
  );
}

async function show(context: Context): Promise<ExitCode> {
  const client = await context.client();
  const { body } = await client.call('GET', '/v1/engine');
  context.answer(body, () => words(body));
  return EXIT.go;
}

async function activate(context: Context, _options: object, operand: Operand): Promise<ExitCode> {
  const engine = typeof operand === 'string' && /^[1-9]\d{0,5}$/.test(operand) ? Number(operand) : null;
  if (engine === null) throw usageError(`"${String(operand)}" is no engine`, 'An engine is a number, such as 2.');
  const client = await context.client();
  const { body } = await client.call('POST', '/v1/engine/activate', { json: { engine } });
  context.answer(body, () => words(body));
  return EXIT.go;
}

function words(body: unknown): string {
  const { engine, since, known } = record(body);
  const numbers = Array.isArray(known) ? known.map(String).join(', ') : '';
  return printable(`engine ${String(engine)} is active from position ${text(since)} on; this ledger knows ${numbers}`);
}

const HELP = `
Install the program that knows the engine on every ledger first. A ledger that does not know it stops deciding and
recording, and says so in /health/ready. What was decided stays as it was decided, and live releases go on being watched
by the engine that judged them. Takes a token that is admin of all productions.`;
