import type { Command } from 'commander';

/** Options of `rebuild` as they were given. */
export interface RebuildOptions {
  readonly data?: string;
  readonly store?: string;
}

export function registerRebuild(program: Command): void {
  program
    .command('rebuild')
    .description('Build the read model anew from the log.')
    .option('--data <dir>', "the ledger's folder (CLEARANCE_DATA, ./data)")
    .option('--store <url>', 'its event store (CLEARANCE_STORE)')
    .action(async (options: RebuildOptions) => {
      const { rebuild } = await import('../../main.js');
      await rebuild(options);
    });
}
