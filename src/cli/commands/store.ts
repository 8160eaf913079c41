import type { Command } from 'commander';
import type { CheckAccessOptions, CopyOptions, SetupOptions } from '../../main.js';

/** Options of `store verify` as they were given. */
export interface StoreOptions {
  readonly data?: string;
  readonly store?: string;
}

export function registerStore(program: Command): void {
  const store = program.command('store').description('Look after the log of a ledger, and the server that it lies on.');
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
  store
    .command('setup')
    .description('Set up a server: the account for ledgers, and who may delete. Run once, with an administrator.')
    .option('--to <url>', "the server, with an administrator's account (CLEARANCE_STORE_ADMIN)")
    .option('--user <name>', 'the account that ledgers are run with', 'clearance')
    .option('--password-file <file>', 'its password (CLEARANCE_STORE_PASSWORD); otherwise one is made and printed once')
    .option('--reset-password', 'give an account that is there this password')
    .option('--wait <seconds>', 'how long to wait for a server that is coming up', '0')
    .option('--dry-run', 'say what is to do, and do nothing')
    .option('--json', 'print what was done as JSON')
    .addHelpText('after', SETUP_HELP)
    .action(async (options: SetupOptions) => {
      const { setUp } = await import('../../main.js');
      await setUp(options);
    });
  store
    .command('check')
    .description("Prove what a server lets the ledger's account do, and that it can delete nothing.")
    .option('--store <url>', 'the event store (CLEARANCE_STORE)')
    .option('--json', 'print the rights as JSON')
    .addHelpText('after', CHECK_HELP)
    .action(async (options: CheckAccessOptions) => {
      const { checkAccess } = await import('../../main.js');
      await checkAccess(options);
    });
}

const SETUP_HELP = `
Afterwards nobody but an administrator deletes a stream or writes its metadata; that holds for every stream on the server
without an access list of its own. What was set before and does not contradict stays. Run again it says what was so.
Exit codes: 0 done and proved, 2 done and not as it should be, 3 the server is away, 64 usage, 70 refused.

  CLEARANCE_STORE_ADMIN='esdb://admin:password@db1:2113,db2:2113,db3:2113?tlsCAFile=ca.pem' clearance store setup`;

const CHECK_HELP = `
Appends one event to a stream beside the ledger's own, and deletes nothing. Exit codes: 0 as it should be, 2 it may too
much or too little, 3 the server is away or does not know the account, 64 usage.`;

const COPY_HELP = `
The log in the folder ends with the event store-moved: no ledger starts on it any more. Ordinals, and with them
receipts and decisions, stay the same. What was cut off goes on when the command is repeated. Exit codes: 0 copied and
compared, 3 not finished, 64 usage, 70 refused.

  clearance store copy --from ./data --to 'esdb://clearance:password@db1:2113?tls=true'`;
