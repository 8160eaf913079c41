export * from './client.js';
export * from './paging.js';
export * from './paths.js';
export * from './problem.js';
export * from './read.js';
