import type { Actor, DomainEvent, Identity } from './envelope.js';

/** Problem slugs of bodies.md 6 that a decider may answer with. */
export type RefusalSlug =
  | 'event-id-reused'
  | 'bytes-differ'
  | 'digest-mismatch'
  | 'bytes-unknown'
  | 'wrong-state'
  | 'already-exists'
  | 'changed-meanwhile'
  | 'in-progress'
  | 'four-eyes'
  | 'person-required'
  | 'not-found'
  | 'approval-kind'
  | 'stale-check'
  | 'invalid-event'
  | 'invalid-request'
  | 'idempotency-key-reused';

/** Why nothing was decided. `members` become members of the problem document. */
export interface Refusal {
  readonly slug: RefusalSlug;
  readonly detail: string;
  readonly members?: Readonly<Record<string, unknown>>;
  readonly errors?: readonly { readonly pointer: string; readonly message: string; readonly code?: string }[];
}

/** What was recorded under a dedup key (rule E3). */
export interface Known {
  readonly contentDigest: string;
  /** Revision and ordinal of the last event recorded under the key, and how many there are. */
  readonly revision: number;
  readonly n: number;
  readonly events: number;
}

/**
 * The outcome of a decider. `events` are to be appended in one append; with a `refusal` beside them they are the record
 * of the refusal (e.g. `digest-conflict-reported`). `duplicate`: everything was recorded before.
 */
export type Decision<E extends DomainEvent = DomainEvent> =
  | { readonly kind: 'accepted'; readonly events: readonly E[] }
  | { readonly kind: 'duplicate'; readonly known: Known }
  | { readonly kind: 'refused'; readonly refusal: Refusal; readonly events: readonly E[] };

export const accepted = <E extends DomainEvent>(...events: readonly E[]): Decision<E> => ({ kind: 'accepted', events });
export const refused = <E extends DomainEvent>(refusal: Refusal, ...events: readonly E[]): Decision<E> => ({
  kind: 'refused',
  refusal,
  events,
});
export const duplicate = <E extends DomainEvent>(known: Known): Decision<E> => ({ kind: 'duplicate', known });

/** What every decision on a command takes besides the state and the request. `now` is the ledger's clock, RFC 3339 UTC ms. */
export interface DecisionContext {
  readonly identity: Identity;
  readonly now: string;
  readonly actor: Actor;
}

/** Members that every command on an asset or a delivery may carry. */
export interface Expecting {
  /** Revision of the stream as the caller saw it; -1 = no event yet. */
  readonly expectedRevision?: number | null;
}
