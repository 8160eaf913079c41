export * from './acts.js';
export * from './facts.js';
export * from './model.js';
export * from './sayings.js';
export * from './rows.js';
export * from './registers.js';
export * from './usages.js';
export { stateOfText } from '../evaluate/state-text.js';
