import { VARIABLES } from '../settings.js';
import { refuse, serverNamed } from './given.js';
import { checked, exitFor, tell } from './report.js';

/** Options of `store check` as they were given. */
export interface CheckAccessOptions {
  readonly store?: string;
  readonly json?: boolean;
}

/** Proves on a canary stream what the account of a store may do there, and that it may do no more. */
export async function checkAccess({ store, json }: CheckAccessOptions): Promise<void> {
  try {
    const url = serverNamed(store ?? process.env[VARIABLES.store], `--store or ${VARIABLES.store}`);
    const account = url.credentials?.username ?? null;
    const report = await checked(url);
    if (json === true) process.stdout.write(`${JSON.stringify({ store: url.shown, account, ...report })}\n`);
    else tell(report, account);
    process.exitCode = exitFor(report);
  } catch (error) {
    refuse(error);
  }
}
