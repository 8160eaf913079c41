import { describe } from 'vitest';
import { appendCases } from './append-cases.js';
import { closingCases } from './closing-cases.js';
import { faultCases } from './fault-cases.js';
import { payloadCases } from './payload-cases.js';
import { readingCases } from './reading-cases.js';
import { retryCases } from './retry-cases.js';
import { disposing, type ContractOptions, type StoreUnderTest } from './subject.js';
import { subscriptionCases } from './subscription-cases.js';

/**
 * Registers, as vitest cases, all that the port promises. Every adapter runs it, also those of others:
 * `eventStoreContract('SQLite in memory', openStore, { maxAppendBytes: 1024 * 1024 })`.
 * @param openStore gives each case a store with an empty log of its own.
 */
export function eventStoreContract(
  name: string,
  openStore: () => Promise<StoreUnderTest>,
  options: ContractOptions,
): void {
  describe(`${name} as an event store`, () => {
    const open = disposing(openStore);
    appendCases(open, options);
    retryCases(open);
    readingCases(open, options);
    payloadCases(open);
    subscriptionCases(open, options);
    closingCases(open, options);
    faultCases(open, options);
  });
}
