import { setImmediate as turn, setTimeout as pause } from 'node:timers/promises';
import type { Subscription } from 'rxjs';
import type { Watermarks } from '../ledger/ports.js';
import type { Audience } from './audience.js';
import { Bell } from './bell.js';
import type { LogTail } from './log-tail.js';
import { PendingChanges } from './pending-changes.js';
import { comment, message, RETRY, withId } from './server-sent.js';
import type { Shifts } from './shifts.js';
import { tokenOf, type Place } from './resume-token.js';
import type { StateChange, StateChanges } from './state-changes.js';

const HEARTBEAT_MS = 15_000;
/** The log is looked at again after this long though nobody rang: the projector, which rings, may stand still. */
export const LOOK_AGAIN_MS = 1000;
/** Events of the log told in one piece: some milliseconds of reading them, and of writing them out. */
const PAGE = 250;
/** News are gathered for so long: under load one piece then holds many, and costs one write. */
const GATHER_MS = 50;
/** State changes kept for a follower who does not take them; past it the present states are read from the read model. */
export const MAX_PENDING = 20_000;
/** State changes looked at in one go; then others have their turn, and the follower has to have taken what there was. */
const SLICE = 200;

export interface LiveSources {
  readonly tail: LogTail;
  readonly states: StateChanges;
  readonly watermarks: Watermarks;
  /** Of all followers. */
  readonly shifts: Shifts;
}

export interface LiveRequest {
  readonly audience: Audience;
  /** Where the follower left off; null = from now on. */
  readonly from: Place | null;
  /** Productions the follower may see now. */
  readonly productions: () => readonly string[];
  /** Whether the follower's token is still good. */
  readonly stillWelcome: () => boolean;
  readonly ended: AbortSignal;
}

/** Written out once for all who are told of it. */
const changeTexts = new WeakMap<StateChange, string>();

/**
 * The messages of one follower, as text/event-stream, in pieces of many. Reads on only when the follower has taken what
 * there was, and others have their turn between two pieces.
 */
export class LiveStream {
  private readonly bell = new Bell();
  private readonly pending = new PendingChanges(MAX_PENDING);
  private caughtUp = false;
  /** More of the log was there than the last piece could hold. */
  private behind = false;
  private log = 0;

  constructor(
    private readonly sources: LiveSources,
    private readonly request: LiveRequest,
  ) {}

  async *messages(): AsyncGenerator<string | Buffer> {
    const { states, watermarks } = this.sources;
    const subscriptions: Subscription[] = [
      states.changes.subscribe((changes) => this.keep(changes)),
      watermarks.changes.subscribe(() => this.bell.ring()),
    ];
    const ring = () => this.bell.ring();
    this.request.ended.addEventListener('abort', ring);
    try {
      yield* this.open();
      yield* this.follow();
    } finally {
      this.request.ended.removeEventListener('abort', ring);
      for (const subscription of subscriptions) subscription.unsubscribe();
    }
  }

  private async *open(): AsyncGenerator<string> {
    const { request, sources } = this;
    const head = await sources.tail.head();
    const { from } = request;
    this.log = from === null || from.log > head ? head : from.log;
    yield RETRY + message('hello', { position: String(head), productions: request.productions() });
    if (from === null) return;
    // A place beyond the log belongs to another log: what it stood for is not known here.
    if (from.log > head) yield message('reset', { reason: 'rebuilt', changedAfter: null });
    else this.pending.forgetAfter(from.states);
  }

  private async *follow(): AsyncGenerator<string | Buffer> {
    let quietSince = performance.now();
    while (!this.request.ended.aborted && this.request.stillWelcome()) {
      const begun = performance.now();
      let said = false;
      for await (const text of this.news()) {
        yield text;
        said = true;
      }
      await turn();
      const now = performance.now();
      if (said) quietSince = now;
      else if (now - quietSince >= HEARTBEAT_MS) {
        quietSince = now;
        yield comment('still here');
      }
      if (!this.behind) await this.bell.wait(Math.min(LOOK_AGAIN_MS, HEARTBEAT_MS - (now - quietSince)));
      const early = GATHER_MS - (performance.now() - begun);
      if (!this.behind && early > 0) await pause(early);
    }
  }

  private async *news(): AsyncGenerator<string | Buffer> {
    const gap = this.pending.takeGap();
    if (gap !== null) yield* this.changedSince(gap);
    yield* this.stateMessages(this.taken(), () => this.token());
    const events = await this.sources.shifts.run(() => this.nextEvents());
    if (events.length > 0) yield events;
  }

  /** The next events of the log as they are sent; empty where there are none. */
  private async nextEvents(): Promise<Buffer> {
    const page = await this.sources.tail.after(this.log, this.request.audience, PAGE);
    this.behind = !page.end;
    const states = this.statesTold();
    let text = '';
    for (const event of page.events) text += event.textAt(states);
    this.log = page.upTo;
    if (page.end && !this.caughtUp) {
      this.caughtUp = true;
      text += withId(tokenOf({ log: this.log, states }), message('caught-up', { position: String(page.upTo) }));
    }
    return Buffer.from(text);
  }

  private keep(changes: readonly StateChange[]): void {
    this.pending.add(changes);
    this.bell.ring();
  }

  private *taken(): Generator<StateChange> {
    for (let change = this.pending.take(); change !== undefined; change = this.pending.take()) yield change;
  }

  /** Who leaves on the way has to begin here again: what is told is no step of the log. */
  private async *changedSince(n: number): AsyncGenerator<string> {
    const resume = tokenOf({ log: this.log, states: n });
    for (const production of this.request.productions())
      yield* this.stateMessages(this.sources.states.changedSince(production, n), () => resume);
  }

  /** A slice at a time. The last message of a slice says where to resume. */
  private async *stateMessages(changes: Iterable<StateChange>, token: () => string): AsyncGenerator<string> {
    let wanted: StateChange[] = [];
    let seen = 0;
    for (const change of changes) {
      if (this.request.audience.wantsState(change)) wanted.push(change);
      seen += 1;
      if (seen % SLICE !== 0) continue;
      if (wanted.length > 0) yield sliceOf(wanted, token());
      wanted = [];
      await turn();
      if (this.request.ended.aborted) return;
    }
    if (wanted.length > 0) yield sliceOf(wanted, token());
  }

  /**
   * Where to resume after this. A change is written at the facts' watermark; while something is still to be evaluated
   * more changes may be written at that very ordinal, so they are asked for once more.
   */
  private token(): string {
    return tokenOf({ log: this.log, states: this.statesTold() });
  }

  private statesTold(): number {
    const { watermarks } = this.sources;
    const { toldUpTo } = this.pending;
    if (toldUpTo !== null) return Math.min(toldUpTo, watermarks.factsAt);
    const settled = this.request
      .productions()
      .every((production) => watermarks.stateAt(production) >= watermarks.factsAt);
    return settled ? watermarks.factsAt : Math.max(0, watermarks.factsAt - 1);
  }
}

function sliceOf(changes: readonly StateChange[], resume: string): string {
  return changes
    .map((change, index) => (index === changes.length - 1 ? withId(resume, textOf(change)) : textOf(change)))
    .join('');
}

function textOf(change: StateChange): string {
  const known = changeTexts.get(change);
  if (known !== undefined) return known;
  const text = message('asset-state-changed', { ...change, position: String(change.position) });
  changeTexts.set(change, text);
  return text;
}
