/* STORAGE FORMATS: see asset/events.ts. */
import type { DomainEvent } from '../shared/envelope.js';

export interface GroupChangeData {
  readonly reason: string;
  /** null = from when it was recorded. */
  readonly effectiveAt: string | null;
}
/** A group of consents: one event suspends all of them, also those that join it later. */
export interface GroupData {
  readonly suspended: GroupChangeData;
  readonly lifted: GroupChangeData;
}
export type GroupEventType = keyof GroupData;
export type GroupEvent = { [T in GroupEventType]: DomainEvent<T, GroupData[T]> }[GroupEventType];
