export * from './assistive.js';
export * from './classification.js';
export * from './decide.js';
export * from './events.js';
export * from './fold.js';
export * from './terms.js';
export * from './version-pattern.js';
