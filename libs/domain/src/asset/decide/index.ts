export * from './approval-request.js';
export * from './approve.js';
export {
  BREAK_GLASS,
  clears,
  MAX_FINDINGS,
  REPLACEMENT_RULE,
  RULING,
  WRITTEN,
  type NamedFindings,
  type OpenFindingOf,
} from './clearable.js';
export * from './close-retraction.js';
export * from './confirm-replacement.js';
export * from './evidence-condition.js';
export * from './facts.js';
export { openPromotion } from './guards.js';
export * from './lift.js';
export * from './propose-retraction.js';
export * from './record-promotion.js';
export * from './request-promotion.js';
export * from './revoke.js';
export * from './withdraw.js';
