import { contentDigestOf, uuidFrom } from '@clearance/canonical';

/** Who did it. `subject` is the token's subject; `onBehalfOf` the person a service speaks for (authid, a claim). */
export interface Actor {
  readonly subject: string;
  readonly role: string | null;
  readonly token: string | null;
  readonly onBehalfOf: string | null;
  readonly via: string | null;
}

/** Metadata of every stored event. Storage format: only ever add optional members. */
export interface EventMetadata {
  readonly schema: 1;
  /** Rule E2. The key under which this was said; the same for all events of one request. */
  readonly dedup: string;
  /** Rule E1. */
  readonly contentDigest: string;
  readonly actor: Actor;
  /** CloudEvents source and id; null for commands and for what the ledger says itself. */
  readonly source: string | null;
  readonly sourceId: string | null;
  readonly authtype?: string | null;
  readonly correlationId: string | null;
  readonly causationId: string | null;
  /** What the emitter says, a claim; equals recordedAt where nothing was said. RFC 3339, UTC, ms. */
  readonly occurredAt: string;
  /** The ledger's clock. */
  readonly recordedAt: string;
  /** Further CloudEvents extensions, at most 16. */
  readonly extensions?: Readonly<Record<string, string>>;
}

/** An event as a fold sees it: typed, with its place in the stream and, where it was read from the log, in the ledger. */
export interface Recorded<E extends DomainEvent = DomainEvent> {
  readonly id: string;
  readonly type: E['type'];
  readonly data: E['data'];
  readonly meta: EventMetadata;
  readonly stream: string;
  readonly revision: number;
  /** Ordinal n in the ledger. */
  readonly n: number;
}

/** What a decider returns: an event before it has an envelope. */
export interface DomainEvent<T extends string = string, D = unknown> {
  readonly type: T;
  readonly data: D;
}

export interface Identity {
  readonly dedup: string;
  readonly contentDigest: string;
}

/** E1, E2 for a fact: it is the same for ever under (production, source, id). `time` as stated, null when absent. */
export function factIdentity(fact: {
  production: string;
  source: string;
  id: string;
  type: string;
  subject: string;
  time: string | null;
  authid: string | null;
  data: unknown;
}): Identity {
  const { production, source, id, type, subject, time, authid, data } = fact;
  return {
    dedup: uuidFrom('fact', production, source, id),
    contentDigest: contentDigestOf({ type, subject, production, time, authid, data }),
  };
}

/** E1, E2 for a command: `key` is the Idempotency-Key or a fresh random one; `index` the place in a bulk request. */
export function commandIdentity(command: {
  caller: string;
  method: string;
  path: string;
  key: string;
  index?: number;
  request: unknown;
}): Identity {
  const { caller, method, path, key, index, request } = command;
  return {
    dedup: uuidFrom('command', caller, method, path, key, index === undefined ? '' : String(index)),
    contentDigest: contentDigestOf(request),
  };
}

/** E1, E2 for what the ledger says by itself, following an event. */
export function ledgerIdentity(followedEventId: string, type: string, data: unknown): Identity {
  return { dedup: uuidFrom('ledger', followedEventId, type), contentDigest: contentDigestOf(data) };
}

/** E2: other content can never pass for the same event, because a server compares only ids. */
export function eventIdOf(identity: Identity, storedType: string, ordinal = 0): string {
  return uuidFrom(
    'event',
    identity.dedup,
    storedType,
    identity.contentDigest,
    ...(ordinal === 0 ? [] : [String(ordinal)]),
  );
}

/** Ids such as `apr_…`, `req_…`, `tok_…`, `dec_…` derive from dedup (E2), so that a retry names the same thing. */
export function derivedId(prefix: string, dedup: string): string {
  return `${prefix}_${uuidFrom('id', prefix, dedup).replaceAll('-', '')}`;
}
