/* STORAGE FORMATS: see asset/events.ts. */
import type { DomainEvent } from '../shared/envelope.js';
import type { Evidence, TriState } from '../shared/vocabulary.js';

/** What a tool does to material, from best to worst. */
export const TOOL_CLASSES = ['none', 'assistive', 'generative'] as const;
export type ToolClass = (typeof TOOL_CLASSES)[number];

export const PROCESSING_PLACES = ['local', 'vendor', 'third-party'] as const;
export type ProcessingPlace = (typeof PROCESSING_PLACES)[number];

export interface ToolClassifiedData {
  /** `0.3.44`, `0.3.*` or `*`. */
  readonly version: string;
  /** A mode in the tool's own words, or `*`. */
  readonly mode: string;
  readonly class: ToolClass;
  /** Since when; null = since ever. RFC 3339 UTC ms. */
  readonly from: string | null;
  readonly evidence: readonly Evidence[];
}
export interface TermsReviewedData {
  readonly reviewedAt: string;
  /** Since when these terms hold. */
  readonly from: string;
  /** Licence tier in the supplier's words. */
  readonly tier: string;
  readonly processing: ProcessingPlace;
  readonly enterpriseAgreement: TriState;
  readonly storesIO: TriState;
  readonly trainsOnIO: TriState;
  /** Productions the terms were agreed for; null = every production. */
  readonly productions: readonly string[] | null;
  readonly evidence: readonly Evidence[];
}
export interface ToolStandingData {
  readonly reason: string;
  /** null = from when it was recorded. */
  readonly from: string | null;
}
export interface ToolData {
  readonly registered: { readonly name: string; readonly supplier: string | null };
  readonly classified: ToolClassifiedData;
  readonly 'terms-reviewed': TermsReviewedData;
  readonly suspended: ToolStandingData;
  readonly reinstated: ToolStandingData;
}
export type ToolEventType = keyof ToolData;
export type ToolEvent = { [T in ToolEventType]: DomainEvent<T, ToolData[T]> }[ToolEventType];
