export { checkAccess, type CheckAccessOptions } from './check.js';
export { recordAccess } from './record.js';
export { setUp, SETUP_VARIABLES, type SetupOptions } from './setup.js';
export { StoreAccess } from './store-access.js';
export { tooStrong } from './words.js';
