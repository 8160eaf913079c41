export * from './hash-file.js';
export * from './journal.js';
export * from './ordered.js';
export * from './pool.js';
export * from './progress.js';
