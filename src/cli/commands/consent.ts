import { MEDIUMS } from '@clearance/domain';
import { type Command, Option } from 'commander';
import { demand } from '../assets/scope.js';
import { EXIT, usageError, type ExitCode } from '../exit/index.js';
import { consentGroupPath, consentPath, productionPath } from '../http/paths.js';
import { record, records, strings, text, type Json } from '../http/read.js';
import { namedLine, shownLines } from '../render/lines.js';
import { printable, styleOf } from '../render/printable.js';
import { evidenceOf, untilOf } from '../render/register-parts.js';
import { collect, listValue, momentValue, type Context, type Operand, type Session } from '../session/index.js';
import { idIn, post } from './acts.js';
import { showImpact } from './consent-impact.js';
import { showList } from './lists.js';
import { documentValue, idOf, maybeEvidence, maybeMoment } from './registers.js';

interface RecordOptions {
  readonly id?: string;
  readonly performer?: string;
  readonly licensor?: string;
  readonly purpose?: string;
  readonly use?: readonly string[];
  readonly languages?: string;
  readonly territories?: string;
  readonly mediums?: string;
  readonly from?: string;
  readonly until?: string;
  readonly document?: string;
  readonly guildOk?: string;
  readonly group?: string;
}
interface ChangeOptions {
  readonly reason?: string;
  readonly effectiveAt?: string;
  readonly evidence?: readonly string[];
}
interface ListOptions {
  readonly performer?: string;
  readonly licensor?: string;
  readonly group?: string;
  readonly state?: string;
  readonly kind?: string;
  readonly by?: string;
  readonly expiresBefore?: string;
  readonly limit?: string;
}

/** What stands for a side of a window that is open: to leave it out would have to mean something. */
const OPEN = 'open';

export function registerConsent(program: Command, session: Session): void {
  const consent = session.command(program, 'consent', 'Consents of performers and licences of licensors.');
  const recordCommand = session
    .command(consent, 'record', 'Record a consent or a licence: you read the document and vouch for what it says.')
    .option('--id <id>', 'its id; otherwise the ledger makes one')
    .option('--performer <id>', 'who consents, by an opaque id, never a name')
    .option('--licensor <id>', 'instead, for a licence: who licenses, by an opaque id')
    .option('--purpose <text>', 'what it is for, in the words of the document')
    .option('--use <text>', 'a use it names (repeat)', collect)
    .option('--languages <list>', 'BCP 47 tags; "*" = any')
    .option('--territories <list>', 'ISO 3166-1 codes; "*" = any')
    .option('--mediums <list>', `${MEDIUMS.join(', ')}; "*" = any`)
    .option('--from <time>', `RFC 3339; "${OPEN}" = since ever`)
    .option('--until <time>', `RFC 3339, or a span such as 365d; "${OPEN}" = without an end`)
    .option('--document <file|url>', 'the signed document')
    .addOption(
      new Option('--guild-ok <answer>', 'whether the conditions of the union are met; asked of consents').choices([
        'yes',
        'no',
        'unknown',
      ]),
    )
    .option('--group <id>', 'a group that is suspended and lifted as one');
  session.on<RecordOptions>(recordCommand, 'command', recordConsent);
  registerChange(consent, session, 'withdraw', 'withdrawn', 'End a consent; what is withdrawn stays so.');
  registerChange(consent, session, 'suspend', 'suspended', 'Suspend a consent until it is reinstated.');
  registerChange(consent, session, 'reinstate', 'reinstated', 'End the suspension of a consent.');
  const showCommand = session
    .command(consent, 'show <consent>', 'Show a consent, with how it stands.')
    .option('--at <time>', 'at this time, RFC 3339; otherwise now');
  session.on<{ at?: string }>(showCommand, 'command', show);
  session.on(
    session.command(consent, 'impact <consent>', 'What rests on a consent, and the deliveries it stands in.'),
    'command',
    showImpact,
  );
  const listCommand = session
    .command(consent, 'list', 'List consents and licences.')
    .option('--performer <id>', 'of this performer')
    .option('--licensor <id>', 'of this licensor')
    .option('--group <id>', 'of this group')
    .option('--state <list>', 'granted, pending, suspended, expired, withdrawn, unknown')
    .option('--kind <kind>', 'consent or licence')
    .option('--by <subject>', 'recorded by')
    .option('--expires-before <time>', 'whose window ends before, RFC 3339 or a span such as 30d')
    .option('--limit <n>', 'at most so many a page');
  session.on<ListOptions>(listCommand, 'command', list);

  const group = session.command(program, 'consent-group', 'Consents that are suspended and lifted as one.');
  registerGroupChange(group, session, 'suspend', 'suspended', 'Suspend every consent of a group, e.g. for a strike.');
  registerGroupChange(group, session, 'lift', 'lifted', 'End the suspension of a group.');
}

function registerChange(consent: Command, session: Session, name: string, done: string, summary: string): void {
  const command = session
    .command(consent, `${name} <consent>`, summary)
    .option('--reason <reason>', 'why')
    .option('--effective-at <time>', 'from when, RFC 3339 or a span such as 14d; otherwise from now')
    .option('--evidence <file|url>', 'what shows it (repeat)', collect);
  session.on<ChangeOptions>(command, 'command', async (context, options, operand) => {
    demand(options, ['reason']);
    const id = idOf(operand);
    const effectiveAt = maybeMoment(context, '--effective-at', options.effectiveAt);
    const evidence = await maybeEvidence(context, options.evidence);
    const path = `${consentPath(context.production, id)}/${name}`;
    const from = effectiveAt === undefined ? '' : ` from ${effectiveAt}`;
    return post(context, path, { reason: options.reason, effectiveAt, evidence }, (body) => {
      // Its group may be suspended, its window closed, the date may be to come.
      const state = text(record(body)['state']);
      return `${id} is ${done}${from}${state === done || state === '' ? '' : `, now ${state}`}`;
    });
  });
}

function registerGroupChange(group: Command, session: Session, name: string, done: string, summary: string): void {
  const command = session
    .command(group, `${name} <group>`, summary)
    .option('--reason <reason>', 'why')
    .option('--effective-at <time>', 'from when, RFC 3339 or a span such as 14d; otherwise from now');
  session.on<ChangeOptions>(command, 'command', (context, options, operand) => {
    demand(options, ['reason']);
    const id = idOf(operand);
    const effectiveAt = maybeMoment(context, '--effective-at', options.effectiveAt);
    const path = `${consentGroupPath(context.production, id)}/${name}`;
    const from = effectiveAt === undefined ? '' : ` from ${effectiveAt}`;
    return post(context, path, { reason: options.reason, effectiveAt }, () => `the group ${id} is ${done}${from}`);
  });
}

async function recordConsent(context: Context, options: RecordOptions): Promise<ExitCode> {
  if (options.performer !== undefined && options.licensor !== undefined)
    throw usageError('--performer and --licensor exclude each other');
  demand(options, [
    ...(options.licensor === undefined ? (['performer', 'guildOk'] as const) : []),
    'purpose',
    'use',
    'languages',
    'territories',
    'mediums',
    'from',
    'until',
    'document',
  ]);
  const words = (name: 'languages' | 'territories' | 'mediums') => listValue(`--${name}`, options[name] ?? '');
  const json = {
    id: options.id,
    performer: options.performer,
    licensor: options.licensor,
    purpose: options.purpose,
    uses: options.use,
    languages: words('languages'),
    territories: words('territories'),
    mediums: words('mediums'),
    window: { from: sideOf(context, '--from', options.from), until: sideOf(context, '--until', options.until) },
    document: await documentValue(context, '--document', options.document ?? ''),
    guildOk: options.guildOk,
    group: options.group,
  };
  return post(context, `${productionPath(context.production)}/consents`, json, (body) => {
    const { kind, state } = record(body);
    return `${text(kind) || 'consent'} ${idIn(body, options.id ?? '')} is recorded, ${text(state)}${untilOf(record(body))}`;
  });
}

function sideOf({ io }: Context, name: string, value: string | undefined): string | null {
  return value === OPEN ? null : momentValue(name, value ?? '', io.now());
}

async function show(context: Context, options: { at?: string }, operand: Operand): Promise<ExitCode> {
  const client = await context.client();
  const { body } = await client.call('GET', consentPath(context.production, idOf(operand)), {
    query: { at: maybeMoment(context, '--at', options.at) },
  });
  context.answer(body, () => consentText(context, record(body)));
  return EXIT.go;
}

function list(context: Context, options: ListOptions): Promise<ExitCode> {
  const { performer, licensor, group, state, kind, by, limit } = options;
  const expiresBefore = maybeMoment(context, '--expires-before', options.expiresBefore);
  const query = { performer, licensor, group, state, kind, by, expiresBefore, limit };
  return showList(context, `${productionPath(context.production)}/consents`, query, [
    { title: 'id', value: (row) => text(row['id']) },
    { title: 'kind', value: (row) => text(row['kind']) },
    { title: 'by', value: partyOf },
    { title: 'state', value: (row) => text(row['state']), state: true },
    { title: 'until', value: (row) => text(record(row['window'])['until']) },
    { title: 'group', value: (row) => text(row['group']) },
    { title: 'purpose', value: (row) => text(row['purpose']) },
  ]);
}

function partyOf(row: Json): string {
  return text(row['performer']) || text(row['licensor']);
}

function consentText(context: Context, consent: Json): string {
  const state = text(consent['state']);
  const window = record(consent['window']);
  const grouped = consent['groupSuspended'] === true ? ', suspended' : '';
  const group = text(consent['group']);
  return shownLines([
    `${printable(text(consent['id']))}  ${context.paint(styleOf(state), printable(state))}  ${printable(`${text(consent['kind'])} of ${partyOf(consent)}`)}`,
    namedLine('at', `${text(consent['at'])}${untilOf(consent)}`),
    namedLine('purpose', text(consent['purpose'])),
    ...strings(consent['uses']).map((use) => namedLine('use', use)),
    namedLine(
      'where',
      [strings(consent['territories']), strings(consent['languages']), strings(consent['mediums'])]
        .map((words) => words.join(' '))
        .join(' / '),
    ),
    namedLine('window', `${text(window['from']) || 'ever'} to ${text(window['until']) || 'no end'}`),
    namedLine('document', text(record(consent['document'])['ref'])),
    namedLine('guild', text(consent['guildOk'])),
    namedLine('group', group === '' ? '' : `${group}${grouped}`),
    ...records(consent['changes']).map((change) =>
      namedLine(
        text(change['type']),
        `from ${text(change['effectiveAt'])}  by ${text(change['by'])}: ${text(change['reason'])}  ${evidenceOf(change)}`,
      ),
    ),
    namedLine('recorded', `${text(consent['recordedAt'])}  by ${text(consent['recordedBy'])}`),
  ]);
}
