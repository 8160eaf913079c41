export * from './decision.js';
export * from './digests.js';
export * from './envelope.js';
export * from './ids.js';
export * from './streams.js';
export * from './vocabulary.js';
