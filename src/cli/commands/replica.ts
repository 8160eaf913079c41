import type { Command } from 'commander';
import type { SnapshotOptions } from '../../main.js';
import { EXIT, usageError, type ExitCode } from '../exit/index.js';
import { printable } from '../render/printable.js';
import { compare, type Comparison } from '../replicas/compare.js';
import type { Context, Operand, Session } from '../session/index.js';
import { groupNamed } from './subcommands.js';

/** Compares two that run. Joins the command that `registerReplica` makes. */
export function registerReplicaCompare(program: Command, session: Session): void {
  const replica = session.command(program, 'replica', 'Look after one of several ledgers on a server.');
  session.on(
    session
      .command(replica, 'compare <url> <url>', 'Compare the read models of two ledgers of one log, table by table.')
      .addHelpText('after', HELP),
    'command',
    compareTwo,
  );
}

export function registerReplica(program: Command): void {
  groupNamed(program, 'replica')
    .command('snapshot')
    .description('Write what a new replica can begin with, so that it need not read the whole log. The ledger may run.')
    .requiredOption('--to <dir>', 'a new folder for it')
    .option('--data <dir>', "the replica's folder (CLEARANCE_DATA, ./data)")
    .option('--json', 'print what was written as JSON')
    .action(async (options: SnapshotOptions) => {
      const { snapshot } = await import('../../main.js');
      snapshot(options);
    });
}

async function compareTwo(context: Context, _options: object, ...urls: Operand[]): Promise<ExitCode> {
  const [one, two] = urls;
  if (typeof one !== 'string' || typeof two !== 'string')
    throw usageError('two addresses are needed', 'Name two ledgers, such as http://ledger-1:8377.');
  const clients = [await context.clientOf(one), await context.clientOf(two)] as const;
  const found = await compare(clients, context.settings.timeoutMs);
  context.answer(documentOf(found), () => wordsOf(found, [one, two]));
  return found.differing.length === 0 ? EXIT.go : EXIT.hold;
}

function documentOf({ position, digests, differing }: Comparison): unknown {
  const [here, there] = digests;
  return {
    equal: differing.length === 0,
    position,
    differing: differing.map((table) => ({
      table,
      here: here.tables.get(table) ?? null,
      there: there.tables.get(table) ?? null,
    })),
  };
}

function wordsOf({ position, digests, differing }: Comparison, urls: readonly [string, string]): string {
  const [here, there] = digests;
  const rows = (table: string) =>
    [here, there].map(({ tables }) => String(tables.get(table)?.rows ?? 'no')).join(' and ');
  if (differing.length === 0) {
    const all = [...here.tables.values()].reduce((sum, { rows: count }) => sum + count, 0);
    return printable(`equal at position ${position}: ${all} rows in ${here.tables.size} tables`);
  }
  return [
    printable(`${urls[0]} and ${urls[1]} differ at position ${position}:`),
    ...differing.map((table) => printable(`  ${table}: ${rows(table)} rows`)),
  ].join('\n');
}

const HELP = `
Both are brought to rest at one position of the log and asked for the digests of their tables. Takes a token that is auditor
or admin of all productions; it is sent to both. Exit codes: 0 equal, 2 they differ, 3 they could not be compared.`;
