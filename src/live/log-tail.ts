import { Inject, Injectable } from '@nestjs/common';
import type { Recorded } from '@clearance/domain';
import type { EventStore } from '@clearance/event-store';
import { asProblem } from '../ledger/appending.js';
import { ordinalOf, toRecorded } from '../ledger/recorded.js';
import { EVENT_STORE } from '../ledger/tokens.js';
import type { Audience } from './audience.js';

/** Events looked at in one read. */
const STEP = 500;

export interface TailPage {
  /** Events the audience wants, in log order. */
  readonly events: readonly Recorded[];
  /** Everything up to here was looked at. */
  readonly upTo: number;
  /** Nothing more was in the log when it was looked at. */
  readonly end: boolean;
}

/** Reads the log for followers, straight from the store. */
@Injectable()
export class LogTail {
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
    const read = await this.look(() =>
      this.store.readAll(n === 0 ? null : String(n), { filter: { streamPrefixes }, limit: STEP }),
    );
    const events: Recorded[] = [];
    for (const stored of read) {
      const event = toRecorded(stored);
      if (!audience.wants(event)) continue;
      events.push(event);
      if (events.length === limit) return { events, upTo: event.n, end: event.n >= head };
    }
    // A full read may have stopped short of the head; one that is not full has seen everything up to it.
    const last = read.length === 0 ? n : ordinalOf(read.at(-1)!.position);
    return read.length === STEP
      ? { events, upTo: last, end: false }
      : { events, upTo: Math.max(head, last), end: true };
  }

  private async look<T>(read: () => Promise<T>): Promise<T> {
    try {
      return await read();
    } catch (error) {
      throw asProblem(error);
    }
  }
}
