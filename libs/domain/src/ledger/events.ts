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
export interface WeakAccessData {
  /** With which the ledger asks its store; null where the store's name holds none. */
  readonly account: string | null;
  /** What that account may do there and should not, such as `delete`; sorted, each once. */
  readonly rights: readonly string[];
}
export interface LedgerData {
  readonly created: { readonly engine: number };
  /** Log time moved on although nothing happened, so that what was due by then fires (architecture.md, "Time"). */
  readonly 'clock-advanced': { readonly to: string };
  readonly 'signing-key-published': SigningKeyData;
  /** From here on everything is judged by the rules of this engine. What was decided before was decided by the one before. */
  readonly 'format-activated': { readonly engine: number };
  /** The last event of a log that goes on elsewhere: it is copied along, and stands in both. */
  readonly 'store-moved': StoreMovedData;
  /** From here on the ledger was run, as it was told to, with an account that could delete what is recorded. */
  readonly 'weak-access-accepted': WeakAccessData;
  /** From here on it was run with that account although it was weak before, and is no longer. */
  readonly 'weak-access-ended': Pick<WeakAccessData, 'account'>;
}
export type LedgerEventType = keyof LedgerData;
export type LedgerEvent = { [T in LedgerEventType]: DomainEvent<T, LedgerData[T]> }[LedgerEventType];
