/* STORAGE FORMATS: see asset/events.ts. */
import type { DomainEvent } from '../shared/envelope.js';

/** The public half of the key that signs release receipts. */
export interface SigningKeyData {
  /** The first 16 bytes of the SHA-256 of the key's SPKI DER form, 32 lower-case hex digits. */
  readonly keyId: string;
  readonly algorithm: 'ed25519';
  /** SPKI, PEM. */
  readonly publicKey: string;
}
export interface StoreMovedData {
  /** UUID of the log that ends. */
  readonly from: string;
  /** UUID of the log that goes on. */
  readonly to: string;
  /** Where that is, without credentials. */
  readonly store: string;
}
export interface LedgerData {
  readonly created: { readonly engine: number };
  /** Log time moved on although nothing happened, so that what was due by then fires (architecture.md, "Time"). */
  readonly 'clock-advanced': { readonly to: string };
  readonly 'signing-key-published': SigningKeyData;
  /** The last event of a log that goes on elsewhere: it is copied along, and stands in both. */
  readonly 'store-moved': StoreMovedData;
}
export type LedgerEventType = keyof LedgerData;
export type LedgerEvent = { [T in LedgerEventType]: DomainEvent<T, LedgerData[T]> }[LedgerEventType];
