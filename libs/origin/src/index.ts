export { detectOrigin } from './detect-origin.js';
export { HEAD_BYTES, MAX_SIGNALS, VALUE_LENGTH } from './types.js';
export type { OriginSignal } from '@clearance/domain';
