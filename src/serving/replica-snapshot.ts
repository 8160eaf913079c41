import { EXIT_INTERNAL, refusalOf, say } from './exits.js';
import { progressLine } from './progress-line.js';
import { takeSnapshot } from './snapshot/index.js';

/** Options of `replica snapshot` as they were given. */
export interface SnapshotOptions {
  readonly data?: string;
  readonly to: string;
  readonly json?: boolean;
}

/** Writes a snapshot with which another replica can begin; the replica it is of may run. */
export function snapshot({ data = process.env['CLEARANCE_DATA'] ?? './data', to, json }: SnapshotOptions): void {
  const progress = progressLine();
  try {
    const taken = takeSnapshot(data, to, (what) => progress.show(what));
    progress.end();
    if (json === true) process.stdout.write(`${JSON.stringify(taken)}\n`);
    else
      say(
        `snapshot of ${taken.events} events in ${to}, ${taken.factsAt} of them in its read model`,
        `begin a replica with it: clearance serve --store URL --data NEW --from-snapshot ${to}, with keys/ copied into NEW`,
      );
    process.exitCode = 0;
  } catch (error) {
    process.stderr.write(`clearance: ${refusalOf(error)}\n`);
    process.exitCode = EXIT_INTERNAL;
  }
}
