/* STORAGE FORMATS: see asset/events.ts. */
import type { Digests } from '../shared/digests.js';
import type { DomainEvent } from '../shared/envelope.js';

/** One entry of a manifest in the ledger's own form. */
export interface ManifestItemData {
  readonly path: string;
  readonly size: number | null;
  readonly digests: Digests;
  readonly aliases?: readonly { readonly scheme: string; readonly value: string }[];
  readonly role?: 'content' | 'structural' | 'document' | 'junk';
  /** The manifest itself says that this file failed verification. */
  readonly failed?: boolean;
  /** `files` only: the file could not be read. */
  readonly error?: string;
}
/** A manifest a check rests on: `id` names its stream, `sha256` the bytes. */
export interface ManifestRefData {
  readonly id: string;
  readonly name: string;
  readonly format: string;
  readonly sha256: string;
  readonly items: number;
}
/** Raw bytes first (base64), then items; every chunk <= 512 KiB of JSON. */
export interface ManifestChunkData {
  readonly part: number;
  readonly raw?: string;
  /** Index of the first item of this chunk. */
  readonly from?: number;
  readonly items?: readonly ManifestItemData[];
}
export interface ManifestSealedData {
  readonly format: string;
  readonly sha256: string;
  readonly size: number;
  readonly chunks: number;
  readonly items: number;
  readonly itemsDigest: string;
  readonly reader: { readonly name: string; readonly version: number };
}
export interface ManifestData {
  readonly chunk: ManifestChunkData;
  readonly sealed: ManifestSealedData;
}
export type ManifestEventType = keyof ManifestData;
export type ManifestEvent = { [T in ManifestEventType]: DomainEvent<T, ManifestData[T]> }[ManifestEventType];
