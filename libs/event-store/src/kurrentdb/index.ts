export { openKurrentEventStore, type KurrentEventStore, type KurrentEventStoreOptions } from './store.js';
export { parseStoreUrl, STREAM_PREFIX, type StoreUrl } from './store-url.js';
