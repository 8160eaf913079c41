export * from './contract.js';
export {
  misfitOf,
  openReadModelReader,
  openReadModelWriter,
  ReadModelDatabase,
  ReadModelOutdated,
} from './database.js';
export { activeEngine, engineOf, type Halt } from './engine.js';
export { digestOf, NotAtRest, type ReadModelDigest, type TableDigest } from './digest/digest.js';
export { inspectReadModel, isReadModelDamage, type LogWitness, type ReadModelCondition } from './inspect.js';
export { noteDamage } from './files.js';
export { ReadModelMissing, snapshotReadModel, type ReadModelOrigin } from './snapshot.js';
export { SCHEMA_VERSION } from './schema.js';
export { LogMismatch, Projector } from './projector.js';
export { rebuildReadModel, type RebuildProgress, type RebuildSource } from './rebuild.js';
export {
  checkDecision,
  checkItems,
  promotionDecision,
  releaseDecision,
  type DecisionView,
  type ItemSelection,
  type ItemView,
  type PlacedItem,
} from './verdict/decision-view.js';
export {
  narrowedDecision,
  narrowedDelivery,
  narrowedItem,
  seesItem,
  type HiddenItem,
  type HiddenOverride,
  type NarrowedDecision,
  type NarrowedDelivery,
} from './verdict/narrowed.js';
export type { StateChange } from './evaluate/state-changes.js';
export { policiesInForce } from './verdict/collector.js';
export { judgeCheck, judgePromotion } from './verdict/judge-check.js';
export { packagePath } from './verdict/package-path.js';
export type { ItemVerdict, PolicyRef, Summary, Verdict } from './verdict/verdict.js';
export {
  allProductions,
  dedupKeysAfter,
  dedupRow,
  productionById,
  tokenById,
  tokenByHash,
  tokensWhere,
  type TokenFilter,
} from './view/access.js';
export {
  checksOf,
  deliveryState,
  deliveryView,
  isMissing,
  listDeliveries,
  useOf,
  type CheckRow,
  type ConcernView,
  type DeliveryFilter,
  type DeliveryView,
} from './view/deliveries.js';
export {
  approvalById,
  approvalsWhere,
  APPROVAL_STATES,
  type ApprovalFilter,
  type ApprovalState,
  type ApprovalView,
  type RevocationView,
} from './view/approvals.js';
export { assetDetail, type AssetDetail, type HiddenDetail } from './view/asset-detail.js';
export {
  listAssets,
  type AssetFilter,
  type AssetListKey,
  type AssetListPage,
  type AssetListQuery,
  type AssetSort,
} from './view/asset-list.js';
export { assetSummary, type AssetSummary } from './view/asset-summary.js';
export { deliveryUse } from './view/delivery-use.js';
export { eventView, matchesType, type EventView } from './view/event.js';
export { history, type HistoryPage, type HistoryQuery, type Point } from './view/history.js';
export { lineage, type Lineage, type LineageEdge, type LineageNode, type LineageQuery } from './view/lineage.js';
export { graphvizOf, mermaidOf } from './view/lineage-text.js';
export { lookup, type LookupAnswer, type LookupQuery } from './view/lookup.js';
export { logTimeOf, positionOf } from './view/point.js';
export type { RecordPage, RecordQuery } from './view/records.js';
export {
  claimOfRecord,
  requestById,
  requestsWhere,
  REQUEST_STATES,
  retractionById,
  retractionsWhere,
  RETRACTION_STATES,
  type ApprovalRequestView,
  type RecordFilter,
  type RetractionView,
} from './view/requests.js';
export { assetSituation, type AssetSituation } from './view/situation.js';
export { everything, startingWith, type HiddenAsset, type Visible } from './view/visibility.js';
export { WORKLIST_KINDS, type WorklistItem, type WorklistKind } from './view/worklist/item.js';
export { worklistGroups, type WorklistGroup, type WorklistGroups } from './view/worklist/groups.js';
export { impactOf, type Impact } from './view/impact.js';
export { policyDiff, type PolicyDiff } from './view/policy-diff.js';
export { policyOf, packDocument } from './evaluate/policies.js';
export { worklist, type WorklistFilter, type WorklistKey, type WorklistPage } from './view/worklist.js';
export { breachCause, breachKey, pendingBreaches, type BreachRow } from './view/pending-breaches.js';
export type { Asking, RegisterPage, RegisterQuery } from './view/registers/folding.js';
export {
  toolById,
  toolClassification,
  toolsWhere,
  toolView,
  TOOL_STATES,
  type KnownTool,
  type ToolClassification,
  type ToolFilter,
  type ToolSummary,
  type ToolView,
} from './view/registers/tool.js';
export {
  vendorById,
  vendorsWhere,
  vendorView,
  VENDOR_STATES,
  type VendorFilter,
  type VendorSummary,
  type VendorView,
} from './view/registers/vendor.js';
export {
  consentById,
  consentsWhere,
  consentView,
  CONSENT_KINDS,
  CONSENT_STATES,
  groupOf,
  type ConsentFilter,
  type ConsentView,
} from './view/registers/consent.js';
export {
  adoptedPacks,
  adoptionOf,
  packVersion,
  packVersions,
  type AdoptionView,
  type PackDetail,
  type PackView,
} from './view/policies.js';
export {
  shareById,
  sharesOf,
  toolRulingById,
  toolRulingsOf,
  TOOL_RULING_STATES,
  type ShareView,
  type ToolRulingView,
} from './view/grants.js';
export { declaredUses, type DeclaredUseView } from './view/declared-uses.js';
export { missingUses, type MissingUseView } from './view/missing-uses.js';
export {
  conformanceById,
  usageById,
  usagesWhere,
  USAGE_VIEW_STATES,
  type ConformanceView,
  type SeesProposals,
  type UsageFilter,
  type UsageView,
} from './view/usages/usage.js';
export {
  madeUnder,
  usageSituation,
  type MadeUnderPage,
  type MadeUnderView,
  type NamedBytes,
  type UsageSituation,
} from './view/usages/conforming.js';
