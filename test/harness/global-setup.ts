import type { TestProject } from 'vitest/node';
import { startLedger } from './ledger-process.js';

declare module 'vitest' {
  interface ProvidedContext {
    /** The ledger all scenario files share, each in a production of its own. */
    sharedLedger: { url: string; adminToken: string };
  }
}

/** One ledger for the whole run. Files that stop, kill or restart a ledger start their own. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const ledger = await startLedger();
  project.provide('sharedLedger', { url: ledger.url, adminToken: ledger.adminToken });
  return () => ledger.dispose();
}
