/* STORAGE FORMATS: see asset/events.ts. */
import type { DomainEvent } from '../shared/envelope.js';
import type { Evidence } from '../shared/vocabulary.js';

/**
 * What a performer consents to, or a licensor licenses: one machine for both. People and firms stand here as opaque ids
 * only; names belong in the document.
 */
export interface ConsentRecordedData {
  readonly kind: 'consent' | 'licence';
  /** Opaque id of the performer or the licensor. */
  readonly party: string;
  /** What it is for, in the document's words. */
  readonly purpose: string;
  /** The single uses it names, e.g. `de-ageing, episodes 1 to 3`; at least one. */
  readonly uses: readonly string[];
  readonly territories: readonly string[];
  readonly languages: readonly string[];
  readonly mediums: readonly string[];
  /** RFC 3339 UTC ms; null = open on that side. */
  readonly window: { readonly from: string | null; readonly until: string | null };
  readonly document: Evidence;
  /** Whether the union's conditions are met; only for `consent`. */
  readonly guildOk: 'yes' | 'no' | 'unknown';
  /** A group that is suspended and lifted as one, e.g. those under one agreement during a strike. */
  readonly group: string | null;
}
export interface ConsentChangeData {
  readonly reason: string;
  /** null = from when it was recorded. */
  readonly effectiveAt: string | null;
  readonly evidence: readonly Evidence[];
}
export interface ConsentData {
  readonly recorded: ConsentRecordedData;
  readonly withdrawn: ConsentChangeData;
  readonly suspended: ConsentChangeData;
  readonly reinstated: ConsentChangeData;
}
export type ConsentEventType = keyof ConsentData;
export type ConsentEvent = { [T in ConsentEventType]: DomainEvent<T, ConsentData[T]> }[ConsentEventType];
