import { onTestFinished } from 'vitest';
import { openKurrentEventStore, type KurrentEventStore, type KurrentEventStoreOptions } from '../store.js';
import { parseStoreUrl } from '../store-url.js';
import { FakeServer } from './fake-server.js';

/** Soon enough for a test, late enough for a busy machine. Milliseconds. */
export const SOON = { appendMs: 1_000, readMs: 1_000 };

/** A fake server that ends with the test. */
export async function fakeServer(): Promise<FakeServer> {
  const server = new FakeServer();
  await server.start();
  onTestFinished(() => server.stop());
  return server;
}

/** A store on it that is closed with the test. */
export function storeOn(server: FakeServer, options: KurrentEventStoreOptions = SOON): KurrentEventStore {
  const url = parseStoreUrl(server.url);
  if (url === null) throw new Error(`${server.url} is no URL of a store`);
  const store = openKurrentEventStore(url, options);
  onTestFinished(() => store.close());
  return store;
}
