import type { Act } from '../shared/act.js';
import type { Known } from '../shared/decision.js';
import type {
  ActData,
  ApprovalRequestedData,
  ApprovedData,
  ConditionEvidencedData,
  FactData,
  FactType,
  OverrideGrantedData,
  PromotedToDeliverableData,
  PromotionRefusedData,
  ReplacementConfirmedData,
  RetractionProposedData,
  TemporaryMarkLiftedData,
} from './events.js';

/** One reported fact with what the rules need of its envelope. Retracted facts stay, see `retractions`. */
export interface FactRecord<T extends FactType = FactType> {
  readonly event: string;
  readonly stream: string;
  readonly revision: number;
  readonly n: number;
  readonly type: T;
  readonly data: FactData[T];
  /** Token subject, and the person it spoke for (F6). */
  readonly subject: string;
  readonly authid: string | null;
  readonly source: string | null;
  readonly occurredAt: string;
  readonly recordedAt: string;
}
/** A fact whose `data` is typed by its `type`. */
export type AnyFact = { [T in FactType]: FactRecord<T> }[FactType];

export interface ApprovalRecord extends Act<ApprovedData | OverrideGrantedData> {
  readonly revoked: Act<ActData['approval-revoked']> | null;
  /** In log order; whether one is void (F6) is not asked. */
  readonly evidenced: readonly Act<ConditionEvidencedData>[];
}
export interface RetractionRecord extends Act<RetractionProposedData> {
  readonly state: 'proposed' | 'accepted' | 'rejected';
  readonly closed: Act<ActData['fact-retracted'] | ActData['retraction-rejected']> | null;
}
export interface PromotionRecord {
  readonly decision: string;
  readonly delivery: string;
  readonly requested: Act<ActData['promotion-requested']>;
  /** null while open (D2). */
  readonly outcome: Act<PromotedToDeliverableData> | Act<PromotionRefusedData> | null;
  readonly promoted: boolean;
  readonly withdrawn: Act<ActData['withdrawn-from-deliverable']> | null;
}

/** Fold of one asset stream: everything said about one claim. A plain value. */
export interface AssetState {
  readonly production: string;
  readonly id: string;
  /** -1 where the stream has no event. */
  readonly revision: number;
  /** E3: dedup -> what was recorded under it. */
  readonly known: ReadonlyMap<string, Known>;
  readonly facts: readonly AnyFact[];
  readonly conflicts: readonly Act<ActData['digest-conflict-reported']>[];
  readonly lifts: readonly Act<TemporaryMarkLiftedData>[];
  readonly confirmations: readonly Act<ReplacementConfirmedData>[];
  readonly requests: readonly Act<ApprovalRequestedData>[];
  readonly approvals: readonly ApprovalRecord[];
  readonly rejections: readonly Act<ActData['approval-rejected']>[];
  readonly retractions: readonly RetractionRecord[];
  readonly promotions: readonly PromotionRecord[];
}
