/** Published packs: reading them, putting them together, and what they ask of the ledger. */
export { basePolicy, composePolicy, maxAgeOf, policyDigest, policyKey, underEngine } from './policy.js';
export type { Adoption, ComposedPolicy, Policy, PolicyFault, PolicyPack } from './policy.js';
export { loadPack, type LoadedPack } from './pack/load.js';
export { factsTable, rulesTable } from './pack/describe.js';
export { BUNDLED_PACKS } from './packs/bundled.js';
export { BUNDLED_TESTS } from './packs/bundled-tests.js';
export { testPack, type PackTestResult, type TestedPack } from './trial/test-pack.js';
export type { PackTest } from './trial/format.js';
export { PACK_LIMITS } from './pack/limits.js';
export { compilePack, documentDigest, type CompiledPack } from './pack/compile.js';
export { evaluatePack, type PackEvaluation, type PackSubject } from './pack/evaluate.js';
export { PACK_SCHEMA } from './pack/schema.js';
export type { PackFault, PackFaultCode } from './pack/fault.js';
export type {
  ApprovalKind,
  FactField,
  FactGroup,
  PackClears,
  PackDocument,
  PackRule,
  PackStep,
  Source as PackSource,
} from './pack/format.js';
export { NO_REGISTRY, type Registry, type RegistryAnswer, type ToolAnswer } from './facts/registry.js';
export { holds, type Guard, type UseFacts } from './condition/guard.js';
export type { Condition as PackCondition } from './condition/types.js';
