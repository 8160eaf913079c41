import { access } from 'node:fs/promises';
import { resolve } from 'node:path';
import { PRODUCTION_ID, ROLES } from '@clearance/domain';
import type { Command } from 'commander';
import { demand } from '../assets/scope.js';
import { EXIT, undecidedError, usageError, type ExitCode } from '../exit/index.js';
import { writeNew } from '../files/atomic.js';
import { readSelf } from '../http/self.js';
import { record, records, strings, text, type Json } from '../http/read.js';
import { printable } from '../render/printable.js';
import {
  choiceValue,
  collect,
  listValue,
  momentValue,
  wordsValue,
  type Context,
  type Operand,
  type Session,
} from '../session/index.js';
import { showList } from './lists.js';

interface IssueOptions {
  readonly subject?: string;
  readonly kind?: string;
  readonly name?: string;
  readonly grant?: readonly string[];
  readonly vendor?: string;
  readonly restrictSubject?: readonly string[];
  readonly restrictSource?: readonly string[];
  readonly restrictEvent?: readonly string[];
  readonly expires?: string;
  readonly out?: string;
}

export function registerToken(program: Command, session: Session): void {
  const token = session.command(program, 'token', 'Issue, list and revoke tokens.');
  const issueCommand = session
    .command(token, 'issue', 'Issue a token; it is shown once.')
    .option('--subject <subject>', 'whom it speaks for, e.g. k.ito@studio.example')
    .option('--kind <kind>', 'person or service; only persons approve, lift, confirm and accept')
    .option('--name <name>', 'what it is for')
    .option('--grant <role@productions>', 'ROLE@P[,P], "*" for all productions (repeat)', collect)
    .option('--vendor <vendor>', 'stamped on everything it registers')
    .option('--restrict-subject <prefix>', 'only assets with this prefix (repeat)', collect)
    .option('--restrict-source <prefix>', 'only event sources with this prefix (repeat)', collect)
    .option('--restrict-event <event>', 'only these events (repeat)', collect)
    .option('--expires <time>', 'RFC 3339, or a span such as 90d')
    .option('--out <file>', 'write the token there, readable by you alone, instead of showing it; must not exist');
  session.on<IssueOptions>(issueCommand, 'command', issue);
  const listCommand = session
    .command(token, 'list', 'List tokens, without their secrets.')
    .option('--subject <subject>', 'of this subject')
    .option('--state <state>', 'in this state');
  session.on<{ subject?: string; state?: string }>(listCommand, 'command', listTokens);
  const revokeCommand = session.command(token, 'revoke <id>', 'Revoke a token.').option('--reason <reason>', 'why');
  session.on<{ reason?: string }>(revokeCommand, 'command', revoke);
  session.on(session.command(token, 'whoami', 'Say whom the token in use speaks for.'), 'command', whoami);
}

async function issue(context: Context, options: IssueOptions): Promise<ExitCode> {
  demand(options, ['subject', 'kind', 'grant']);
  const out = options.out === undefined ? null : resolve(context.io.cwd, options.out);
  if (out !== null) await demandFree(out);
  const client = await context.client();
  const { body } = await client.call('POST', '/v1/tokens', {
    json: {
      subject: wordsValue('--subject', options.subject ?? ''),
      kind: choiceValue('--kind', options.kind ?? '', ['person', 'service'] as const),
      name: options.name,
      grants: (options.grant ?? []).map(readGrant),
      vendor: options.vendor,
      restrict: restrictions(options),
      expiresAt:
        options.expires === undefined ? undefined : momentValue('--expires', options.expires, context.io.now()),
    },
  });
  const answer = record(body);
  const secret = text(answer['token']);
  if (out === null) {
    context.answer(
      answer,
      () =>
        `${printable(`token ${text(answer['id'])} for ${text(answer['subject'])}, until ${text(answer['expiresAt']) || 'revoked'}; shown once:`)}\n${printable(secret)}`,
    );
    return EXIT.go;
  }
  if (secret === '') throw undecidedError('unreadable-answer', 'the ledger issued a token without showing it');
  await writeNew(out, `${secret}\n`, 0o600);
  const { token: _shown, ...shown } = answer;
  context.answer(shown, () =>
    printable(`token ${text(answer['id'])} for ${text(answer['subject'])} is in ${options.out ?? ''}`),
  );
  return EXIT.go;
}

/** `ROLE@P[,P]`. @throws CliError 64 */
export function readGrant(value: string): { role: string; productions: string[] } {
  const at = value.indexOf('@');
  if (at < 1)
    throw usageError(
      `--grant must be ROLE@PRODUCTION, but is "${value}"`,
      `ROLE is one of ${ROLES.join(', ')}; "*" means all productions.`,
    );
  const role = choiceValue('the role of --grant', value.slice(0, at), ROLES);
  const productions = listValue('--grant', value.slice(at + 1));
  const fault = productions.find((production) => production !== '*' && !PRODUCTION_ID.test(production));
  if (fault !== undefined) throw usageError(`--grant names "${fault}", which is no production`);
  return { role, productions };
}

function restrictions({ restrictSubject, restrictSource, restrictEvent }: IssueOptions) {
  const restrict = {
    ...(restrictSubject === undefined ? {} : { subjects: restrictSubject }),
    ...(restrictSource === undefined ? {} : { sources: restrictSource }),
    ...(restrictEvent === undefined ? {} : { events: restrictEvent }),
  };
  return Object.keys(restrict).length === 0 ? undefined : restrict;
}

async function demandFree(file: string): Promise<void> {
  try {
    await access(file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
    throw usageError(`--out ${file} cannot be used (${(error as Error).message})`);
  }
  throw usageError(`--out ${file} exists already`, 'Name a new file; a token is never written over another.');
}

async function listTokens(context: Context, options: { subject?: string; state?: string }): Promise<ExitCode> {
  const production = context.settings.productionNamed ? context.production : undefined;
  return showList(context, '/v1/tokens', { ...pick(options), production }, [
    { title: 'id', value: (row) => text(row['id']) },
    { title: 'subject', value: (row) => text(row['subject']) },
    { title: 'kind', value: (row) => text(row['kind']) },
    { title: 'state', value: (row) => text(row['state']), state: true },
    { title: 'grants', value: grantsOf },
    { title: 'expires', value: (row) => text(row['expiresAt']) },
  ]);
}

const pick = ({ subject, state }: { subject?: string; state?: string }) => ({ subject, state });

export function grantsOf(row: Json): string {
  return records(row['grants'])
    .map((grant) => `${text(grant['role'])}@${strings(grant['productions']).join(',')}`)
    .join(' ');
}

async function revoke(context: Context, options: { reason?: string }, id: Operand): Promise<ExitCode> {
  demand(options, ['reason']);
  const client = await context.client();
  const { body } = await client.call('POST', `/v1/tokens/${encodeURIComponent(String(id))}/revoke`, {
    json: { reason: options.reason },
  });
  context.answer(body, () => printable(`token ${text(record(body)['id']) || String(id)} is revoked`));
  return EXIT.go;
}

async function whoami(context: Context): Promise<ExitCode> {
  const { subject, body } = await readSelf(await context.client());
  context.answer(body, () =>
    printable(`${subject}  ${text(body['kind'])}  ${grantsOf(body)}  until ${text(body['expiresAt']) || 'revoked'}`),
  );
  return EXIT.go;
}
