export { openReplica, type ReplicaEventStore, type ReplicaOptions } from './store.js';
