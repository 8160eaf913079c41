/** What a caller hands over. `data` and `metadata` are JSON values; the store keeps them as the text it is given. */
export interface NewEvent {
  /** UUID. Derived from the content (rule E2), so that a repeated append is recognisably the same. */
  readonly id: string;
  /** kebab-case past fact, e.g. `marked-temporary`. */
  readonly type: string;
  readonly data: Readonly<Record<string, unknown>>;
  readonly metadata: Readonly<Record<string, unknown>>;
}

export interface StoredEvent extends NewEvent {
  readonly stream: string;
  /** 0-based number within the stream, without gaps. */
  readonly revision: bigint;
  /** Place in the global order. Compare with `comparePositions` of the store, never assume that it is dense. */
  readonly position: Position;
}

/** An event with the JSON text that it is stored as, so that whoever writes it on need not put it into words again. */
export interface StoredEventText extends StoredEvent {
  readonly dataText: string;
  readonly metadataText: string;
}

/** Opaque, ordered, round-trips through its string form. On SQLite the decimal ordinal. */
export type Position = string;

/** `noStream` = the stream has no event yet; a bigint = the revision of its last event, exactly. */
export type ExpectedRevision = 'noStream' | bigint;

export interface AppendResult {
  /** Revision of the last event of this append. */
  readonly revision: bigint;
  /** Position of the last event of this append. */
  readonly position: Position;
}

/**
 * Which events a read of the whole log returns: those whose stream name starts with one of the prefixes; all when
 * absent. An empty list would match nothing and is a RangeError.
 */
export interface LogFilter {
  readonly streamPrefixes?: readonly string[];
}

export type SubscriptionMessage =
  | { readonly kind: 'event'; readonly event: StoredEvent }
  /** Everything up to here was delivered or did not match the filter: safe to resume after, as is an event's position. */
  | { readonly kind: 'checkpoint'; readonly position: Position }
  /** Everything that was in the log when last looked at has been delivered. Sent again after falling behind. */
  | { readonly kind: 'caughtUp'; readonly position: Position | null };

/**
 * The read half of the port: all that a projector, an auditor or another thread needs.
 * @throws Unavailable where the log cannot be read or is closed; RangeError for an argument that cannot be right
 * (a position of another kind of store, a limit that is not a positive integer). Never answers less instead.
 */
export interface EventReader {
  /** Events of one stream in order from `from` (default 0), at most `limit` (default: all); empty where there is no such stream. */
  readStream(
    stream: string,
    options?: { readonly from?: bigint; readonly limit?: number },
  ): Promise<readonly StoredEvent[]>;

  /**
   * Runs work that reads: what it asks for before it returns is read at one point of the log, which is cheaper than one by
   * one. Only where reads are done on this thread.
   */
  atOnePoint?<T>(work: () => T): T;

  /** Events after a position (null = from the start) in global order, at most `limit` (default: all there are; give one). */
  readAll(
    after: Position | null,
    options?: { readonly filter?: LogFilter; readonly limit?: number },
  ): Promise<readonly StoredEvent[]>;

  /** Position of the newest event, null when the log is empty. */
  head(): Promise<Position | null>;

  /**
   * Catch-up subscription: everything after a position, then what is appended later, in order, nothing twice.
   * Cold; one read per iterator; the next page is read only when the subscriber has taken the last one: asking for
   * the next message is the demand. Never completes by itself; `return()` ends it at once, also while it waits;
   * once the store is closed it throws Unavailable.
   */
  subscribeAll(after: Position | null, options?: { readonly filter?: LogFilter }): AsyncIterable<SubscriptionMessage>;

  /** Negative, zero or positive, as for sorting. */
  comparePositions(a: Position, b: Position): number;

  /** Waits for what is under way, then releases every handle. Idempotent. */
  close(): Promise<void>;
}

/**
 * The whole of what Clearance asks of an event store. Every adapter passes the contract suite in `testing/`.
 * Errors are closed: see errors.ts; anything else thrown is a defect, here or (RangeError, TypeError) of the caller.
 */
export interface EventStore extends EventReader {
  /**
   * Appends all events or none, in order, at exactly the expected revision; resolves only when they are durable.
   * Repeating an append with the same ids at the same expected revision succeeds and answers the first positions.
   * Size is counted as in encoding.ts, the same for every adapter.
   * @throws WrongExpectedRevision, StreamDeleted, Unavailable, TooLarge; RangeError for an empty list or a malformed
   * stream name, id or revision; TypeError for what is not a JSON object.
   */
  append(stream: string, expected: ExpectedRevision, events: readonly NewEvent[]): Promise<AppendResult>;
}
