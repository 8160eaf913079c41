/* STORAGE FORMATS: see asset/events.ts. */
import type { DomainEvent } from '../shared/envelope.js';

/** The whole pack as it was published, so that what was judged by it can be judged again. */
export interface PackPublishedData {
  readonly id: string;
  readonly version: string;
  /** SHA-256 of the canonical form of `pack`, lower hex. */
  readonly digest: string;
  /** The pack as a JSON value; its meaning is libs/policy's. */
  readonly pack: Readonly<Record<string, unknown>>;
  /** The tests it came with; no part of its digest. Absent in what older versions recorded, and where it had none. */
  readonly tests?: readonly unknown[];
}
export interface PolicyData {
  readonly 'pack-published': PackPublishedData;
}
export type PolicyEventType = keyof PolicyData;
export type PolicyEvent = { [T in PolicyEventType]: DomainEvent<T, PolicyData[T]> }[PolicyEventType];
