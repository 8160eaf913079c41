/* STORAGE FORMATS: see asset/events.ts. */
import type { DomainEvent } from '../shared/envelope.js';
import type { Role } from '../shared/vocabulary.js';

export interface Grant {
  readonly role: Role;
  /** `["*"]` = every production, also those opened later. */
  readonly productions: readonly string[];
}
/** Prefixes; an absent one restricts nothing. They narrow reads too. A singular member is a list of one. */
export interface Restriction {
  readonly subjects?: readonly string[];
  readonly sources?: readonly string[];
  readonly events?: readonly string[];
  readonly subject?: string;
  readonly source?: string;
  readonly event?: string;
  readonly vendor?: string;
}
export interface TokenIssuedData {
  readonly token: string;
  /** What it is for, in the issuer's words. */
  readonly name?: string | null;
  readonly subject: string;
  readonly kind: 'person' | 'service';
  readonly grants: readonly Grant[];
  readonly restrict: Restriction | null;
  /** SHA-256 of the whole secret; the secret itself is shown once and kept nowhere. */
  readonly hash: string;
  /** null only for the first admin token. */
  readonly expiresAt: string | null;
}
export interface AccessData {
  readonly 'token-issued': TokenIssuedData;
  readonly 'token-revoked': { readonly reason: string };
}
export type AccessEventType = keyof AccessData;
export type AccessEvent = { [T in AccessEventType]: DomainEvent<T, AccessData[T]> }[AccessEventType];
