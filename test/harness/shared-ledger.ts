import { afterAll, inject } from 'vitest';
import './global-setup.js';
import { startLedger } from './ledger-process.js';

/** Where a ledger answers and the token it was born with. */
export interface LedgerAddress {
  url: string;
  adminToken: string;
}

/** The run's shared ledger; a file that runs without the global setup gets one of its own. */
export async function sharedLedger(): Promise<LedgerAddress> {
  // Typed as always there, but undefined when the project names no global setup.
  const shared = inject('sharedLedger') as LedgerAddress | undefined;
  if (shared) return shared;
  const own = await startLedger();
  afterAll(() => own.dispose());
  return own;
}
