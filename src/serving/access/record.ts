import { decideRunWithAccess, foldLedger, LEDGER_STREAM } from '@clearance/domain';
import type { LedgerWriter } from '../../ledger/ledger-writer.js';
import type { StoreAccess } from './store-access.js';

/** Records that a weak account was accepted, or that it is weak no longer; once for each change of what was found. */
export async function recordAccess(writer: LedgerWriter, { found }: Pick<StoreAccess, 'found'>): Promise<void> {
  await writer.record({
    stream: LEDGER_STREAM,
    // The same may be found again after it was otherwise.
    followed: ({ revision }) => `access#${revision + 1}`,
    fold: foldLedger,
    decide: (state) => decideRunWithAccess(state, found),
  });
}
