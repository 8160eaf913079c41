export { boundedProblems, heldChunks, MAX_PROBLEMS } from './bounds.js';
export * from './decide.js';
export * from './events.js';
export * from './fold.js';
