import { availableParallelism, cpus, loadavg } from 'node:os';
import { Scratch } from '../support/scratch.js';
import { boundsOf, growthOf, loopOf, tableOf } from './report.js';
import { sustained } from './run.js';

/*
 * Intake at the limit with questions, decisions and followers beside it. CLEARANCE_LOAD_SECONDS says how long (600); with
 * --json the figures are printed as one document. Ends with 1 where a bound is missed.
 */

const EXIT_USAGE = 64;
const DEFAULT_SECONDS = 600;

const seconds = Number(process.env['CLEARANCE_LOAD_SECONDS'] ?? DEFAULT_SECONDS);
const json = process.argv.includes('--json');
if (!Number.isInteger(seconds) || seconds < 5) {
  process.stderr.write('CLEARANCE_LOAD_SECONDS is a whole number of at least 5\n');
  process.exitCode = EXIT_USAGE;
} else {
  const scratch = new Scratch();
  const interrupt = (): void => {
    scratch.dispose();
    process.exit(130);
  };
  process.once('SIGINT', interrupt);
  process.once('SIGTERM', interrupt);
  try {
    const run = await sustained(scratch.folder('load'), seconds, (text) => process.stderr.write(`load: ${text}\n`));
    const bounds = boundsOf(run);
    const { acknowledged, ...intake } = run.intake;
    const document = {
      machine: {
        cpu: cpus()[0]?.model ?? 'unknown',
        processors: availableParallelism(),
        node: process.version,
        load: loadavg()[0] ?? null,
      },
      bounds,
      growthMiBAMinute: growthOf(run),
      eventLoopMs: loopOf(run),
      ...run,
      before: Object.fromEntries(run.before),
      after: Object.fromEntries(run.after),
      intake: { ...intake, lanes: acknowledged.map(({ length }) => length) },
    };
    process.stdout.write(json ? `${JSON.stringify(document, null, 2)}\n` : tableOf(run));
    if (bounds.some(({ met }) => met === false)) process.exitCode = 1;
  } finally {
    scratch.dispose();
  }
}
