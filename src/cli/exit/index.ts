export * from './errors.js';
export * from './exit-codes.js';
export * from './help-exit.js';
