import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DEFAULT_MAX_APPEND_BYTES } from '../encoding.js';
import { eventStoreContract, type StoreUnderTest } from '../testing/index.js';
import { openSqliteEventReader, type SqliteEventReader } from './reader.js';
import { openSqliteEventStore, type SqliteEventStore } from './store.js';

const limits = { maxAppendBytes: DEFAULT_MAX_APPEND_BYTES, densePositions: true };

eventStoreContract(
  'SQLite in memory',
  async () => {
    const store = openSqliteEventStore({ memory: true });
    return { store, dispose: () => store.close() };
  },
  limits,
);

eventStoreContract('SQLite on disk', openOnDisk, { ...limits, persistent: true, readersBeside: true });

async function openOnDisk(): Promise<StoreUnderTest> {
  const folder = await mkdtemp(join(tmpdir(), 'clearance-events-'));
  const opened: (SqliteEventStore | SqliteEventReader)[] = [];
  const openStore = () => {
    const store = openSqliteEventStore({ folder });
    opened.push(store);
    return store;
  };
  return {
    store: openStore(),
    reopen: async () => openStore(),
    openReader: async () => {
      const reader = openSqliteEventReader({ folder });
      opened.push(reader);
      return reader;
    },
    dispose: async () => {
      await Promise.all(opened.map((each) => each.close()));
      await rm(folder, { recursive: true });
    },
  };
}
