export * from './decision.js';
export * from './findings.js';
export * from './lines.js';
export * from './printable.js';
export * from './table.js';
