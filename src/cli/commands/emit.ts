import { resolve } from 'node:path';
import { contentDigestOf } from '@clearance/canonical';
import { assetIdFault, FACT_TYPES } from '@clearance/domain';
import type { Command } from 'commander';
import { EXIT, undecidedError, usageError, worst, type ExitCode } from '../exit/index.js';
import { readInput } from '../files/read-input.js';
import { typeOf, type CloudEvent } from '../ingest/cloud-event.js';
import { concludeIntake, Intake, sourceOfToken, tellResult } from '../ingest/intake.js';
import type { IntakeResult } from '../ingest/send.js';
import { readSpool, settleSpool, spoolFiles } from '../ingest/spool.js';
import { choiceValue, momentValue, wordsValue, type Context, type Operand, type Session } from '../session/index.js';

interface EmitOptions {
  readonly data?: string;
  readonly source?: string;
  readonly id?: string;
  readonly time?: string;
  readonly person?: string;
  readonly spool?: string;
  readonly flush?: string;
}

export function registerEmit(program: Command, session: Session): void {
  const command = session
    .command(
      program,
      'emit [file|event] [asset]',
      'Send events: those of a file (NDJSON, one event or a list; "-" = standard input), or one event of an asset.',
    )
    .option('--data <json>', "the event's data: JSON, @FILE, or - for standard input")
    .option('--source <uri>', 'its source; otherwise urn:clearance:cli:<subject of the token>')
    .option('--id <id>', 'its id; otherwise made from its content')
    .option('--time <time>', 'when it happened, RFC 3339; leave it out unless you know')
    .option('--person <subject>', 'the person a service speaks for')
    .option('--spool <dir>', 'keep events there while the ledger is away (then 3)')
    .option('--flush <dir>', 'send what a spool holds');
  session.on<EmitOptions>(command, 'command', emit);
}

const EVENTS = ['reported', ...FACT_TYPES] as const;

async function emit(context: Context, options: EmitOptions, first: Operand, second: Operand): Promise<ExitCode> {
  const one = typeof first === 'string' ? first : undefined;
  const two = typeof second === 'string' ? second : undefined;
  if (options.flush !== undefined) {
    if (one !== undefined) throw usageError('--flush takes no FILE');
    return flush(context, resolve(context.io.cwd, options.flush));
  }
  if (two === undefined) {
    const misplaced = (['data', 'source', 'id', 'time', 'person'] as const).find((name) => options[name] !== undefined);
    if (misplaced !== undefined)
      throw usageError(`--${misplaced} goes with EVENT ASSET`, 'Events of a file say everything themselves.');
    return send(context, options, splitEvents(await readInput(context, one ?? '-', 'the events')));
  }
  return send(context, options, [JSON.stringify(await oneEvent(context, options, one ?? '', two))]);
}

async function oneEvent(context: Context, options: EmitOptions, event: string, asset: string): Promise<CloudEvent> {
  const name = choiceValue('EVENT', event, EVENTS);
  const fault = assetIdFault(asset);
  if (fault !== null) throw usageError(`"${asset}" is no asset: its id ${fault}`);
  if (options.data === undefined) throw usageError('--data must be given');
  const data = await readData(context, options.data);
  const { production } = context;
  const time = options.time === undefined ? undefined : momentValue('--time', options.time, context.io.now());
  const person = options.person === undefined ? undefined : wordsValue('--person', options.person);
  const source = options.source ?? (await sourceOfToken(context, options.spool !== undefined));
  return {
    specversion: '1.0',
    type: typeOf(name),
    ...(source === null ? {} : { source }),
    // Everything that makes it the same event for ever (rule E1) is in its id: the same command twice is one event.
    id: options.id ?? `${asset}@${contentDigestOf({ event: name, time, authid: person, data })}`,
    subject: asset,
    production,
    ...(time === undefined ? {} : { time }),
    ...(person === undefined ? {} : { authtype: 'user', authid: person }),
    datacontenttype: 'application/json',
    data,
  };
}

async function send(context: Context, options: EmitOptions, lines: readonly string[]): Promise<ExitCode> {
  if (lines.length === 0) throw undecidedError('empty-input', 'there is no event to send');
  const spool = options.spool === undefined ? null : resolve(context.io.cwd, options.spool);
  const intake = new Intake(await context.client(), spool, (result) => tellResult(context, result));
  for (const line of lines) await intake.add({ line, about: {} });
  await intake.flush();
  return concludeIntake(context, intake);
}

/** Sends a spool, file by file. A file goes once the ledger has answered for all of it; refused events stay beside it. */
async function flush(context: Context, folder: string): Promise<ExitCode> {
  const files = await spoolFiles(folder);
  const client = await context.client();
  const all = new Intake(client, null, (result) => tellResult(context, result));
  if (files.length === 0) {
    context.document({ results: [], summary: all.summary, position: null });
    context.say('the spool is empty');
    return EXIT.go;
  }
  const source = await sourceOfToken(context, false);
  const codes: ExitCode[] = [];
  for (const file of files) {
    const lines = await readSpool(file, source ?? '');
    const part = new Intake(client, null, () => undefined);
    for (const line of lines) await part.add({ line, about: { file } });
    await part.flush();
    for (const result of part.results) all.record(result);
    all.position = part.position ?? all.position;
    // An empty spool file holds nothing that could be lost.
    codes.push(lines.length === 0 ? EXIT.go : part.exit);
    if (lines.length === 0 || part.exit !== EXIT.undecided) await settleSpool(file, refusedOf(part.results, lines));
  }
  concludeIntake(context, all);
  return worst(codes);
}

function refusedOf(results: readonly IntakeResult[], lines: readonly string[]): unknown[] {
  return results.flatMap(({ status, problem }, at) => (status === 'refused' ? [{ event: lines[at], problem }] : []));
}

/** One event or a list as one JSON document, otherwise one event a line. Lines go out as they came in. */
export function splitEvents(content: string): string[] {
  const trimmed = content.replace(/^\ufeff/, '').trim();
  if (trimmed === '') return [];
  try {
    const whole: unknown = JSON.parse(trimmed);
    return Array.isArray(whole) ? whole.map((event) => JSON.stringify(event)) : [JSON.stringify(whole)];
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return trimmed
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line !== '');
  }
}

async function readData(context: Context, value: string): Promise<unknown> {
  const content =
    value === '-'
      ? await context.io.stdin()
      : value.startsWith('@')
        ? await readInput(context, value.slice(1), '--data')
        : value;
  try {
    return JSON.parse(content) as unknown;
  } catch (error) {
    throw usageError(`--data is no JSON (${(error as Error).message})`);
  }
}
