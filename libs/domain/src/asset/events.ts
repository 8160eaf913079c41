/*
 * STORAGE FORMATS. These shapes are on disk for ever: never rename or remove a member, never change what one means.
 * Add optional members only; anything else needs a new event type or an upcaster.
 */
import type { Digests } from '../shared/digests.js';
import type { DomainEvent } from '../shared/envelope.js';
import type { RevocationEffect } from '../shared/revocation.js';
import type {
  AliasScheme,
  AssetKind,
  EdgeKind,
  Evidence,
  FindingKey,
  Reach,
  Scope,
  TriState,
} from '../shared/vocabulary.js';

export interface InputRef {
  /** One of `asset` and `digest` is there. */
  readonly asset?: string;
  readonly production?: string;
  readonly digest?: Digests;
}
export interface Input extends InputRef {
  readonly kind: EdgeKind;
}
export interface ToolRef {
  readonly id: string;
  readonly version: string;
  readonly mode?: string;
}
/** Long lists come in numbered parts: `list` names the list, `part` is 1-based. */
export interface ListPart {
  readonly list?: string;
  readonly part?: number;
  readonly parts?: number;
}
interface Lineage extends ListPart {
  readonly inputsComplete?: TriState;
  readonly basis?: 'observed' | 'declared' | 'inferred';
  readonly vendor?: string;
  readonly step?: string;
}

export interface RegisteredData {
  readonly name: string;
  readonly kind: AssetKind;
  readonly labels?: Readonly<Record<string, string>>;
  readonly vendor?: string;
}
export interface BytesIdentifiedData {
  readonly digests: Digests;
  readonly size?: number;
  readonly mediaType?: string;
  readonly fileName?: string;
  readonly seen?: 'bytes' | 'manifest';
}
export interface Member {
  readonly name: string;
  readonly frame?: number;
  readonly size: number;
  readonly digests: Digests;
}
export interface MembersIdentifiedData {
  readonly members: readonly Member[];
  readonly part: number;
  readonly parts: number;
}
export interface AliasedData {
  readonly aliases: readonly { readonly scheme: AliasScheme; readonly value: string }[];
}
export interface GeneratedByToolData extends Lineage {
  readonly tool: ToolRef;
  readonly model?: string;
  readonly inputs?: readonly Input[];
  /** Inputs of kind `reference`. */
  readonly references?: readonly InputRef[];
}
export interface DerivedFromData extends Lineage {
  readonly inputs: readonly Input[];
  readonly tool?: ToolRef;
}
export interface FactsDeclaredData {
  readonly facts: Readonly<Record<string, unknown>>;
  readonly basis?: 'camera-report' | 'vendor-warranty' | 'artist-statement' | 'library-licence' | 'tracker';
  readonly evidence?: readonly Evidence[];
}
export interface OriginSignal {
  readonly kind: 'c2pa' | 'xmp' | 'png-text' | 'exif' | 'container-tag' | 'alpha-lsb' | 'workflow';
  readonly where: string;
  readonly value: string;
  readonly verdict: 'ai' | 'ai-composite' | 'procedural' | 'claims-capture' | 'unreadable' | 'tampered' | 'none';
  readonly trust: 'trusted' | 'valid' | 'invalid' | 'none';
  readonly detector: string;
  readonly detectorVersion: string;
}
export interface OriginDetectedData {
  readonly signals: readonly OriginSignal[];
}
export interface MarkedTemporaryData {
  readonly reason: string;
}
export interface SupersededData {
  readonly by: string;
  readonly reason?: string;
}
/** The asset was made under a usage that was proposed for it (usage/events.ts). It clears nothing by itself. */
export interface MadeUnderData {
  /** Id of a usage of the same production, whether it is known yet or not. */
  readonly usage: string;
}

/** Facts: what pipeline tools report. Stored type -> data. */
export interface FactData {
  readonly registered: RegisteredData;
  readonly 'bytes-identified': BytesIdentifiedData;
  readonly 'members-identified': MembersIdentifiedData;
  readonly aliased: AliasedData;
  readonly 'generated-by-tool': GeneratedByToolData;
  readonly 'derived-from': DerivedFromData;
  readonly 'facts-declared': FactsDeclaredData;
  readonly 'origin-detected': OriginDetectedData;
  readonly 'marked-temporary': MarkedTemporaryData;
  readonly superseded: SupersededData;
  readonly 'made-under': MadeUnderData;
}
export type FactType = keyof FactData;
export const FACT_TYPES = [
  'registered',
  'bytes-identified',
  'members-identified',
  'aliased',
  'generated-by-tool',
  'derived-from',
  'facts-declared',
  'origin-detected',
  'marked-temporary',
  'superseded',
  'made-under',
] as const satisfies readonly FactType[];
/** F7. */
export const RETRACTABLE: readonly FactType[] = [
  'derived-from',
  'generated-by-tool',
  'facts-declared',
  'origin-detected',
  'aliased',
  'superseded',
  'made-under',
];

export interface DigestConflictReportedData {
  readonly known: Digests;
  readonly given: Digests;
  /** dedup of the fact that was refused. */
  readonly refused: string;
}
export interface TemporaryMarkLiftedData {
  /** Event ids of the marks, never "all" (F7); they may stand on other claims of the same content. */
  readonly marks: readonly string[];
  readonly reason: string;
  readonly digest: { readonly sha256: string };
  readonly evidence: readonly Evidence[];
}
export interface ReplacementConfirmedData {
  /** The older version the link leads to. */
  readonly of: string;
  /** Roots that the new version no longer reaches. */
  readonly roots: readonly string[];
  readonly replacedBy: readonly string[];
  readonly removed: boolean;
  readonly digest: { readonly sha256: string };
  readonly reason: string;
  readonly evidence: readonly Evidence[];
}
export interface ApprovalRequestedData {
  readonly request: string;
  readonly kind: string;
  readonly scope: Scope;
  readonly reach: Reach;
  readonly findings: readonly FindingKey[];
  readonly digest: { readonly sha256: string };
  readonly note: string | null;
  readonly assignees: readonly string[];
  readonly dueAt: string | null;
  readonly check: string | null;
}
export interface ApprovedData {
  readonly approval: string;
  readonly kind: string;
  readonly digest: { readonly sha256: string };
  readonly reach: Reach;
  /** Written out (F3), at most 2,000. */
  readonly findings: readonly FindingKey[];
  readonly seenAt: string | null;
  readonly scope: Scope;
  readonly evidence: readonly Evidence[];
  readonly grantedBy: Readonly<Record<string, string>> | null;
  readonly expiresAt: string | null;
  readonly request: string | null;
  readonly note: string | null;
  readonly policy: { readonly id: string; readonly version: string; readonly digest: string };
  /** It clears nothing until each of them is evidenced. Absent where there are none. */
  readonly conditions?: readonly ApprovalCondition[];
}
/** What has to be shown before an approval counts. */
export interface ApprovalCondition {
  /** Unique within its approval. */
  readonly id: string;
  readonly text: string;
}
/** Somebody shows that a condition of an approval is met. */
export interface ConditionEvidencedData {
  readonly approval: string;
  readonly condition: string;
  /** At least one piece has a digest. */
  readonly evidence: readonly Evidence[];
  readonly note: string | null;
}
export type ApprovalRejectedData = Omit<ApprovedData, 'expiresAt' | 'conditions'>;
/**
 * The glass is broken: what is found stays found, and goes out all the same until the time named, because the decision it takes
 * cannot be had in time. The kind is `break-glass`.
 */
export interface OverrideGrantedData extends ApprovedData {
  readonly justification: string;
  readonly expiresAt: string;
}
export interface ApprovalRevokedData {
  readonly approval: string;
  readonly reason: string;
  readonly effect: RevocationEffect;
  /** Only with effect `from`. */
  readonly effectiveAt: string | null;
  readonly evidence: readonly Evidence[];
}
export interface RetractionProposedData {
  readonly retraction: string;
  readonly events: readonly string[];
  readonly reason: string;
  readonly evidence: readonly Evidence[];
}
export interface RetractionRejectedData {
  readonly retraction: string;
  readonly reason: string;
  readonly evidence: readonly Evidence[];
}
/** One event for the whole accepted retraction. */
export interface FactRetractedData {
  readonly retraction: string;
  readonly events: readonly string[];
  readonly reason: string;
  readonly evidence: readonly Evidence[];
}
export interface PromotionRequestedData {
  readonly decision: string;
  readonly delivery: string;
}
/** A cause of a refused decision; the same shape in checks and releases. */
export interface CauseData {
  readonly rule: string;
  readonly outcome: string;
  readonly code: string;
  readonly message: string;
  readonly root: string;
  readonly element: string | null;
  readonly evidence: readonly { readonly stream: string; readonly revision: number }[];
  readonly missing: Readonly<Record<string, readonly string[]>> | null;
  readonly clears: unknown;
  /** Approvals of kind `break-glass` under which it was let through. Absent where there is none. */
  readonly overriddenBy?: readonly string[];
}
/** A broken glass that a decision rests on. */
export interface OverrideData {
  readonly approval: string;
  /** The asset at which it was granted. */
  readonly asset: string;
  /** Token subject. */
  readonly by: string;
  readonly justification: string;
  readonly grantedAt: string;
  readonly expiresAt: string;
  /** The first ten of those that it names. */
  readonly findings: readonly FindingKey[];
  readonly findingCount: number;
  /** How many items would have been held without it. */
  readonly items: number;
}
/** A verdict as it is recorded: the decision in short, with what it rests on (rules D1, D3). */
export interface VerdictData {
  readonly decision: string;
  /** `release` or `hold`. */
  readonly verdict: 'release' | 'hold';
  /** S of rule D1; null where the verdict was never reached (`interrupted`). */
  readonly position: number | null;
  readonly use: {
    readonly class: string;
    readonly territories: readonly string[];
    readonly languages: readonly string[];
    readonly medium: string;
  };
  readonly policies: readonly {
    readonly id: string;
    readonly version: string;
    readonly digest: string;
    readonly switches: Readonly<Record<string, unknown>>;
  }[];
  readonly engine: number;
  readonly summary: Readonly<Record<string, unknown>>;
  /** At most 1,000 (D3). */
  readonly causes: readonly CauseData[];
  readonly causeCount: number;
  /** Absent where the decision rests on none. */
  readonly overrides?: readonly OverrideData[];
}
export interface PromotedToDeliverableData extends VerdictData {
  readonly delivery: string;
  readonly digest: { readonly sha256: string } | null;
}
export interface PromotionRefusedData extends VerdictData {
  readonly delivery: string;
  readonly code: 'held' | 'interrupted';
  /** Path of each cause, same order: asset ids, item first, and the kinds of the edges between them. */
  readonly paths: readonly { readonly path: readonly string[]; readonly edges: readonly string[] }[];
}
export interface WithdrawnFromDeliverableData {
  readonly delivery: string;
  readonly reason: string;
}

/** Acts: decisions of people and of the ledger on an asset. */
export interface ActData {
  readonly 'digest-conflict-reported': DigestConflictReportedData;
  readonly 'temporary-mark-lifted': TemporaryMarkLiftedData;
  readonly 'replacement-confirmed': ReplacementConfirmedData;
  readonly 'approval-requested': ApprovalRequestedData;
  readonly approved: ApprovedData;
  readonly 'approval-rejected': ApprovalRejectedData;
  readonly 'override-granted': OverrideGrantedData;
  readonly 'condition-evidenced': ConditionEvidencedData;
  readonly 'approval-revoked': ApprovalRevokedData;
  readonly 'retraction-proposed': RetractionProposedData;
  readonly 'retraction-rejected': RetractionRejectedData;
  readonly 'fact-retracted': FactRetractedData;
  readonly 'promotion-requested': PromotionRequestedData;
  readonly 'promoted-to-deliverable': PromotedToDeliverableData;
  readonly 'promotion-refused': PromotionRefusedData;
  readonly 'withdrawn-from-deliverable': WithdrawnFromDeliverableData;
}
export type ActType = keyof ActData;

export type AssetFact = { [T in FactType]: DomainEvent<T, FactData[T]> }[FactType];
export type AssetAct = { [T in ActType]: DomainEvent<T, ActData[T]> }[ActType];
export type AssetEvent = AssetFact | AssetAct;
