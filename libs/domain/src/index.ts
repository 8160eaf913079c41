export * from './shared/index.js';
export * from './asset/index.js';
export * from './delivery/index.js';
export * from './check/index.js';
export * from './manifest/index.js';
export * from './production/index.js';
export * from './access/index.js';
export * from './ledger/index.js';
