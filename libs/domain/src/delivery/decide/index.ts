export * from './concerns.js';
export * from './open.js';
export * from './recall.js';
export * from './record-release.js';
export * from './replace.js';
export * from './request-release.js';
export * from './declare-use.js';
