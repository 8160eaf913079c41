import type { Command } from 'commander';

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
}
