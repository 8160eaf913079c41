export * from './decide/index.js';
export * from './events.js';
export { emptyDelivery, evolveDelivery, foldDelivery, sameKey } from './fold.js';
export * from './state.js';
export * from './status.js';
