import type { Act } from '../shared/act.js';
import type { Known } from '../shared/decision.js';
import type {
  ConcernCause,
  ConcernKind,
  DeliveryData,
  DeliveryOpenedData,
  RecalledData,
  ReleasedData,
  ReleaseRefusedData,
  ReplacedData,
  UseDeclaredData,
} from './events.js';

export interface ConcernRecord {
  readonly kind: ConcernKind;
  readonly cause: ConcernCause;
  readonly since: string;
  readonly raisedBy: { readonly stream: string; readonly revision: number; readonly n: number };
  readonly closed: Act<DeliveryData['concern-closed']> | null;
}
export interface ReleaseRecord {
  readonly decision: string;
  readonly check: string;
  readonly requested: Act<DeliveryData['release-requested']>;
  /** null while open (D2). */
  readonly outcome:
    | { readonly kind: 'released'; readonly act: Act<ReleasedData> }
    | { readonly kind: 'refused'; readonly act: Act<ReleaseRefusedData> }
    | null;
  readonly concerns: readonly ConcernRecord[];
}
export interface DeliveryState {
  readonly production: string;
  readonly id: string;
  readonly revision: number;
  readonly known: ReadonlyMap<string, Known>;
  readonly opened: Act<DeliveryOpenedData> | null;
  /** Asset id -> how it is used here (F8). */
  readonly uses: ReadonlyMap<string, Act<UseDeclaredData>>;
  readonly releases: readonly ReleaseRecord[];
  readonly recalled: Act<RecalledData> | null;
  readonly replaced: Act<ReplacedData> | null;
  /** Events of the stream that cannot be read: whatever they say, the delivery is unknown because of them. */
  readonly unread: number;
}
/** Without the last check, which is a fact of other streams: `held` and `ready` come from the read model. */
export type DeliveryStatus =
  'open' | 'unknown' | 'released' | 'questioned' | 'affected' | 'compromised' | 'recalled' | 'replaced';
