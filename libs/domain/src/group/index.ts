export * from './decide.js';
export * from './events.js';
export * from './fold.js';
