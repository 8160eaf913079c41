import {
  decideMoveStore,
  decideStayInStore,
  foldLedger,
  LEDGER_STREAM,
  type Decision,
  type LedgerEvent,
  type LedgerState,
} from '@clearance/domain';
import {
  copyLog,
  openKurrentEventStore,
  openSqliteEventStore,
  parseStoreUrl,
  Unavailable,
  verifyEventLog,
  type KurrentEventStore,
  type SqliteEventStore,
  type StoreUrl,
} from '@clearance/event-store';
import { LedgerWriter } from '../ledger/ledger-writer.js';
import { Problem } from '../ledger/ports.js';
import { StreamQueue } from '../ledger/stream-queue.js';
import { SystemClock } from '../ledger/system-clock.js';
import { EXIT_INTERNAL, EXIT_UNFINISHED, EXIT_USAGE, refusalOf, say } from './exits.js';
import { progressLine } from './progress-line.js';

/** Options of `store copy` as they were given. */
export interface CopyOptions {
  readonly from?: string;
  readonly to: string;
  readonly json?: boolean;
  readonly abandon?: boolean;
}

/**
 * Moves an embedded ledger to a server: ends its log with `store-moved`, copies it event by event and compares every one. It can be
 * stopped and started again at any time, and repeated once it is done.
 */
export async function copy(options: CopyOptions): Promise<void> {
  const folder = options.from ?? process.env['CLEARANCE_DATA'] ?? './data';
  const url = targetOf(options.to);
  if (url === null) return;
  const stop = new AbortController();
  const end = () => stop.abort();
  process.once('SIGINT', end).once('SIGTERM', end);
  const target = openKurrentEventStore(url);
  try {
    if (options.abandon === true) await abandon(folder, target);
    else await move(folder, url, target, stop.signal, options.json === true);
  } catch (error) {
    process.stderr.write(`clearance: ${sentenceOf(error)}\n`);
    process.exitCode = isAway(error) ? EXIT_UNFINISHED : EXIT_INTERNAL;
  } finally {
    process.off('SIGINT', end).off('SIGTERM', end);
    await target.close();
  }
}

async function move(
  folder: string,
  url: StoreUrl,
  target: KurrentEventStore,
  signal: AbortSignal,
  json: boolean,
): Promise<void> {
  const progress = progressLine();
  // Damage is found before anything is moved, and a folder without a log before one would be made in it.
  const verified = verifyEventLog(folder, ({ done, events }) => progress.show(`${done} of ${events} events verified`));
  if (verified.events === 0) throw new Refused(`the log in ${folder} is empty: there is nothing to copy`);
  const identity = await target.beginCopy(verified.logId);
  const source = openSqliteEventStore({ folder });
  try {
    const goal = { from: verified.logId, to: identity.logId, store: url.shown };
    await record(source, verified.logId, (state) => decideMoveStore(state, goal));
    const { events, appended, whole } = await copyLog({
      source,
      target,
      whole: identity.whole,
      signal,
      report: ({ phase, done, events: all }) =>
        progress.show(`${done} of ${all} events ${phase === 'copying' ? 'copied' : 'compared'}`),
    });
    progress.end();
    if (whole && !identity.whole) await target.endCopy(events);
    const moved = { events, appended, whole, ...goal };
    if (json) process.stdout.write(`${JSON.stringify(moved)}\n`);
    else if (whole) say(...told(moved, folder));
    else say(`stopped with ${appended} of ${events} events copied now; run the same command to go on`);
    process.exitCode = whole ? 0 : EXIT_UNFINISHED;
  } finally {
    await source.close();
  }
}

/** Only what was never finished is taken back: of two whole logs two ledgers could go on. */
async function abandon(folder: string, target: KurrentEventStore): Promise<void> {
  const { logId } = verifyEventLog(folder);
  if ((await target.beginCopy(logId)).whole) throw new Refused('the copy is whole: the ledger goes on there');
  const source = openSqliteEventStore({ folder });
  try {
    await record(source, logId, (state) => decideStayInStore(state, logId));
    say(`the move is taken back: the ledger starts in ${folder} again; what was copied stays where it is`);
    process.exitCode = 0;
  } finally {
    await source.close();
  }
}

/** The event that ends the source, from when on no ledger starts on it, or the one that takes this back. */
async function record(
  source: SqliteEventStore,
  logId: string,
  decide: (state: LedgerState) => Decision<LedgerEvent>,
): Promise<void> {
  await new LedgerWriter(source, new SystemClock(), new StreamQueue()).record({
    stream: LEDGER_STREAM,
    // One move may follow another that was taken back and was just like it.
    followed: ({ revision }) => `${logId}#${revision + 1}`,
    fold: foldLedger,
    decide,
  });
}

function told(
  { events, appended, store }: { readonly events: number; readonly appended: number; readonly store: string },
  folder: string,
): string[] {
  return [
    `${events} events are at ${store}, each compared with the one in ${folder}${appended === 0 ? '; they were there before' : ''}`,
    `start the ledger with --store ${store} (and its account) on a new folder, with ${folder}/keys copied into it`,
    `keep ${folder} as a backup: no ledger starts on it any more`,
  ];
}

function targetOf(to: string): StoreUrl | null {
  let reason = `--to names a server, esdb://… or kurrentdb://…, not ${to}`;
  try {
    const url = parseStoreUrl(to);
    if (url !== null) return url;
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    reason = error.message;
  }
  process.stderr.write(`clearance: ${reason}\n`);
  process.exitCode = EXIT_USAGE;
  return null;
}

class Refused extends Error {}

function isAway(error: unknown): boolean {
  return error instanceof Unavailable || (error instanceof Problem && error.slug === 'store-unavailable');
}

function sentenceOf(error: unknown): string {
  if (error instanceof Unavailable) return `${error.message}; run the same command to go on`;
  if (error instanceof Problem || error instanceof Refused || error instanceof RangeError) return error.message;
  return refusalOf(error);
}
