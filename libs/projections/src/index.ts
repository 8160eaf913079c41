export * from './contract.js';
export { openReadModelReader, openReadModelWriter, ReadModelDatabase, ReadModelOutdated } from './database.js';
export { SCHEMA_VERSION } from './schema.js';
export { LogMismatch, Projector } from './projector.js';
export type { StateChange } from './evaluate/settler.js';
export { judgeCheck, judgePromotion, policiesInForce } from './verdict/judge-check.js';
export { packagePath } from './verdict/package-path.js';
export type { ItemVerdict, PolicyRef, Summary, Verdict } from './verdict/verdict.js';
export {
  allProductions,
  dedupRow,
  productionById,
  tokenById,
  tokenByHash,
  tokensWhere,
  type TokenFilter,
} from './view/access.js';
