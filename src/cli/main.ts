import { readFileSync } from 'node:fs';
import { EXIT, type ExitCode } from './exit/index.js';
import { run } from './run.js';
import { processIo } from './session/index.js';

/*
 * The process around one command line. Whatever ends it early (a signal, a closed pipe, an error nobody caught, an event
 * loop that runs dry) ends it with a code other than 0.
 */

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** From here on the process answers for a command that asks a ledger; one that runs a ledger has its own handlers. */
function guard(): void {
  process.exitCode = EXIT.internal;
  for (const signal of SIGNALS) {
    process.on(signal, () => {
      process.stderr.write(`clearance: stopped by ${signal}; nothing was decided\n`);
      process.exit(EXIT.undecided);
    });
  }
  // Nobody reads the answer any more, so nobody may take it for a go.
  process.stdout.on('error', () => process.exit(EXIT.undecided));
  process.stderr.on('error', () => process.exit(EXIT.undecided));
  process.on('uncaughtException', (error) => {
    process.stderr.write(`clearance: internal error: ${error.stack ?? error.message}\n`);
    process.exit(EXIT.internal);
  });
}

/** Ends the process once everything written has been taken; what cannot be written makes a 0 a 3. */
async function end(code: ExitCode): Promise<never> {
  const written = await Promise.all([process.stdout, process.stderr].map(drained));
  process.exit(written.every(Boolean) || code !== EXIT.go ? code : EXIT.undecided);
}

function drained(stream: NodeJS.WriteStream): Promise<boolean> {
  return new Promise((resolve) => {
    if (stream.destroyed) resolve(false);
    else stream.write('', (error) => resolve(error === null || error === undefined));
  });
}

function versionOfPackage(): string {
  // dist/src/cli/main.js and src/cli/main.ts lie at different depths below the package.
  for (const path of ['../../package.json', '../../../package.json']) {
    try {
      const { name, version } = JSON.parse(readFileSync(new URL(path, import.meta.url), 'utf8')) as Record<
        string,
        unknown
      >;
      if (name === 'clearance' && typeof version === 'string') return version;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    }
  }
  return 'unknown';
}

const outcome = await run(process.argv.slice(2), processIo, {
  version: versionOfPackage(),
  starting: guard,
  extend: async (program) => {
    const [{ registerServe }, { registerRebuild }, { registerStore }, { registerReplica }] = await Promise.all([
      import('./commands/serve.js'),
      import('./commands/rebuild.js'),
      import('./commands/store.js'),
      import('./commands/replica.js'),
    ]);
    registerServe(program);
    registerRebuild(program);
    registerStore(program);
    registerReplica(program);
  },
});
// null: serve, rebuild, store and replica have set their own code, or go on running.
if (outcome !== null) await end(outcome);
