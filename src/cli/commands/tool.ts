import { PROCESSING_PLACES, TOOL_CLASSES } from '@clearance/domain';
import { type Command, Option } from 'commander';
import { demand } from '../assets/scope.js';
import { EXIT, usageError, type ExitCode } from '../exit/index.js';
import { toolPath } from '../http/paths.js';
import { record, text } from '../http/read.js';
import { classificationText, toolText } from '../render/tool.js';
import { collect, type Context, type Operand, type Session } from '../session/index.js';
import { post } from './acts.js';
import { showList } from './lists.js';
import { idOf, maybeEvidence, maybeList, maybeMoment } from './registers.js';

interface RegisterOptions {
  readonly name?: string;
  readonly supplier?: string;
}
interface ClassifyOptions {
  readonly mode?: string;
  readonly class?: string;
  readonly from?: string;
  readonly evidence?: readonly string[];
}
interface ReviewOptions {
  readonly reviewedAt?: string;
  readonly from?: string;
  readonly tier?: string;
  readonly processing?: string;
  readonly enterpriseAgreement?: string;
  readonly storesIo?: string;
  readonly trainsOnIo?: string;
  readonly for?: string;
  readonly evidence?: readonly string[];
}
interface StandingOptions {
  readonly reason?: string;
  readonly from?: string;
}
interface ShowOptions {
  readonly mode?: string;
  readonly at?: string;
}

const TRI = ['yes', 'no', 'unknown'];

export function registerTool(program: Command, session: Session): void {
  const tool = session.command(program, 'tool', 'Tools: how they are classed, and under which terms they are used.');
  const registerCommand = session
    .command(tool, 'register <tool>', 'Register a tool under the id that facts name it by.')
    .option('--name <name>', 'its name')
    .option('--supplier <name>', 'who supplies it');
  session.on<RegisterOptions>(registerCommand, 'command', register);
  const classifyCommand = session
    .command(tool, 'classify <tool@version>', 'Say what a tool does at a version (0.3.44, 0.3.*, *) in a mode.')
    .option('--mode <mode>', 'the mode in the tool\'s own words; "*" = any')
    .addOption(new Option('--class <class>', 'what it does to material').choices(TOOL_CLASSES))
    .option('--from <time>', 'since when, RFC 3339; otherwise since ever')
    .option('--evidence <file|url>', 'what shows it (repeat)', collect);
  session.on<ClassifyOptions>(classifyCommand, 'command', classify);
  const reviewCommand = session
    .command(tool, 'review <tool>', 'Record what the terms of a tool say, and since when.')
    .option('--reviewed-at <time>', 'when somebody read them, RFC 3339')
    .option('--from <time>', 'since when they hold, RFC 3339')
    .option('--tier <tier>', "the licence tier, in the supplier's words")
    .addOption(new Option('--processing <place>', 'where it processes what it is given').choices(PROCESSING_PLACES))
    .addOption(new Option('--enterprise-agreement <answer>', 'under an enterprise agreement').choices(TRI))
    .addOption(new Option('--stores-io <answer>', 'keeps or reuses inputs or outputs').choices(TRI))
    .addOption(new Option('--trains-on-io <answer>', 'trains on inputs or outputs').choices(TRI))
    .option('--for <productions>', 'P[,P]: only for these; otherwise for every production')
    .option('--evidence <file|url>', 'the terms (repeat)', collect);
  session.on<ReviewOptions>(reviewCommand, 'command', review);
  registerStanding(tool, session, 'suspend', 'suspended', 'Suspend a tool: its terms count as unknown.');
  registerStanding(tool, session, 'reinstate', 'active again', 'End the suspension of a tool.');
  const showCommand = session
    .command(
      tool,
      'show <tool>',
      'Show a tool; as TOOL@VERSION, how it is classed and under which terms it is used (for the production of -p).',
    )
    .option('--mode <mode>', 'with a version: the mode; otherwise the worst mode known')
    .option('--at <time>', 'with a version: at this time, RFC 3339; otherwise now');
  session.on<ShowOptions>(showCommand, 'command', show);
  const listCommand = session
    .command(tool, 'list', 'List tools.')
    .option('--state <state>', 'active, suspended or unknown')
    .option('--limit <n>', 'at most so many a page');
  session.on<{ state?: string; limit?: string }>(listCommand, 'command', list);
}

function registerStanding(tool: Command, session: Session, name: string, state: string, summary: string): void {
  const command = session
    .command(tool, `${name} <tool>`, summary)
    .option('--reason <reason>', 'why')
    .option('--from <time>', 'from when, RFC 3339 or a span such as 14d; otherwise from now');
  session.on<StandingOptions>(command, 'command', (context, options, operand) => {
    demand(options, ['reason']);
    const id = idOf(operand);
    const from = maybeMoment(context, '--from', options.from);
    const since = from === undefined ? '' : ` from ${from}`;
    const json = { reason: options.reason, from };
    return post(context, `${toolPath(id)}/${name}`, json, () => `tool ${id} is ${state}${since}`);
  });
}

function register(context: Context, options: RegisterOptions, operand: Operand): Promise<ExitCode> {
  demand(options, ['name']);
  const id = idOf(operand);
  const json = { id, name: options.name, supplier: options.supplier };
  return post(context, '/v1/tools', json, () => `tool ${id} is registered`);
}

async function classify(context: Context, options: ClassifyOptions, operand: Operand): Promise<ExitCode> {
  const { id, version } = readToolVersion(idOf(operand));
  if (version === null)
    throw usageError(
      `"${id}" names no version`,
      'Write TOOL@VERSION, such as comfyui@0.3.44, comfyui@0.3.* or comfyui@*.',
    );
  demand(options, ['mode', 'class']);
  const json = {
    version,
    mode: options.mode,
    class: options.class,
    from: maybeMoment(context, '--from', options.from),
    evidence: await maybeEvidence(context, options.evidence),
  };
  return post(
    context,
    `${toolPath(id)}/classifications`,
    json,
    () => `${id} ${version} ${options.mode ?? ''} is classed ${options.class ?? ''}`,
  );
}

async function review(context: Context, options: ReviewOptions, operand: Operand): Promise<ExitCode> {
  demand(options, [
    'reviewedAt',
    'from',
    'tier',
    'processing',
    'enterpriseAgreement',
    'storesIo',
    'trainsOnIo',
    'evidence',
  ]);
  const id = idOf(operand);
  const from = maybeMoment(context, '--from', options.from);
  const json = {
    reviewedAt: maybeMoment(context, '--reviewed-at', options.reviewedAt),
    from,
    tier: options.tier,
    processing: options.processing,
    enterpriseAgreement: options.enterpriseAgreement,
    storesIO: options.storesIo,
    trainsOnIO: options.trainsOnIo,
    productions: maybeList('--for', options.for),
    evidence: await maybeEvidence(context, options.evidence),
  };
  return post(
    context,
    `${toolPath(id)}/terms-reviews`,
    json,
    () => `the terms of ${id} since ${from ?? ''} are recorded`,
  );
}

async function show(context: Context, options: ShowOptions, operand: Operand): Promise<ExitCode> {
  const { id, version } = readToolVersion(idOf(operand));
  const client = await context.client();
  if (version === null) {
    if ((options.mode ?? options.at) !== undefined)
      throw usageError('--mode and --at go with a version', `Write ${id}@VERSION.`);
    const { body } = await client.call('GET', toolPath(id));
    context.answer(body, () => toolText(context.paint, record(body)));
    return EXIT.go;
  }
  const { body } = await client.call('GET', `${toolPath(id)}/classification`, {
    query: {
      version,
      mode: options.mode,
      at: maybeMoment(context, '--at', options.at),
      production: context.settings.production,
    },
  });
  context.answer(body, () => classificationText(record(body)));
  return EXIT.go;
}

function list(context: Context, { state, limit }: { state?: string; limit?: string }): Promise<ExitCode> {
  return showList(context, '/v1/tools', { state, limit }, [
    { title: 'id', value: (row) => text(row['id']) },
    { title: 'name', value: (row) => text(row['name']) },
    { title: 'supplier', value: (row) => text(row['supplier']) },
    { title: 'state', value: (row) => text(row['state']), state: true },
  ]);
}

/** `TOOL` or `TOOL@VERSION`; the id of a tool holds no "@". @throws CliError 64 */
function readToolVersion(operand: string): { readonly id: string; readonly version: string | null } {
  const at = operand.indexOf('@');
  if (at < 0) return { id: operand, version: null };
  const [id, version] = [operand.slice(0, at), operand.slice(at + 1)];
  if (id === '' || version === '') throw usageError(`"${operand}" must be TOOL@VERSION`);
  return { id, version };
}
