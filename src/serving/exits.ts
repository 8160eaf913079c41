import { EventStoreRefused, Unavailable } from '@clearance/event-store';
import { LogMismatch, ReadModelMissing } from '@clearance/projections';
import { WeakAccess } from './access/weak-access.js';
import { SnapshotRefused } from './snapshot/index.js';

/* Exit codes of the commands that run a ledger or look after its folder (docs/operations.md). */

/** Asked and answered: no. */
export const EXIT_HOLD = 2;
/** Nothing is wrong, and it is not done: go on later. */
export const EXIT_UNFINISHED = 3;
export const EXIT_USAGE = 64;
export const EXIT_INTERNAL = 70;

/** Sentences of one moment, each on a line of its own, in one write: whoever waits for the first finds all of them. */
export function say(...sentences: readonly string[]): void {
  process.stdout.write(sentences.map((sentence) => `clearance  ${sentence}\n`).join(''));
}

/** One sentence, then the end. */
export function fatal(message: string): never {
  process.stderr.write(`clearance: ${message}\n`);
  process.exit(EXIT_INTERNAL);
}

/** What says by itself what is wrong and what to do. */
const ANSWERED = [EventStoreRefused, Unavailable, SnapshotRefused, ReadModelMissing, WeakAccess];

/** Why a data folder cannot be used, in one sentence for whoever starts the ledger. */
export function refusalOf(error: unknown): string {
  if (ANSWERED.some((kind) => error instanceof kind)) return (error as Error).message;
  if (error instanceof LogMismatch)
    return `${error.message}. Put the right log back; if the one that is there is meant to count, run clearance rebuild.`;
  const { code, message } = error as NodeJS.ErrnoException;
  return `the data folder cannot be used: ${message}${code === 'EACCES' ? ' (is it writable for this user?)' : ''}`;
}
