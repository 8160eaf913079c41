import type { Command } from 'commander';
import type { CopyOptions } from '../../main.js';

/** Options of `store verify` as they were given. */
export interface StoreOptions {
  readonly data?: string;
  readonly store?: string;
}

export function registerStore(program: Command): void {
  const store = program.command('store').description('Look after the log of a ledger that is stopped.');
  store
    .command('verify')
    .description('Read the whole log and compare every event with its digest. Changes nothing.')
    .option('--data <dir>', "the ledger's folder (CLEARANCE_DATA, ./data)")
    .option('--store <url>', 'its event store (CLEARANCE_STORE)')
    .action(async (options: StoreOptions) => {
      const { verify } = await import('../../main.js');
      verify(options);
    });
  store
    .command('copy')
    .description('Move a stopped ledger from its folder to a server: copy its log and compare every event.')
    .option('--from <dir>', 'the folder it is in (CLEARANCE_DATA, ./data)')
    .requiredOption('--to <url>', 'the server, esdb://… or kurrentdb://…')
    .option('--json', 'print the result as JSON')
    .option('--abandon', 'take an unfinished move back: the ledger stays in the folder')
    .addHelpText('after', COPY_HELP)
    .action(async (options: CopyOptions) => {
      const { copy } = await import('../../main.js');
      await copy(options);
    });
}

const COPY_HELP = `
The log in the folder ends with the event store-moved: no ledger starts on it any more. Ordinals, and with them
receipts and decisions, stay the same. What was cut off goes on when the command is repeated. Exit codes: 0 copied and
compared, 3 not finished, 64 usage, 70 refused.

  clearance store copy --from ./data --to 'esdb://clearance:password@db1:2113?tls=true'`;
