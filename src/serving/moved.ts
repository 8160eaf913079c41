import { foldLedger, hasMovedFrom, LEDGER_STREAM } from '@clearance/domain';
import type { LedgerLog } from '@clearance/event-store';
import { loadStream } from '../ledger/appending.js';

/** Why a ledger must not be run on this log: it goes on elsewhere. null where it may. @throws Unavailable */
export async function movedAway(store: LedgerLog): Promise<string | null> {
  const ledger = foldLedger(await loadStream(store, LEDGER_STREAM));
  if (!hasMovedFrom(ledger, store.logId())) return null;
  const { recordedAt, data } = ledger.moved!;
  return (
    `this ledger moved to ${data.store} (log ${data.to}) on ${recordedAt}: start it with --store. ` +
    'What is here is the log up to then, and nothing is recorded in it any more (docs/scaling.md).'
  );
}
