import { Unavailable } from '../errors.js';
import { prefixesOf } from '../filter.js';
import type { LogFilter, Position, SubscriptionMessage } from '../port.js';
import { Backoff } from './backoff.js';
import { CallReader, type CallMessage } from './call-reader.js';
import { isOfLedger, toStoredEvent } from './events.js';
import { asStoreError } from './failures.js';
import type { LogClient } from './log-client.js';
import { compareNative, fromPosition, toPosition, type NativePosition } from './positions.js';

/** What a subscription follows. */
export interface FollowedServer {
  readonly client: LogClient;
  readonly streamPrefix: string;
  /** How long the server may take to confirm a subscription. Milliseconds. */
  readonly confirmMs: number;
  /** Aborted once the store is closed. */
  readonly closing: AbortSignal;
  /** Told why events cannot come at the moment, and null once they can. */
  onFault(fault: string | null): void;
}

/** `subscribeAll` over a server. @throws RangeError for a bad filter or position. */
export function follow(
  server: FollowedServer,
  after: Position | null,
  filter: LogFilter | undefined,
): AsyncIterable<SubscriptionMessage> {
  const prefixes = prefixesOf(filter);
  const start = after === null ? null : fromPosition(after);
  return {
    [Symbol.asyncIterator]() {
      const stop = new AbortController();
      const signal = AbortSignal.any([stop.signal, server.closing]);
      const steps = new Follower(server, prefixes, start).messages(signal);
      return {
        next: async () => {
          if (server.closing.aborted) throw closed();
          const step = await steps.next();
          if (step.done === true && server.closing.aborted && !stop.signal.aborted) throw closed();
          return step;
        },
        return: () => {
          stop.abort();
          return steps.return(undefined);
        },
      };
    },
  };
}

const closed = (): Unavailable => new Unavailable('the event store is closed', false);

/** One subscriber's place in the log, kept over any number of calls. */
class Follower {
  /** What the subscriber was told last; where it resumes. */
  private told: NativePosition | null;
  /** The last event that came, whether it was wanted or not: nothing up to here is taken a second time. */
  private lastEvent: NativePosition | null = null;
  /** An unwanted event of the ledger that the subscriber has not heard of yet, and how many came before it. */
  private passed: NativePosition | null = null;
  private passedCount = 0;
  /** A checkpoint that the server has not gone beyond yet. */
  private pending: NativePosition | null = null;

  constructor(
    private readonly server: FollowedServer,
    private readonly prefixes: readonly string[],
    after: NativePosition | null,
  ) {
    this.told = after;
  }

  async *messages(signal: AbortSignal): AsyncGenerator<SubscriptionMessage, undefined> {
    const backoff = new Backoff();
    while (!signal.aborted) {
      const reader = this.open(backoff);
      const unconfirmed = setTimeout(() => {
        if (!reader.isConfirmed) reader.fail(new Error(`no confirmation within ${this.server.confirmMs} ms`));
      }, this.server.confirmMs);
      try {
        for (;;) {
          const message = await reader.next(signal);
          if (message === null) break;
          yield* this.take(message);
        }
        // A server that stops or moves on ends its calls without an error: that is no end of the log.
        if (!signal.aborted) this.server.onFault('the event store ended the subscription');
      } catch (error) {
        this.server.onFault(asStoreError(error, '$all', false).message);
      } finally {
        clearTimeout(unconfirmed);
        reader.end();
      }
      await backoff.pause(signal);
    }
    return undefined;
  }

  private open(backoff: Backoff): CallReader {
    const { client, streamPrefix } = this.server;
    this.pending = null;
    return new CallReader(
      (checkpointReached) => client.subscribe({ after: this.told, streamPrefix, checkpointReached }),
      () => {
        backoff.reset();
        this.server.onFault(null);
      },
    );
  }

  private *take(message: CallMessage): Generator<SubscriptionMessage> {
    switch (message.kind) {
      case 'checkpoint':
        yield* this.checkpoint(message.position);
        return;
      case 'caughtUp':
        yield* this.passedOver();
        yield { kind: 'caughtUp', position: this.told === null ? null : toPosition(this.told) };
        return;
      case 'event': {
        const { event } = message.event;
        if (!isOfLedger(event, this.server.streamPrefix) || event.position === undefined) return;
        if (this.lastEvent !== null && compareNative(event.position, this.lastEvent) <= 0) return;
        this.lastEvent = event.position;
        this.pending = null;
        const stream = event.streamId.slice(this.server.streamPrefix.length);
        if (!this.wants(stream)) {
          this.passed = event.position;
          this.passedCount += 1;
          if (this.passedCount >= TOLD_EVERY) yield* this.passedOver();
          return;
        }
        this.tell(event.position);
        yield { kind: 'event', event: toStoredEvent(event, stream) };
      }
    }
  }

  /**
   * Some servers announce as a checkpoint the place of an event that is only written later, and a subscription that
   * resumed there would miss it. So a checkpoint counts only once the server has announced the next one. Nor does it
   * count before the ledger's first event: up to there is nothing to spare.
   */
  private *checkpoint(position: NativePosition): Generator<SubscriptionMessage> {
    const reached = this.pending;
    this.pending = position;
    if (reached === null || this.told === null || compareNative(reached, this.told) <= 0) return;
    if (this.passed !== null && compareNative(reached, this.passed) < 0) return;
    this.tell(reached);
    yield { kind: 'checkpoint', position: toPosition(reached) };
  }

  private *passedOver(): Generator<SubscriptionMessage> {
    if (this.passed === null) return;
    this.tell(this.passed);
    yield { kind: 'checkpoint', position: toPosition(this.told!) };
  }

  private tell(position: NativePosition): void {
    this.told = position;
    this.passed = null;
    this.passedCount = 0;
  }

  private wants(stream: string): boolean {
    return this.prefixes.length === 0 || this.prefixes.some((prefix) => stream.startsWith(prefix));
  }
}

/** Unwanted events between two checkpoints. */
const TOLD_EVERY = 32;
