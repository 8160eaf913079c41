import { Unavailable, WrongExpectedRevision, LogDamaged, ServerLogDiffers } from '../errors.js';
import { Backoff } from '../kurrentdb/backoff.js';
import { openKurrentEventStore, type KurrentEventStore, type StoreUrl } from '../kurrentdb/index.js';
import type { AppendResult, EventStore, ExpectedRevision, LogFilter, NewEvent, Position } from '../port.js';
import { openSqliteMirror, type SqliteMirror } from '../sqlite/mirror.js';
import { toPosition } from '../sqlite/rows.js';
import { Arrivals } from './arrivals.js';
import { Follower } from './follower.js';
import { Pulse } from './pulse.js';

export interface ReplicaOptions {
  readonly url: StoreUrl;
  /** Where the copy of the log lies; made where it is missing. */
  readonly folder: string;
  /** Told once, where the server holds another log than the copy: nothing is answered or written from then on. */
  readonly onFatal: (error: LogDamaged) => void;
  /**
   * Asked before anything is written to the server, as long as it throws Unavailable: whether this account may be run with.
   * What else it throws ends the opening.
   */
  readonly admit?: (server: KurrentEventStore) => Promise<void>;
  /** Told which log the server holds before its copy is opened, so that one can be put there. What it throws ends the opening. */
  readonly onLog?: (logId: string) => void;
  /** Told why the server cannot be reached while it is waited for at the start. */
  readonly onWaiting?: (reason: string) => void;
  /** Gives up waiting. */
  readonly signal?: AbortSignal;
  /** How long an append is repeated while the server fails. Milliseconds, default 8,000. */
  readonly patienceMs?: number;
}

/**
 * Opens a ledger's event store on a server: waits until the server tells which log it holds, then follows it.
 * @throws EventStoreRefused where the copy cannot be used; ServerLogDiffers; RangeError for the URL; Unavailable where
 * `signal` is aborted first.
 */
export async function openReplica(options: ReplicaOptions): Promise<ReplicaEventStore> {
  const pulse = new Pulse();
  const remote = openKurrentEventStore(options.url, { onFault: (fault) => pulse.subscription(fault) });
  try {
    const logId = await identity(remote, options);
    options.onLog?.(logId);
    const mirror = openSqliteMirror(options.folder, logId);
    return new ReplicaEventStore(remote, mirror, pulse, options);
  } catch (error) {
    await remote.close();
    throw error;
  }
}

async function identity(remote: KurrentEventStore, { admit, onWaiting, signal }: ReplicaOptions): Promise<string> {
  const backoff = new Backoff();
  const stop = signal ?? new AbortController().signal;
  while (!stop.aborted) {
    try {
      await admit?.(remote);
      return await remote.logId();
    } catch (error) {
      if (!(error instanceof Unavailable)) throw error;
      onWaiting?.(error.message);
      await backoff.pause(stop);
    }
  }
  throw new Unavailable('the event store was not reached before the end', false);
}

/**
 * The event store of one replica: appends go to the server, everything is read from a copy of its log on this machine that a
 * subscription keeps up. Positions are ordinals, 1, 2, 3 …, as on the embedded store: an append is acknowledged once it has
 * come back from the server and so has its ordinal, the same on every replica. Made by `openReplica`.
 */
export class ReplicaEventStore implements EventStore {
  private readonly arrivals = new Arrivals();
  private readonly follower: Follower;
  private readonly patienceMs: number;
  private readonly closing = new AbortController();
  private underWay = new Set<Promise<unknown>>();
  private closed: Promise<void> | null = null;
  private damage: LogDamaged | null = null;
  /** Resolves once everything that was in the log at the start is in the copy. */
  readonly caughtUp: Promise<void>;

  constructor(
    private readonly remote: KurrentEventStore,
    private readonly mirror: SqliteMirror,
    private readonly pulse: Pulse,
    private readonly options: ReplicaOptions,
  ) {
    this.patienceMs = options.patienceMs ?? 8_000;
    let caughtUp: () => void = () => undefined;
    this.caughtUp = new Promise((resolve) => (caughtUp = resolve));
    this.follower = new Follower(remote, mirror, this.arrivals, {
      caughtUp,
      fault: (fault) => pulse.copy(fault),
      fatal: (error) => this.fail(error),
    });
    pulse.start(
      () => this.confirm(),
      (error) => this.fail(error),
    );
    // Nothing is taken from a log before it is known to be the one that the copy is of.
    void pulse.first.then(() => this.closing.signal.aborted || this.damage !== null || this.follower.start());
  }

  /** Why the server's log cannot be followed or written at the moment; null while it can. */
  get fault(): string | null {
    return this.damage?.message ?? this.pulse.fault;
  }

  /** The newest ordinal after each step of the copy. */
  get appended() {
    return this.mirror.appended;
  }

  logId(): string {
    return this.mirror.logId();
  }

  headSync(): number {
    return this.mirror.headSync();
  }

  readAllSync(...ask: Parameters<SqliteMirror['readAllSync']>) {
    return this.mirror.readAllSync(...ask);
  }

  readStream(...ask: Parameters<EventStore['readStream']>) {
    return this.mirror.readStream(...ask);
  }

  atOnePoint<T>(work: () => T): T {
    return this.mirror.atOnePoint(work);
  }

  readAll(...ask: Parameters<EventStore['readAll']>) {
    return this.mirror.readAll(...ask);
  }

  head() {
    return this.mirror.head();
  }

  subscribeAll(after: Position | null, options?: { readonly filter?: LogFilter }) {
    return this.mirror.subscribeAll(after, options);
  }

  comparePositions(a: Position, b: Position): number {
    return this.mirror.comparePositions(a, b);
  }

  /**
   * As the port says. While the server fails the same append is repeated for a while; one that is known to be away for
   * longer is not asked. A conflict is told once the copy shows what stands there, so that whoever reloads sees it.
   */
  append(stream: string, expected: ExpectedRevision, events: readonly NewEvent[]): Promise<AppendResult> {
    const appended = this.appendPatiently(stream, expected, events);
    const settled = appended.then(
      () => undefined,
      () => undefined,
    );
    this.underWay.add(settled);
    void settled.then(() => this.underWay.delete(settled));
    return appended;
  }

  close(): Promise<void> {
    this.closed ??= this.shutDown();
    return this.closed;
  }

  private async shutDown(): Promise<void> {
    this.closing.abort();
    while (this.underWay.size > 0) await Promise.all(this.underWay);
    this.pulse.stop();
    await this.follower.stop();
    await this.remote.close();
    await this.mirror.close();
  }

  private async appendPatiently(
    stream: string,
    expected: ExpectedRevision,
    events: readonly NewEvent[],
  ): Promise<AppendResult> {
    if (this.closing.signal.aborted) throw new Unavailable('the event store is closed', false);
    if (this.damage !== null) throw this.damage;
    if (this.pulse.awayMs > this.patienceMs) throw new Unavailable(this.fault ?? 'the event store is away', false);
    const from = expected === 'noStream' ? 0n : expected + 1n;
    const last = from + BigInt(events.length) - 1n;
    const done = new AbortController();
    try {
      if (!this.standsAt(stream, from, events)) {
        const sent = this.persist(stream, expected, events, done.signal);
        // Its coming back says as much as the server's word, and often more: of equal appends that race, a server leaves all but
        // one waiting until it calls them ambiguous.
        const back = this.arrivals.wait(stream, last, this.patienceMs);
        await Promise.race([sent, back.then((): unknown => this.standsAt(stream, from, events) || sent)]);
      }
      return { revision: last, position: toPosition(await this.ordinalOf(stream, last)) };
    } catch (error) {
      if (error instanceof WrongExpectedRevision && error.actual !== null)
        await this.ordinalOf(stream, error.actual, false);
      throw error;
    } finally {
      done.abort();
    }
  }

  /** Whether the copy has these very events in this place. */
  private standsAt(stream: string, from: bigint, events: readonly NewEvent[]): boolean {
    if (events.length === 0 || this.mirror.ordinalOf(stream, from + BigInt(events.length) - 1n) === null) return false;
    const there = this.mirror.readStreamSync(stream, { from, limit: events.length });
    return there.length === events.length && there.every(({ id }, index) => id === events[index]?.id);
  }

  /** The same bytes at the same revision until the server has said what became of them, or patience is at its end. */
  private async persist(
    stream: string,
    expected: ExpectedRevision,
    events: readonly NewEvent[],
    done: AbortSignal,
  ): Promise<void> {
    const backoff = new Backoff();
    const until = performance.now() + this.patienceMs;
    for (let ambiguous = false; !done.aborted;) {
      try {
        await this.remote.append(stream, expected, events);
        return;
      } catch (error) {
        if (done.aborted) return;
        if (!(error instanceof Unavailable)) throw error;
        ambiguous ||= error.ambiguous;
        if (performance.now() > until || this.closing.signal.aborted)
          throw new Unavailable(error.message, ambiguous, { cause: error });
        await backoff.pause(AbortSignal.any([this.closing.signal, done]));
      }
    }
  }

  /** @throws Unavailable where the event does not come back in time; ambiguous where it is one's own. */
  private async ordinalOf(stream: string, revision: bigint, own = true): Promise<number> {
    let n = this.mirror.ordinalOf(stream, revision);
    if (n === null && (await this.arrivals.wait(stream, revision, this.patienceMs)))
      n = this.mirror.ordinalOf(stream, revision);
    if (n !== null) return n;
    throw new Unavailable(`revision ${revision} of ${stream} has not come back from the event store yet`, own);
  }

  /** @throws ServerLogDiffers; Unavailable where the server does not answer. */
  private async confirm(): Promise<void> {
    const logId = await this.remote.logId();
    if (logId !== this.mirror.logId()) {
      throw new ServerLogDiffers(`the server holds the log ${logId}, the copy is of ${this.mirror.logId()}`);
    }
    const newest = this.mirror.newestEvent;
    if (newest !== null && !(await this.remote.holds(newest.position, newest.id))) {
      throw new ServerLogDiffers(`the server does not hold event ${newest.id}, which was read from it before`);
    }
  }

  private fail(error: LogDamaged): void {
    if (this.damage !== null) return;
    this.damage = error;
    this.options.onFatal(error);
  }
}
