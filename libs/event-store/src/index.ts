export * from './port.js';
export * from './errors.js';
export { DEFAULT_MAX_APPEND_BYTES, isStreamName } from './encoding.js';
export { observeAll, type ObserveOptions } from './observe.js';
export { verifyEventLog, type VerifiedLog } from './sqlite/verify.js';
export type { VerifyProgress } from './sqlite/whole.js';
export { EventStoreRefused, type RefusalReason } from './sqlite/refused.js';
export { openSqliteEventStore, type SqliteEventStore, type SqliteEventStoreOptions } from './sqlite/store.js';
export { openSqliteEventReader, type SqliteEventReader, type SqliteEventReaderOptions } from './sqlite/reader.js';
export {
  AccessRefused,
  asAccount,
  openKurrentEventStore,
  parseStoreUrl,
  probeAccess,
  setUpAccess,
  type AccessReport,
  type AccessRow,
  type KurrentEventStore,
  type KurrentEventStoreOptions,
  type Right,
  type SetupPlan,
  type SetupStep,
  type StoreUrl,
  type WeakeningRight,
} from './kurrentdb/index.js';
export { snapshotEventLog, type LogSnapshot } from './sqlite/snapshot.js';
export { openReplica, type ReplicaEventStore, type ReplicaOptions } from './replica/index.js';
export { copyLog, type CopyProgress, type CopyResult, type LogCopy } from './copy/index.js';
export type { LedgerLog } from './ledger-log.js';
