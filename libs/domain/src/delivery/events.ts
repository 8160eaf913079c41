/* STORAGE FORMATS: see asset/events.ts. */
import type { VerdictData } from '../asset/events.js';
import type { HeldItem } from '../check/events.js';
import type { ManifestRefData } from '../manifest/events.js';
import type { DomainEvent } from '../shared/envelope.js';
import type { DeliveryClass, FindingKey, TriState } from '../shared/vocabulary.js';

export interface DeliveryOpenedData {
  readonly name: string;
  readonly class: DeliveryClass;
  readonly recipient: string;
  readonly territories: readonly string[];
  readonly languages: readonly string[];
  readonly medium: string;
  readonly eidr: string | null;
  readonly dueAt: string | null;
  readonly labels: Readonly<Record<string, string>>;
}
export interface ReleaseRequestedData {
  readonly decision: string;
  readonly check: string;
  readonly validUntil: string | null;
}
export interface ReleasedData extends VerdictData {
  readonly check: string;
  readonly validUntil: string | null;
  readonly manifests: readonly ManifestRefData[];
  /** Digest over the item verdicts: what the receipt attests. */
  readonly verdictDigest: string;
  /** The first items that went out under a broken glass, at most 1,000 and 256 KiB of JSON. Absent where there is none. */
  readonly overridden?: readonly HeldItem[];
}
export interface ReleaseRefusedData extends VerdictData {
  readonly check: string;
  readonly code: 'held' | 'interrupted';
  readonly verdictDigest: string | null;
  /** The first held items, at most 1,000 and 256 KiB of JSON; `summary` has the count. */
  readonly held?: readonly HeldItem[];
}
export interface ConcernCause {
  readonly key: FindingKey;
  readonly message: string;
  readonly outcome: string;
  readonly evidence: readonly { readonly stream: string; readonly revision: number }[];
  /** Paths of items concerned, at most 100. */
  readonly paths: readonly string[];
}
/** D4, D5. `release` is the decision id of the release concerned. At most 500 causes an event. */
export interface ConcernData {
  readonly release: string;
  readonly causes: readonly ConcernCause[];
  /** S at which the breach was seen. */
  readonly position: number;
}
export interface ConcernClosedData {
  readonly release: string;
  readonly kind: 'questioned' | 'affected';
  readonly keys: readonly FindingKey[];
  readonly position: number;
}
export interface RecalledData {
  readonly release: string;
  readonly reason: string;
  readonly cause: { readonly asset?: string; readonly consent?: string; readonly tool?: string } | null;
  readonly paths: readonly string[];
}
export interface ReplacedData {
  readonly release: string;
  readonly by: string;
}

/**
 * F8: how an asset is used in this delivery, where rules ask for it. The last statement about an asset
 * counts, whole: it may say `unknown`.
 */
export interface UseDeclaredData {
  readonly asset: string;
  readonly prominence: 'none' | 'incidental' | 'story_relevant' | 'key_element' | 'unknown';
  readonly onScreen: TriState;
  readonly humanInput: 'none' | 'some' | 'meaningful' | 'unknown';
  readonly note: string | null;
}

export interface DeliveryData {
  readonly opened: DeliveryOpenedData;
  readonly 'use-declared': UseDeclaredData;
  readonly 'release-requested': ReleaseRequestedData;
  readonly released: ReleasedData;
  readonly 'release-refused': ReleaseRefusedData;
  readonly compromised: ConcernData;
  readonly affected: ConcernData;
  readonly questioned: ConcernData;
  readonly 'concern-closed': ConcernClosedData;
  readonly recalled: RecalledData;
  readonly replaced: ReplacedData;
}
export type DeliveryEventType = keyof DeliveryData;
export type DeliveryEvent = { [T in DeliveryEventType]: DomainEvent<T, DeliveryData[T]> }[DeliveryEventType];
export type ConcernKind = 'compromised' | 'affected' | 'questioned';
