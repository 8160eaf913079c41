/* STORAGE FORMATS: see asset/events.ts. */
import type { DomainEvent } from '../shared/envelope.js';
import type { Evidence } from '../shared/vocabulary.js';

/** From best to worst; `unknown` counts as `fail`. */
export const ASSESSMENTS = ['pass', 'conditional', 'fail', 'unknown'] as const;
export type Assessment = (typeof ASSESSMENTS)[number];

export interface VendorAssessedData {
  readonly assessedAt: string;
  /** From then on the vendor counts as not assessed. */
  readonly expiresAt: string;
  readonly dataHandling: Assessment;
  readonly creativeControl: Assessment;
  readonly results: Assessment;
  readonly conditions: string | null;
  /** Productions it was made for; null = every production. */
  readonly productions: readonly string[] | null;
  readonly evidence: readonly Evidence[];
}
export interface VendorData {
  readonly registered: { readonly name: string };
  readonly assessed: VendorAssessedData;
}
export type VendorEventType = keyof VendorData;
export type VendorEvent = { [T in VendorEventType]: DomainEvent<T, VendorData[T]> }[VendorEventType];
