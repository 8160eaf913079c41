import { cp, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startLedger, type Ledger } from '../../harness/index.js';

/** Two ledgers on one log, which sign with one key. */
export type Pair = readonly [Ledger, Ledger];

/** @param store URL of the server, with the prefix of the log */
export async function startPair(store: string): Promise<Pair> {
  const env = { CLEARANCE_STORE: store };
  const one = await startLedger({ env });
  const data = await mkdtemp(join(tmpdir(), 'clearance-e2e-'));
  await cp(join(one.data, 'keys'), join(data, 'keys'), { recursive: true });
  const two = await startLedger({ env, data, adminToken: one.adminToken });
  return [one, two];
}
