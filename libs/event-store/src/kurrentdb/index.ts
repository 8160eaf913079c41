export * from './access/index.js';
export { openKurrentEventStore, type KurrentEventStore, type KurrentEventStoreOptions } from './store.js';
export { asAccount, parseStoreUrl, STREAM_PREFIX, type Credentials, type StoreUrl } from './store-url.js';
