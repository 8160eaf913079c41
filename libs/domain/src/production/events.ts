/* STORAGE FORMATS: see asset/events.ts. */
import type { Digests } from '../shared/digests.js';
import type { DomainEvent } from '../shared/envelope.js';
import type { RevocationEffect } from '../shared/revocation.js';
import type { Evidence } from '../shared/vocabulary.js';

export interface AdoptedPack {
  readonly id: string;
  readonly version: string;
  readonly switches?: Readonly<Record<string, unknown>>;
}
/** A pack as it was adopted: which bytes of it, with every switch as it stands. */
export interface PinnedPack {
  readonly id: string;
  readonly version: string;
  readonly digest: string;
  readonly switches: Readonly<Record<string, unknown>>;
}
export interface PolicyAdoptedData {
  /** All packs in force from here on, besides the base rules; those that are not named no longer bind. */
  readonly packs: readonly PinnedPack[];
  readonly reason: string;
}
export interface ShareGrantedData {
  readonly share: string;
  /** Production that may see them. */
  readonly to: string;
  /** One of both is not empty. */
  readonly assets: readonly string[];
  readonly digests: readonly Digests[];
  readonly reason: string;
}
/** Covers what a tool did and will do in this production, so that each use need not be ruled on. */
export interface ToolUseRuledData {
  readonly ruling: string;
  readonly tool: string;
  /** `0.3.44`, `0.3.*` or `*`. */
  readonly version: string;
  /** A mode in the tool's own words; never any. */
  readonly mode: string;
  readonly rules: readonly string[];
  readonly reason: string;
  readonly evidence: readonly Evidence[];
  readonly expiresAt: string | null;
}
/** Takes a ruling on a tool back. */
export interface ToolRulingRevokedData {
  readonly ruling: string;
  readonly reason: string;
  readonly effect: RevocationEffect;
  /** When it ends; null where it is void from the start. */
  readonly effectiveAt: string | null;
  readonly evidence: readonly Evidence[];
}
export interface ProductionData {
  readonly opened: { readonly title: string | null; readonly packs: readonly AdoptedPack[] };
  readonly closed: { readonly reason: string };
  readonly 'policy-adopted': PolicyAdoptedData;
  readonly 'share-granted': ShareGrantedData;
  readonly 'tool-use-ruled': ToolUseRuledData;
  readonly 'tool-ruling-revoked': ToolRulingRevokedData;
  /** `item` = id of a worklist item; the last assignment counts. */
  readonly 'worklist-assigned': { readonly item: string; readonly owner: string };
}
export type ProductionEventType = keyof ProductionData;
export type ProductionEvent = { [T in ProductionEventType]: DomainEvent<T, ProductionData[T]> }[ProductionEventType];
