/* STORAGE FORMATS: see asset/events.ts. */
import type { DomainEvent } from '../shared/envelope.js';
import type { RevocationEffect } from '../shared/revocation.js';
import type { Evidence, Reach, Scope } from '../shared/vocabulary.js';

/** A tool that may be used. Whatever does not stand here is outside the usage. */
export interface UsageTool {
  readonly id: string;
  /** `0.3.44`, `0.3.*` or `*`. */
  readonly version: string;
  /** In the tool's own words, at least one. `["*"]` = any, and also a mode that nobody stated. */
  readonly modes: readonly string[];
}

/** What is to be made, with what and for what, before any bytes of it exist. */
export interface UsageProposedData {
  readonly purpose: string;
  readonly tools: readonly UsageTool[];
  /** Opaque ids of the performers who may be seen or heard; empty = none. */
  readonly performers: readonly string[];
  /** Kind of approval that is asked for, and the rules whose findings it is to clear. */
  readonly kind: string;
  readonly rules: readonly string[];
  readonly reach: Reach;
  readonly scope: Scope;
  readonly note: string | null;
}
export interface UsageApprovedData {
  readonly approval: string;
  readonly evidence: readonly Evidence[];
  readonly grantedBy: Readonly<Record<string, string>> | null;
  readonly expiresAt: string | null;
  readonly note: string | null;
  readonly policy: { readonly id: string; readonly version: string; readonly digest: string };
}
export interface UsageRejectedData {
  readonly reason: string;
  readonly evidence: readonly Evidence[];
}
export interface UsageRevokedData {
  readonly reason: string;
  readonly effect: RevocationEffect;
  /** Only with effect `from`. */
  readonly effectiveAt: string | null;
  readonly evidence: readonly Evidence[];
}
/** Somebody looked at these bytes and found what was approved. */
export interface ConformanceConfirmedData {
  readonly conformance: string;
  /** sha256 in lower hex, each once, at most 1,000. */
  readonly digests: readonly string[];
  readonly evidence: readonly Evidence[];
  readonly note: string | null;
}
/** They are not: as if it had never been confirmed. */
export interface ConformanceRevokedData {
  readonly conformance: string;
  readonly reason: string;
  readonly evidence: readonly Evidence[];
}

export interface UsageData {
  readonly proposed: UsageProposedData;
  readonly approved: UsageApprovedData;
  readonly rejected: UsageRejectedData;
  readonly revoked: UsageRevokedData;
  readonly 'conformance-confirmed': ConformanceConfirmedData;
  readonly 'conformance-revoked': ConformanceRevokedData;
}
export type UsageEventType = keyof UsageData;
export type UsageEvent = { [T in UsageEventType]: DomainEvent<T, UsageData[T]> }[UsageEventType];
