import { ASSESSMENTS } from '@clearance/domain';
import { type Command, Option } from 'commander';
import { demand } from '../assets/scope.js';
import { EXIT, type ExitCode } from '../exit/index.js';
import { vendorPath } from '../http/paths.js';
import { isRecord, record, records, text, type Json } from '../http/read.js';
import { namedLine, shownLines } from '../render/lines.js';
import { printable, styleOf } from '../render/printable.js';
import { evidenceOf, productionsOf, untilOf } from '../render/register-parts.js';
import { collect, type Context, type Operand, type Session } from '../session/index.js';
import { post } from './acts.js';
import { showList } from './lists.js';
import { idOf, maybeEvidence, maybeList, maybeMoment } from './registers.js';

interface AssessOptions {
  readonly assessedAt?: string;
  readonly expires?: string;
  readonly dataHandling?: string;
  readonly creativeControl?: string;
  readonly results?: string;
  readonly conditions?: string;
  readonly for?: string;
  readonly evidence?: readonly string[];
}
interface ListOptions {
  readonly state?: string;
  readonly at?: string;
  readonly limit?: string;
}

export function registerVendor(program: Command, session: Session): void {
  const vendor = session.command(program, 'vendor', 'Vendors, and how they were assessed.');
  const registerCommand = session
    .command(vendor, 'register <vendor>', 'Register a vendor under the id that facts and tokens name it by.')
    .option('--name <name>', 'its name');
  session.on<{ name?: string }>(registerCommand, 'command', register);
  const assessCommand = session
    .command(vendor, 'assess <vendor>', 'Record what somebody found out about how a vendor works; it ends by itself.')
    .option('--assessed-at <time>', 'when, RFC 3339')
    .option('--expires <time>', 'until when it counts, RFC 3339 or a span such as 180d')
    .addOption(new Option('--data-handling <result>', 'how it handles data').choices(ASSESSMENTS))
    .addOption(new Option('--creative-control <result>', 'who controls what is made').choices(ASSESSMENTS))
    .addOption(new Option('--results <result>', 'whether what it delivers is as it should be').choices(ASSESSMENTS))
    .option('--conditions <text>', 'what the conditions are, where something is conditional')
    .option('--for <productions>', 'P[,P]: only for these; otherwise for every production')
    .option('--evidence <file|url>', 'what shows it (repeat)', collect);
  session.on<AssessOptions>(assessCommand, 'command', assess);
  const showCommand = session
    .command(vendor, 'show <vendor>', 'Show a vendor, with the assessment in force (for the production of -p).')
    .option('--at <time>', 'at this time, RFC 3339; otherwise now');
  session.on<{ at?: string }>(showCommand, 'command', show);
  const listCommand = session
    .command(vendor, 'list', 'List vendors, with the assessment in force (for the production of -p).')
    .option('--state <state>', 'assessed, not-assessed or unknown')
    .option('--at <time>', 'at this time, RFC 3339; otherwise now')
    .option('--limit <n>', 'at most so many a page');
  session.on<ListOptions>(listCommand, 'command', list);
}

function register(context: Context, options: { name?: string }, operand: Operand): Promise<ExitCode> {
  demand(options, ['name']);
  const id = idOf(operand);
  return post(context, '/v1/vendors', { id, name: options.name }, () => `vendor ${id} is registered`);
}

async function assess(context: Context, options: AssessOptions, operand: Operand): Promise<ExitCode> {
  demand(options, ['assessedAt', 'expires', 'dataHandling', 'creativeControl', 'results', 'evidence']);
  const id = idOf(operand);
  const expiresAt = maybeMoment(context, '--expires', options.expires);
  const json = {
    assessedAt: maybeMoment(context, '--assessed-at', options.assessedAt),
    expiresAt,
    dataHandling: options.dataHandling,
    creativeControl: options.creativeControl,
    results: options.results,
    conditions: options.conditions,
    productions: maybeList('--for', options.for),
    evidence: await maybeEvidence(context, options.evidence),
  };
  return post(
    context,
    `${vendorPath(id)}/assessments`,
    json,
    () => `the assessment of ${id} until ${expiresAt ?? ''} is recorded`,
  );
}

async function show(context: Context, options: { at?: string }, operand: Operand): Promise<ExitCode> {
  const client = await context.client();
  const { body } = await client.call('GET', vendorPath(idOf(operand)), {
    query: { at: maybeMoment(context, '--at', options.at), production: context.settings.production },
  });
  context.answer(body, () => vendorText(context, record(body)));
  return EXIT.go;
}

function list(context: Context, { state, at, limit }: ListOptions): Promise<ExitCode> {
  const query = { state, at: maybeMoment(context, '--at', at), limit, production: context.settings.production };
  const assessment = (row: Json) => record(row['assessment']);
  return showList(context, '/v1/vendors', query, [
    { title: 'id', value: (row) => text(row['id']) },
    { title: 'name', value: (row) => text(row['name']) },
    { title: 'state', value: (row) => text(row['state']), state: true },
    { title: 'data', value: (row) => text(assessment(row)['dataHandling']) },
    { title: 'creative', value: (row) => text(assessment(row)['creativeControl']) },
    { title: 'results', value: (row) => text(assessment(row)['results']) },
    { title: 'until', value: (row) => text(assessment(row)['expiresAt']) },
  ]);
}

function vendorText(context: Context, vendor: Json): string {
  const state = text(vendor['state']);
  const { assessment } = vendor;
  return shownLines([
    `${printable(text(vendor['id']))}  ${context.paint(styleOf(state), printable(state))}  ${printable(text(vendor['name']))}`,
    namedLine('at', `${text(vendor['at'])}${untilOf(vendor)}`),
    namedLine('in force', isRecord(assessment) ? assessmentText(assessment) : 'nothing'),
    ...records(vendor['assessments']).map((row) =>
      namedLine('recorded', `${assessmentText(row)}  by ${text(row['by'])}`),
    ),
  ]);
}

function assessmentText(row: Json): string {
  const found = [
    `data handling ${text(row['dataHandling'])}`,
    `creative control ${text(row['creativeControl'])}`,
    `results ${text(row['results'])}`,
  ];
  const conditions = text(row['conditions']);
  const time = `${text(row['assessedAt'])} to ${text(row['expiresAt'])}${productionsOf(row)}`;
  return `${time}  ${found.join(', ')}${conditions === '' ? '' : ` (${conditions})`}  ${evidenceOf(row)}`;
}
