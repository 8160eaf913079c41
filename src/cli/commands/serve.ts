import type { Command } from 'commander';
import type { ServeOptions } from '../../main.js';

export function registerServe(program: Command): void {
  program
    .command('serve')
    .description('Run a ledger.')
    .option('--data <dir>', 'its folder (CLEARANCE_DATA, ./data)')
    .option('--host <host>', 'the address it listens on (CLEARANCE_HOST, 127.0.0.1)')
    .option('--port <port>', 'the port; 0 = any, printed (CLEARANCE_PORT, 8377)')
    .option('--store <url>', 'its event store (CLEARANCE_STORE)')
    .option(
      '--accept-weak-access',
      'run with an account that could delete history; recorded (CLEARANCE_ACCEPT_WEAK_ACCESS)',
    )
    .option('--from-snapshot <dir>', 'begin a new replica with a snapshot of another (clearance replica snapshot)')
    .action(async (options: ServeOptions) => {
      // Loaded here alone: the commands that ask a ledger start without the server's code.
      const { serve } = await import('../../main.js');
      await serve(options);
    });
}
