import { setTimeout as sleep } from 'node:timers/promises';
import { checkExpected, checkLimit, checkStreamName, DEFAULT_MAX_APPEND_BYTES, encodeEvents } from '../encoding.js';
import { LogDamaged, TooLarge, Unavailable, WrongExpectedRevision } from '../errors.js';
import { prefixesOf } from '../filter.js';
import type {
  AppendResult,
  EventStore,
  ExpectedRevision,
  LogFilter,
  NewEvent,
  Position,
  StoredEvent,
  SubscriptionMessage,
} from '../port.js';
import { Backoff } from './backoff.js';
import { openLogClient } from './clients.js';
import { eachWithin, within } from './deadline.js';
import { isOfLedger, toStoredEvent } from './events.js';
import { actualRevisionOf, asStoreError, isStreamMissing, maxAppendOf } from './failures.js';
import { Gate } from './gate.js';
import { endCopy, identityOf, identityOfCopy, type IdentityStream, type LogIdentity } from './identity.js';
import type { LogClient, ResolvedEvent } from './log-client.js';
import { compareNative, comparePositions, fromPosition, toPosition } from './positions.js';
import type { StoreUrl } from './store-url.js';
import { follow } from './subscription.js';

export interface KurrentEventStoreOptions {
  /** How long an append may take before it is given up as ambiguous. Milliseconds, default 5,000. */
  readonly appendMs?: number;
  /** How long the server may be silent during a read. Milliseconds, default 10,000. */
  readonly readMs?: number;
  /** Appends under way at once; the others wait. Default 256. */
  readonly concurrency?: number;
  /** Told why subscriptions deliver nothing at the moment, and null once they do again. */
  readonly onFault?: (fault: string | null) => void;
}

/** Connects when it is first asked. @throws RangeError where the URL or the package behind it is of no use. */
export function openKurrentEventStore(url: StoreUrl, options: KurrentEventStoreOptions = {}): KurrentEventStore {
  return new KurrentEventStore(openLogClient(url), url.streamPrefix, options);
}

/** The event store on a KurrentDB or EventStoreDB server. Made by `openKurrentEventStore`. */
export class KurrentEventStore implements EventStore {
  private readonly appendMs: number;
  private readonly readMs: number;
  private readonly gate: Gate;
  private readonly onFault: (fault: string | null) => void;
  private readonly closing = new AbortController();
  private closed: Promise<void> | null = null;

  constructor(
    readonly client: LogClient,
    readonly streamPrefix: string,
    options: KurrentEventStoreOptions,
  ) {
    this.appendMs = options.appendMs ?? 5_000;
    this.readMs = options.readMs ?? 10_000;
    this.gate = new Gate(options.concurrency ?? 256);
    this.onFault = options.onFault ?? (() => undefined);
  }

  async append(stream: string, expected: ExpectedRevision, events: readonly NewEvent[]): Promise<AppendResult> {
    checkStreamName(stream);
    checkExpected(expected);
    // What the server would take in a lie (no events) or refuse only after all of it was sent never leaves.
    const bytes = encodeEvents(events).reduce((sum, event) => sum + event.bytes, 0);
    if (bytes > DEFAULT_MAX_APPEND_BYTES) throw new TooLarge(bytes, DEFAULT_MAX_APPEND_BYTES);
    this.checkOpen();
    return this.gate.run(() => this.send(stream, expected, events, bytes));
  }

  async readStream(
    stream: string,
    { from = 0n, limit }: { readonly from?: bigint; readonly limit?: number } = {},
  ): Promise<readonly StoredEvent[]> {
    checkStreamName(stream);
    checkLimit(limit);
    if (from < 0n) throw new RangeError(`a stream is read from revision 0 on, not from ${from}`);
    this.checkOpen();
    if (from > LAST_REVISION) return [];
    const events: StoredEvent[] = [];
    for await (const event of this.reading(
      () => this.client.readStream(this.streamPrefix + stream, from, limit ?? Number.MAX_SAFE_INTEGER),
      stream,
    )) {
      const due = from + BigInt(events.length);
      if (event.revision !== due) throw new LogDamaged(`stream ${stream} lacks revision ${due}`);
      events.push(event);
    }
    return events;
  }

  async readAll(
    after: Position | null,
    { filter, limit }: { readonly filter?: LogFilter; readonly limit?: number } = {},
  ): Promise<readonly StoredEvent[]> {
    checkLimit(limit);
    const prefixes = prefixesOf(filter);
    const start = after === null ? null : fromPosition(after);
    this.checkOpen();
    const events: StoredEvent[] = [];
    for await (const event of this.reading(
      () => this.client.readAll(start ?? 'start', 'forwards', Number.MAX_SAFE_INTEGER),
      '$all',
    )) {
      if (start !== null && compareNative(fromPosition(event.position), start) <= 0) continue;
      if (prefixes.length > 0 && !prefixes.some((prefix) => event.stream.startsWith(prefix))) continue;
      events.push(event);
      if (events.length === limit) break;
    }
    return events;
  }

  /** Looks back from the end of the server's log, further each time, to the ledger's newest event. */
  async head(): Promise<Position | null> {
    this.checkOpen();
    for (let looked = FIRST_LOOK; ; looked = Number.MAX_SAFE_INTEGER) {
      let seen = 0;
      const look = this.client.readAll('end', 'backwards', looked);
      for await (const event of this.reading(() => counting(look, () => (seen += 1)), '$all')) return event.position;
      if (seen < looked) return null;
    }
  }

  /** UUID of the ledger's log on this server: see identity.ts. @throws Unavailable, also while the log is being copied */
  logId(): Promise<string> {
    this.checkOpen();
    return identityOf(this.identity);
  }

  /** The log of this server as the copy of another; see identity.ts. */
  beginCopy(of: string): Promise<LogIdentity> {
    this.checkOpen();
    return identityOfCopy(this.identity, of);
  }

  endCopy(events: number): Promise<void> {
    this.checkOpen();
    return endCopy(this.identity, events);
  }

  /** Whether the event at a position is the one with this id: tells the log that was read before from another or a shorter one. */
  async holds(position: Position, id: string): Promise<boolean> {
    const at = fromPosition(position);
    this.checkOpen();
    for await (const event of this.reading(() => this.client.readAll(at, 'forwards', 1), '$all'))
      return event.position === position && event.id === id;
    return false;
  }

  subscribeAll(
    after: Position | null,
    options: { readonly filter?: LogFilter } = {},
  ): AsyncIterable<SubscriptionMessage> {
    const { client, streamPrefix, readMs, onFault } = this;
    const server = { client, streamPrefix, confirmMs: readMs, closing: this.closing.signal, onFault };
    return follow(server, after, options.filter);
  }

  comparePositions(a: Position, b: Position): number {
    return comparePositions(a, b);
  }

  close(): Promise<void> {
    this.closed ??= this.shutDown();
    return this.closed;
  }

  private get identity(): IdentityStream {
    return { client: this.client, streamPrefix: this.streamPrefix, ms: this.readMs };
  }

  private async shutDown(): Promise<void> {
    this.closing.abort();
    await this.gate.empty();
    // Its calls have been told to end; a client that waits for a silent server's part in that is not waited for.
    await Promise.race([this.client.dispose(), sleep(DISPOSE_MS, undefined, { ref: false })]);
  }

  private async send(
    stream: string,
    expected: ExpectedRevision,
    events: readonly NewEvent[],
    bytes: number,
  ): Promise<AppendResult> {
    try {
      const call = this.client.append(this.streamPrefix + stream, expected, events, this.appendMs);
      const { revision, position } = await within(this.appendMs, 'an append', true, call);
      return { revision, position: toPosition(position) };
    } catch (error) {
      const actual = actualRevisionOf(error);
      if (actual !== undefined) return this.repeated(stream, expected, events, actual);
      const limit = maxAppendOf(error);
      if (limit !== undefined) throw new TooLarge(bytes, limit);
      throw asStoreError(error, stream, true);
    }
  }

  /**
   * A server recognises a repeated append by itself, but not always: of two equal ones that come at once it calls the second
   * a conflict while the first is still on its way to the other nodes. So what stands in the place is looked up.
   * @throws WrongExpectedRevision where other events stand there; Unavailable (ambiguous) where they cannot be read in time.
   */
  private async repeated(
    stream: string,
    expected: ExpectedRevision,
    events: readonly NewEvent[],
    actual: bigint | null,
  ): Promise<AppendResult> {
    const from = expected === 'noStream' ? 0n : expected + 1n;
    const last = from + BigInt(events.length) - 1n;
    if (actual === null || actual < last) throw new WrongExpectedRevision(stream, expected, actual);
    const backoff = new Backoff();
    for (const until = Date.now() + this.appendMs; Date.now() < until; await backoff.pause(this.closing.signal)) {
      const stored = await this.readStream(stream, { from, limit: events.length });
      if (stored.some(({ id }, index) => id !== events[index]?.id))
        throw new WrongExpectedRevision(stream, expected, actual);
      const tip = stored.at(-1);
      if (tip?.revision === last) return { revision: last, position: tip.position };
    }
    throw new Unavailable(
      `the event store does not show revision ${last} of ${stream} yet, which it says is there`,
      true,
    );
  }

  /** The ledger's events of a read. @throws Unavailable, StreamDeleted */
  private async *reading(read: () => AsyncIterable<ResolvedEvent>, what: string): AsyncGenerator<StoredEvent> {
    try {
      for await (const { event } of eachWithin(this.readMs, 'a read', read())) {
        if (!isOfLedger(event, this.streamPrefix)) continue;
        yield toStoredEvent(event, event.streamId.slice(this.streamPrefix.length));
      }
    } catch (error) {
      if (isStreamMissing(error)) return;
      throw asStoreError(error, what, false);
    }
  }

  private checkOpen(): void {
    if (this.closing.signal.aborted) throw new Unavailable('the event store is closed', false);
  }
}

async function* counting<T>(source: AsyncIterable<T>, count: () => void): AsyncGenerator<T> {
  for await (const each of source) {
    count();
    yield each;
  }
}

/** Events of anybody, looked at before a ledger's newest is searched in all of them. */
const FIRST_LOOK = 256;
/** Milliseconds. */
const DISPOSE_MS = 1_000;
/** The largest a server counts to. */
const LAST_REVISION = 2n ** 63n - 1n;
