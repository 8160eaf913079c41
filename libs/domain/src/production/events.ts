/* STORAGE FORMATS: see asset/events.ts. */
import type { DomainEvent } from '../shared/envelope.js';

export interface AdoptedPack {
  readonly id: string;
  readonly version: string;
  readonly switches?: Readonly<Record<string, unknown>>;
}
export interface ProductionData {
  readonly opened: { readonly title: string | null; readonly packs: readonly AdoptedPack[] };
  readonly closed: { readonly reason: string };
  /** `item` = id of a worklist item; the last assignment counts. */
  readonly 'worklist-assigned': { readonly item: string; readonly owner: string };
}
export type ProductionEventType = keyof ProductionData;
export type ProductionEvent = { [T in ProductionEventType]: DomainEvent<T, ProductionData[T]> }[ProductionEventType];
