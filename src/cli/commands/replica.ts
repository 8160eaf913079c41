import type { Command } from 'commander';
import type { SnapshotOptions } from '../../main.js';

export function registerReplica(program: Command): void {
  program
    .command('replica')
    .description('Look after one of several ledgers on a server.')
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
