export * from './bounds.js';
export * from './decide/index.js';
export * from './events.js';
export * from './fold.js';
export * from './standing.js';
