import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DEFAULT_MAX_APPEND_BYTES } from '../encoding.js';
import { parseStoreUrl, type StoreUrl } from '../kurrentdb/index.js';
import { FakeServer } from '../kurrentdb/testing/fake-server.js';
import { CLIENTS, describeWithServer, serverUrl, tombstone } from '../kurrentdb/testing/server-under-test.js';
import { eventStoreContract, type StoreUnderTest } from '../testing/index.js';
import { openReplica, type ReplicaEventStore } from './store.js';

const options = {
  maxAppendBytes: DEFAULT_MAX_APPEND_BYTES,
  densePositions: true,
  persistent: true,
  deletesStreams: true,
};

eventStoreContract(
  'A replica of a fake server',
  async () => {
    const server = new FakeServer();
    await server.start();
    const subject = await openOn(parseStoreUrl(server.url)!, async (stream) =>
      server.log.delete(`clearance.${stream}`),
    );
    return {
      ...subject,
      dispose: async () => {
        await subject.dispose();
        server.stop();
      },
    };
  },
  options,
);

describeWithServer('on a real server', () => {
  for (const [name, kind] of CLIENTS) {
    eventStoreContract(
      `A replica through ${name}`,
      async () => {
        const url = serverUrl(kind);
        return openOn(url, (stream) => tombstone(url, stream));
      },
      options,
    );
  }
});

async function openOn(url: StoreUrl, deleteStream: (stream: string) => Promise<void>): Promise<StoreUnderTest> {
  const folder = await mkdtemp(join(tmpdir(), 'clearance-replica-'));
  const opened: ReplicaEventStore[] = [];
  const open = async () => {
    const store = await openReplica({
      url,
      folder,
      onFatal: (error) => {
        throw error;
      },
    });
    opened.push(store);
    await store.caughtUp;
    return store;
  };
  return {
    store: await open(),
    reopen: open,
    deleteStream,
    dispose: async () => {
      await Promise.all(opened.map((store) => store.close()));
      await rm(folder, { recursive: true });
    },
  };
}
