import { verifyEventLog } from '@clearance/event-store';
import { rebuildFolder } from '../ledger/open-ledger.js';
import { EXIT_INTERNAL, EXIT_USAGE, refusalOf, say } from './exits.js';
import { progressLine } from './progress-line.js';
import { settingsOf, type ServeOptions } from './settings.js';

/** Builds the read model of a folder anew; the ledger on it must not be running. */
export async function rebuild(options: Pick<ServeOptions, 'data' | 'store'>): Promise<void> {
  const settings = settingsOf(options);
  if (settings === null) return;
  const progress = progressLine();
  try {
    const events = await rebuildFolder(settings.data, settings.store, ({ phase, done }) =>
      progress.show(phase === 'facts' ? `${done} events read` : `evaluating, step ${done}`),
    );
    progress.end();
    say(`read model rebuilt from ${events} events and switched to`);
    process.exitCode = 0;
  } catch (error) {
    refuse(error);
  }
}

/** Reads the whole log of a folder and says whether it is what was recorded; the ledger on it must not be running. */
export function verify(options: Pick<ServeOptions, 'data' | 'store'>): void {
  const settings = settingsOf(options);
  if (settings === null) return;
  if (settings.store !== null) {
    process.stderr.write(
      'clearance: store verify reads the log of an embedded ledger; a server looks after its own (docs/scaling.md)\n',
    );
    process.exitCode = EXIT_USAGE;
    return;
  }
  const progress = progressLine();
  try {
    const { events, streams } = verifyEventLog(settings.data, ({ done, events: all }) =>
      progress.show(`${done} of ${all} events verified`),
    );
    progress.end();
    say(`the log is sound: ${events} events in ${streams} streams are what was recorded`);
    process.exitCode = 0;
  } catch (error) {
    refuse(error);
  }
}

function refuse(error: unknown): void {
  process.stderr.write(`clearance: ${refusalOf(error)}\n`);
  process.exitCode = EXIT_INTERNAL;
}
