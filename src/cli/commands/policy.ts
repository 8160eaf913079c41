import { extname } from 'node:path';
import type { Command } from 'commander';
import { demand } from '../assets/scope.js';
import { EXIT, usageError, type ExitCode } from '../exit/index.js';
import { readInput } from '../files/read-input.js';
import { packPath, policyPath } from '../http/paths.js';
import { record, text } from '../http/read.js';
import { packsToAdopt, readPackName, readSwitches } from '../policy/adoption.js';
import { packText, policyText } from '../render/policy.js';
import { printable } from '../render/printable.js';
import { collect, type Context, type Operand, type Session } from '../session/index.js';
import { showList } from './lists.js';
import { diffPolicies } from './policy-diff.js';

interface AdoptOptions {
  readonly reason?: string;
  readonly switch?: readonly string[];
  readonly only?: boolean;
}

export function registerPolicy(program: Command, session: Session): void {
  const policy = session.command(program, 'policy', 'Policy packs: write, test and publish them, and say which bind.');
  const listCommand = session
    .command(policy, 'list', 'List the versions of packs, those that come with the ledger too.')
    .option('--id <pack>', 'versions of this pack alone')
    .option('--limit <n>', 'at most so many a page');
  session.on<{ id?: string; limit?: string }>(listCommand, 'command', list);
  session.on(
    session.command(
      policy,
      'show [pack@version]',
      'Show a pack (with --json as a file to go on from); without one the packs in force in a production.',
    ),
    'command',
    show,
  );
  session.on(
    session.command(policy, 'test <files...>', 'Check pack files ("-" = standard input) and run their tests, offline.'),
    'command',
    async (context, _options: object, files) => {
      const { testFiles } = await import('./policy-offline.js');
      return testFiles(context, Array.isArray(files) ? files : []);
    },
  );
  session.on(
    session.command(policy, 'schema', 'Print the form of a pack as JSON Schema, for editors, offline.'),
    'command',
    async (context) => (await import('./policy-offline.js')).showSchema(context),
  );
  session.on(
    session.command(policy, 'publish <file>', 'Publish a pack file ("-" = standard input): this version, for good.'),
    'command',
    publish,
  );
  session.on(
    session.command(
      policy,
      'diff <packs...>',
      'What another policy would change in a production: diff TO, or diff FROM TO; "base" = the base rules alone.',
    ),
    'command',
    diffPolicies,
  );
  const adoptCommand = session
    .command(policy, 'adopt [packs...]', 'Let packs (ID@VERSION) bind in a production, beside those that do already.')
    .option('--reason <reason>', 'why; otherwise which packs they are')
    .option('--switch <name=on|off>', 'set a switch, of several packs as PACK.NAME=on|off (repeat)', collect)
    .option('--only', 'these alone: packs that are not named no longer bind; none named: the base rules alone');
  session.on<AdoptOptions>(adoptCommand, 'command', adopt);
}

function list(context: Context, { id, limit }: { id?: string; limit?: string }): Promise<ExitCode> {
  return showList(context, '/v1/policies', { id, limit }, [
    { title: 'id', value: (row) => text(row['id']) },
    { title: 'version', value: (row) => text(row['version']) },
    { title: 'title', value: (row) => text(row['title']) },
    { title: 'digest', value: (row) => text(row['digest']).slice(0, 12) },
    {
      title: 'published',
      value: (row) => (row['builtIn'] === true ? 'with the ledger' : text(row['publishedAt'])),
    },
  ]);
}

async function show(context: Context, _options: object, operand: Operand): Promise<ExitCode> {
  const client = await context.client();
  if (typeof operand !== 'string') {
    const { body } = await client.call('GET', policyPath(context.production));
    context.answer(body, () => policyText(record(body)));
    return EXIT.go;
  }
  const { id, version } = readPackName(operand);
  const { body } = await client.call('GET', packPath(id, version));
  context.answer(body, () => packText(record(body)));
  return EXIT.go;
}

async function publish(context: Context, _options: object, operand: Operand): Promise<ExitCode> {
  const file = typeof operand === 'string' ? operand : '-';
  const content = await readInput(context, file, 'the pack');
  const contentType = extname(file).toLowerCase() === '.json' ? 'application/json' : 'application/yaml';
  const client = await context.client();
  const { body } = await client.call('POST', '/v1/policies', { content, contentType });
  const { id, version, digest } = record(body);
  context.answer(body, () => printable(`${text(id)}@${text(version)} is published, ${text(digest)}`));
  return EXIT.go;
}

/** What is in force stays in force: to name one pack must not drop another. */
async function adopt(context: Context, options: AdoptOptions, operand: Operand): Promise<ExitCode> {
  const named = (Array.isArray(operand) ? operand : []).map(readPackName);
  const switches = readSwitches(options.switch ?? [], named);
  if (named.length === 0 && options.only !== true) {
    throw usageError('no pack is named', 'Name ID@VERSION; --only without one leaves the base rules alone.');
  }
  const names = named.map(({ id, version }) => `${id}@${version}`).join(', ');
  const reason = options.reason ?? (names === '' ? undefined : `adopt ${names}`);
  demand({ reason }, ['reason']);
  const path = policyPath(context.production);
  const client = await context.client();
  const inForce = record((await client.call('GET', path)).body);
  const packs = packsToAdopt(named, switches, options.only === true ? [] : inForce['packs'], inForce['packs']);
  // Under a key the same command is the same request, whatever has become of the production since.
  const expectedRevision = context.settings.idempotencyKey === null ? inForce['revision'] : undefined;
  const { body } = await client.call('PUT', path, { json: { packs, reason, expectedRevision } });
  context.answer(body, () => policyText(record(body)));
  return EXIT.go;
}
