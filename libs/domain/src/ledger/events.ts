/* STORAGE FORMATS: see asset/events.ts. */
import type { DomainEvent } from '../shared/envelope.js';

export interface LedgerData {
  readonly created: { readonly engine: number };
  /** Log time moved on although nothing happened, so that what was due by then fires (architecture.md, "Time"). */
  readonly 'clock-advanced': { readonly to: string };
}
export type LedgerEventType = keyof LedgerData;
export type LedgerEvent = { [T in LedgerEventType]: DomainEvent<T, LedgerData[T]> }[LedgerEventType];
