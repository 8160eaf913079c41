export * from './atomic.js';
export * from './media-types.js';
export * from './walk.js';
