import { randomUUID } from 'node:crypto';
import { describe } from 'vitest';
import { openLogClient } from '../clients.js';
import { openKurrentEventStore, type KurrentEventStore, type KurrentEventStoreOptions } from '../store.js';
import { parseStoreUrl, type ClientKind, type StoreUrl } from '../store-url.js';

/** Names the server that specs run against; `npm run test:kurrentdb` sets it. */
const URL_VARIABLE = 'KURRENTDB_URL';

/** Both clients, by the scheme that asks for each. */
export const CLIENTS: readonly (readonly [name: string, kind: ClientKind])[] = [
  ['@eventstore/db-client', 'eventstore'],
  ['@kurrent/kurrentdb-client', 'kurrent'],
];

/** Specs that need a real server: skipped, and counted as skipped, where there is none. */
// oxlint-disable-next-line vitest/valid-describe-callback -- name and callback are given where it is used
export const describeWithServer = describe.skipIf((process.env[URL_VARIABLE] ?? '') === '');

/** The server's URL for one of the clients, with a stream prefix of its own: an empty log. */
export function serverUrl(kind: ClientKind): StoreUrl {
  const given = process.env[URL_VARIABLE] ?? '';
  const scheme = kind === 'eventstore' ? 'esdb' : 'kurrentdb';
  const text = given.replace(/^(esdb|kurrentdb)/, scheme);
  const own = `streamPrefix=t${randomUUID().replaceAll('-', '')}.`;
  const url = parseStoreUrl(`${text}${text.includes('?') ? '&' : '?'}${own}`);
  if (url === null) throw new Error(`${URL_VARIABLE} is no esdb:// or kurrentdb:// URL`);
  return url;
}

/** Stores over one log, and an end to all of them. */
export function storesOver(url: StoreUrl) {
  const opened: KurrentEventStore[] = [];
  return {
    open: (options?: KurrentEventStoreOptions) => {
      const store = openKurrentEventStore(url, options);
      opened.push(store);
      return store;
    },
    close: async () => void (await Promise.all(opened.map((store) => store.close()))),
  };
}

/** Deletes a stream for good, as an administrator could. */
export async function tombstone(url: StoreUrl, stream: string): Promise<void> {
  const client = openLogClient(url);
  try {
    await client.tombstone(url.streamPrefix + stream);
  } finally {
    await client.dispose();
  }
}
