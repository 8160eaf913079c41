import { Inject, Injectable } from '@nestjs/common';
import { CATEGORIES } from '@clearance/domain';
import type { EventStore, StoredEvent } from '@clearance/event-store';
import { asProblem } from '../ledger/appending.js';
import { ordinalOf, toRecorded } from '../ledger/recorded.js';
import { EVENT_STORE } from '../ledger/tokens.js';
import type { Audience } from './audience.js';
import { RecentEvents } from './recent-events.js';
import { TailEvent } from './tail-event.js';

/** Events looked at in one read. */
const STEP = 250;
/** What followers of everything get: all but the chunks of manifests, which are bulk. */
const USUAL = CATEGORIES.filter((category) => category !== 'manifest').map((category) => `${category}-`);

export interface TailPage {
  /** Events the audience wants, in log order. */
  readonly events: readonly TailEvent[];
  /** Everything up to here was looked at. */
  readonly upTo: number;
  /** Nothing more was in the log when it was looked at. */
  readonly end: boolean;
}

interface Page {
  readonly limit: number;
  /** The newest event when it was asked for. */
  readonly head: number;
  readonly streamPrefixes: readonly string[];
}

/**
 * Reads the log for followers, straight from the store. Those who follow closely share what is read: a commit is read,
 * parsed and written out once, not once for each of them.
 */
@Injectable()
export class LogTail {
  private readonly recent = new RecentEvents();
  private reading: Promise<void> | null = null;

  constructor(@Inject(EVENT_STORE) private readonly store: EventStore) {}

  async head(): Promise<number> {
    const position = await this.look(() => this.store.head());
    return position === null ? 0 : ordinalOf(position);
  }

  /** The next events after an ordinal, at most `limit` of those wanted. */
  async after(n: number, audience: Audience, limit: number): Promise<TailPage> {
    const streamPrefixes = audience.prefixes();
    const head = await this.head();
    if (streamPrefixes.length === 0 || head <= n) return { events: [], upTo: Math.max(head, n), end: true };
    if (streamPrefixes.some((prefix) => prefix.startsWith('manifest-')))
      return this.ownPage(n, audience, { limit, head, streamPrefixes });
    if (n > this.recent.to) this.recent.beginAfter(n);
    if (!this.recent.covers(n)) return this.ownPage(n, audience, { limit, head, streamPrefixes });
    if (n === this.recent.to) await this.readOn();
    // Meanwhile it may have moved on past this follower.
    return this.recent.covers(n)
      ? this.sharedPage(n, audience, { limit, head, streamPrefixes })
      : this.ownPage(n, audience, { limit, head, streamPrefixes });
  }

  private sharedPage(n: number, audience: Audience, { limit, head, streamPrefixes }: Page): TailPage {
    const events: TailEvent[] = [];
    for (const each of this.recent.after(n)) {
      if (!streamPrefixes.some((prefix) => each.event.stream.startsWith(prefix))) continue;
      if (!audience.wants(each)) continue;
      events.push(each);
      if (events.length === limit) return { events, upTo: each.event.n, end: each.event.n >= head };
    }
    return { events, upTo: this.recent.to, end: this.recent.to >= head };
  }

  /** For those far behind, and for bulk: what only they need is read for them alone. */
  private async ownPage(n: number, audience: Audience, { limit, head, streamPrefixes }: Page): Promise<TailPage> {
    const read = await this.readAfter(n, streamPrefixes);
    const events: TailEvent[] = [];
    for (const event of read.events) {
      if (!audience.wants(event)) continue;
      events.push(event);
      if (events.length === limit) return { events, upTo: event.event.n, end: event.event.n >= head };
    }
    // A full read may have stopped short of the head; one that is not full has seen everything up to it.
    return read.full ? { events, upTo: read.last, end: false } : { events, upTo: Math.max(head, read.last), end: true };
  }

  /** Reads the next stretch for all who share it; those who ask meanwhile wait for the same read. */
  private readOn(): Promise<void> {
    this.reading ??= this.readStretch().finally(() => (this.reading = null));
    return this.reading;
  }

  private async readStretch(): Promise<void> {
    const from = this.recent.to;
    const head = await this.head();
    const { events, full, last } = await this.readAfter(from, USUAL);
    if (this.recent.to === from) this.recent.add(events, full ? last : Math.max(head, last));
  }

  private async readAfter(
    n: number,
    streamPrefixes: readonly string[],
  ): Promise<{ readonly events: TailEvent[]; readonly full: boolean; readonly last: number }> {
    const read: readonly StoredEvent[] = await this.look(() =>
      this.store.readAll(n === 0 ? null : String(n), { filter: { streamPrefixes }, limit: STEP }),
    );
    const events = read.map((stored) => new TailEvent(toRecorded(stored)));
    return { events, full: read.length === STEP, last: events.at(-1)?.event.n ?? n };
  }

  private async look<T>(read: () => Promise<T>): Promise<T> {
    try {
      return await read();
    } catch (error) {
      throw asProblem(error);
    }
  }
}
