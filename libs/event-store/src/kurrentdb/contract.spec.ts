import { DEFAULT_MAX_APPEND_BYTES } from '../encoding.js';
import { eventStoreContract, type StoreUnderTest } from '../testing/index.js';
import type { ClientKind } from './store-url.js';
import { CLIENTS, describeWithServer, serverUrl, storesOver, tombstone } from './testing/server-under-test.js';

describeWithServer('on a real server', () => {
  for (const [name, kind] of CLIENTS) {
    eventStoreContract(`KurrentDB through ${name}`, () => openOnServer(kind), {
      maxAppendBytes: DEFAULT_MAX_APPEND_BYTES,
      persistent: true,
      readersBeside: true,
      deletesStreams: true,
    });
  }
});

async function openOnServer(kind: ClientKind): Promise<StoreUnderTest> {
  const url = serverUrl(kind);
  const stores = storesOver(url);
  return {
    store: stores.open(),
    reopen: async () => stores.open(),
    openReader: async () => stores.open(),
    deleteStream: (stream) => tombstone(url, stream),
    dispose: () => stores.close(),
  };
}
