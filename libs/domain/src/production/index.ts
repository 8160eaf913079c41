export * from './decide.js';
export * from './events.js';
export * from './fold.js';
export * from './adopt.js';
export * from './revoke-tool-ruling.js';
export * from './rule-tool-use.js';
export * from './share.js';
