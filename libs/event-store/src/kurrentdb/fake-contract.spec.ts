import { DEFAULT_MAX_APPEND_BYTES } from '../encoding.js';
import { eventStoreContract, type StoreUnderTest } from '../testing/index.js';
import { openKurrentEventStore } from './store.js';
import { parseStoreUrl } from './store-url.js';
import { FakeServer } from './testing/fake-server.js';
import { SOON } from './testing/fake-store.js';

// The adapter with its client and the protocol, on a server in this process: all that the port promises, and the faults.
eventStoreContract('KurrentDB on a fake server', openOnFake, {
  maxAppendBytes: DEFAULT_MAX_APPEND_BYTES,
  persistent: true,
  readersBeside: true,
  deletesStreams: true,
  faults: true,
});

async function openOnFake(): Promise<StoreUnderTest> {
  const server = new FakeServer();
  await server.start();
  const open = () => openKurrentEventStore(parseStoreUrl(server.url)!, SOON);
  const stores = [open()];
  const another = async () => {
    const store = open();
    stores.push(store);
    return store;
  };
  return {
    store: stores[0]!,
    reopen: another,
    openReader: another,
    deleteStream: async (stream) => server.log.delete(`clearance.${stream}`),
    faults: {
      loseNextAnswer: () => server.loseNextAnswer(),
      endSubscriptionCalls: () => server.endSubscriptionCalls(),
    },
    dispose: async () => {
      await Promise.all(stores.map((store) => store.close()));
      server.stop();
    },
  };
}
