import { PRODUCTION_ID } from '@clearance/domain';
import type { Command } from 'commander';
import { EXIT, usageError, type ExitCode } from '../exit/index.js';
import { record, records, text } from '../http/read.js';
import { packsToAdopt, readPackName, readSwitches } from '../policy/adoption.js';
import { printable } from '../render/printable.js';
import { collect, type Context, type Operand, type Session } from '../session/index.js';
import { showList } from './lists.js';

interface OpenOptions {
  readonly title?: string;
  readonly pack?: readonly string[];
  readonly switch?: readonly string[];
}

export function registerProduction(program: Command, session: Session): void {
  const production = session.command(program, 'production', 'Open and list productions.');
  const openCommand = session
    .command(production, 'open [id]', 'Open a production; without an id the one of -p.')
    .option('--title <title>', 'its title')
    .option('--pack <id@version>', 'a policy pack it adopts (repeat)', collect)
    .option('--switch <name=on|off>', 'set a switch, of several packs as PACK.NAME=on|off (repeat)', collect);
  session.on<OpenOptions>(openCommand, 'command', open);
  session.on(session.command(production, 'list', 'List the productions you have a role in.'), 'command', list);
}

async function open(context: Context, options: OpenOptions, operand: Operand): Promise<ExitCode> {
  const id = typeof operand === 'string' ? operand : context.production;
  if (!PRODUCTION_ID.test(id))
    throw usageError(`"${id}" is no production`, 'A production is a lower-case word of a-z, 0-9 and _.');
  const client = await context.client();
  const named = (options.pack ?? []).map(readPackName);
  const packs = packsToAdopt(named, readSwitches(options.switch ?? [], named), [], []);
  const { body } = await client.call('POST', '/v1/productions', {
    json: { id, title: options.title, packs: packs.length === 0 ? undefined : packs },
    withoutPosition: true,
  });
  context.answer(body, () => printable(`production ${text(record(body)['id']) || id} is open`));
  return EXIT.go;
}

function list(context: Context): Promise<ExitCode> {
  return showList(context, '/v1/productions', {}, [
    { title: 'id', value: (row) => text(row['id']) || text(row['production']) },
    { title: 'title', value: (row) => text(row['title']) },
    { title: 'state', value: (row) => text(row['state']), state: true },
    {
      title: 'packs',
      value: (row) =>
        records(row['packs'])
          .map((pack) => `${text(pack['id'])}@${text(pack['version'])}`)
          .join(' '),
    },
  ]);
}
