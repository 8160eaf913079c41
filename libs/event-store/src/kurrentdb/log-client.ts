import type { Readable } from 'node:stream';
import type { ExpectedRevision, NewEvent } from '../port.js';
import type { NativePosition } from './positions.js';

/** An event as the clients give it back. */
export interface RecordedEvent {
  readonly streamId: string;
  readonly id: string;
  readonly revision: bigint;
  readonly type: string;
  /** Parsed JSON; bytes where the event is not JSON, text where it says that it is and is not. */
  readonly data: unknown;
  /** Parsed JSON; bytes where it is not; undefined where there is none. */
  readonly metadata: unknown;
  readonly isJson: boolean;
  readonly position?: NativePosition | undefined;
}

/** `event` is missing where a link leads to nothing any more. */
export interface ResolvedEvent {
  readonly event?: RecordedEvent | undefined;
}

export interface SubscribeOptions {
  /** null: from the start. Exclusive. */
  readonly after: NativePosition | null;
  readonly streamPrefix: string;
  /** Must not throw: what it throws would end the process (both clients). */
  readonly checkpointReached: (position: NativePosition) => void;
}

/** A subscription under way: a stream of ResolvedEvent with the client's own events beside it. */
export interface SubscriptionCall extends Readable {
  unsubscribe(): Promise<void>;
}

/** What the adapter asks of either client. Every failure is the client's own; see failures.ts. */
export interface LogClient {
  append(
    stream: string,
    expected: ExpectedRevision,
    events: readonly NewEvent[],
    deadlineMs: number,
  ): Promise<{ readonly revision: bigint; readonly position: NativePosition }>;
  /** From a revision on, at most `limit`; `leader`: only a node that has everything acknowledged may answer. */
  readStream(stream: string, from: bigint, limit: number): AsyncIterable<ResolvedEvent>;
  /** The whole log of the server, from a position (inclusive) or an end, in one direction. */
  readAll(
    from: NativePosition | 'start' | 'end',
    direction: 'forwards' | 'backwards',
    limit: number,
  ): AsyncIterable<ResolvedEvent>;
  subscribe(options: SubscribeOptions): SubscriptionCall;
  /** The newest event of a stream alone. */
  readNewest(stream: string): AsyncIterable<ResolvedEvent>;
  /** Hides the events of a stream whose last revision is `at`. For the check of access: the ledger's own account may not. */
  delete(stream: string, at: bigint): Promise<void>;
  /** Deletes a stream for good, at whatever revision where none is given. For that check, too, and for tests. */
  tombstone(stream: string, at?: bigint): Promise<void>;
  dispose(): Promise<void>;
}
