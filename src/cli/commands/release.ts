import { access } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { DELIVERY_CLASSES } from '@clearance/domain';
import { type Command, Option } from 'commander';
import { demand } from '../assets/scope.js';
import { receiptFault } from '../check/receipt.js';
import {
  answeredError,
  CliError,
  EXIT,
  exitForRelease,
  undecidedError,
  usageError,
  type ExitCode,
} from '../exit/index.js';
import { writeNew } from '../files/atomic.js';
import { deliveryPath } from '../http/paths.js';
import { problemOf } from '../http/problem.js';
import { record, text, type Json } from '../http/read.js';
import { decisionText } from '../render/decision.js';
import { printable } from '../render/printable.js';
import { momentValue, type Context, type Session } from '../session/index.js';

interface ReleaseOptions {
  readonly delivery?: string;
  readonly check?: string;
  readonly class: string;
  readonly receipt?: string;
  readonly validUntil?: string;
}

export function registerRelease(program: Command, session: Session): void {
  const command = session
    .command(program, 'release', 'Release a checked delivery: 0 released, 2 refused, 3 cannot decide.')
    .option('--delivery <id>', 'the delivery')
    .option('--check <id>', 'the check that it rests on')
    .addOption(
      new Option('--class <class>', 'a delivery of another class is no go').choices(DELIVERY_CLASSES).default('final'),
    )
    .option(
      '--receipt <file>',
      'write the receipt there; the file must not exist, and comes into being only on release',
    )
    .option('--valid-until <time>', 'RFC 3339, or a span such as 30d');
  session.on<ReleaseOptions>(command, 'gate', release);
}

async function release(context: Context, options: ReleaseOptions): Promise<ExitCode> {
  demand(options, ['delivery', 'check']);
  const { production } = context;
  const delivery = options.delivery ?? '';
  const validUntil =
    options.validUntil === undefined ? undefined : momentValue('--valid-until', options.validUntil, context.io.now());
  const receipt = options.receipt === undefined ? null : resolve(context.io.cwd, options.receipt);
  if (receipt !== null) await demandFree(receipt);

  const client = await context.client();
  const path = deliveryPath(production, delivery);
  const answer = await client.ask('POST', `${path}/release`, { json: { check: options.check, validUntil } });
  const body = record(answer.body);
  if (answer.status !== 200) {
    const refused = record(body['decision']);
    if (answer.status === 409 && Object.keys(refused).length > 0) context.say(decisionText(refused, context.paint));
    throw refusalOf(context, answer.status, answer.body, answer.text);
  }
  const code = exitForRelease({ production, delivery, class: options.class }, body, answer.decision);
  // A receipt beside an answer that is no go would read as one.
  const received =
    receipt === null || code !== EXIT.go ? null : await takeReceipt(context, `${path}/receipt`, receipt, body);
  context.answer(body, () => words(context, body, options.class, code));
  if (received !== null) throw received;
  return code;
}

/** An answer of another 2xx is no release either: the contract knows only 200. */
function refusalOf(context: Context, status: number, body: unknown, content: string): CliError {
  if (status >= 200 && status < 300)
    return undecidedError('unreadable-answer', `the ledger answered ${status} to the release, which decides nothing`);
  return answeredError(context.kind, problemOf(status, body, content));
}

async function demandFree(file: string): Promise<void> {
  try {
    await access(dirname(file));
  } catch (error) {
    throw usageError(`the folder of --receipt ${file} cannot be used (${(error as Error).message})`);
  }
  try {
    await access(file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
    throw usageError(`--receipt ${file} cannot be used (${(error as Error).message})`);
  }
  throw usageError(
    `--receipt ${file} exists already`,
    'An old receipt beside a refused release would read as a go; name a new file.',
  );
}

/** Writes the receipt. What goes wrong is given back rather than thrown: the release itself has to be told first. */
async function takeReceipt(context: Context, path: string, file: string, body: Json): Promise<CliError | null> {
  try {
    const client = await context.client();
    const answer = await client.ask('GET', path, {
      accept: 'application/vnd.dsse.envelope.v1+json, application/problem+json',
    });
    client.demandSuccess(answer);
    const fault = receiptFault(answer.body, text(record(body['decision'])['id']));
    if (fault !== null) throw undecidedError('unreadable-answer', `the receipt is not that of this release: ${fault}`);
    await writeNew(file, answer.text);
    return null;
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return undecidedError(
      'no-receipt',
      `the delivery is released, but its receipt could not be written (${why})`,
      `Fetch it with "clearance api GET ${path}".`,
    );
  }
}

function words(context: Context, body: Json, asked: string, code: ExitCode): string {
  const delivery = record(body['delivery']);
  const decision = record(body['decision']);
  const state = text(delivery['state']);
  if (code === EXIT.go) {
    return printable(
      `released  delivery ${text(delivery['id'])}  decision ${text(decision['id'])}  position ${text(body['position'])}`,
    );
  }
  const verdict = text(decision['decision']) || 'undecided';
  const stated = `decision ${verdict}, delivery ${state || 'in no known state'}, class ${text(delivery['class'])}`;
  return context.paint('red', printable(`no go for ${asked}: ${stated}`));
}
