import { setImmediate as nextTurn } from 'node:timers/promises';
import { prefixesOf } from '../filter.js';
import type { LogFilter, SubscriptionMessage } from '../port.js';
import type { Bell } from './bell.js';
import type { LogPage } from './log-reader.js';
import { fromPosition, toPosition } from './rows.js';

/** What a subscription follows. */
export interface FollowedLog {
  /** The next stretch. @throws Unavailable once the log is closed. */
  next(after: number, filter: LogFilter | undefined): LogPage;
  readonly bell: Bell;
}

/** `subscribeAll` of both SQLite classes. @param after ordinal, 0 from the start. @throws RangeError for a bad filter. */
export function follow(
  log: FollowedLog,
  after: number,
  filter: LogFilter | undefined,
): AsyncIterable<SubscriptionMessage> {
  prefixesOf(filter);
  return {
    [Symbol.asyncIterator]() {
      // A generator's own return() waits for the step under way, which may wait for the next event for ever.
      const stop = new AbortController();
      const steps = messages(log, after, filter, stop.signal);
      return {
        next: () => steps.next(),
        return: () => {
          stop.abort();
          return steps.return(undefined);
        },
      };
    },
  };
}

async function* messages(
  log: FollowedLog,
  after: number,
  filter: LogFilter | undefined,
  signal: AbortSignal,
): AsyncGenerator<SubscriptionMessage, undefined> {
  let cursor = after;
  /** The last ordinal the subscriber has heard of, and the one it was told that it has caught up with. */
  let told = after;
  let caughtUpAt: number | null = null;
  while (!signal.aborted) {
    const rings = log.bell.rings;
    const page = log.next(cursor, filter);
    cursor = page.scannedTo;
    for (const event of page.events) {
      told = fromPosition(event.position);
      yield { kind: 'event', event };
      if (signal.aborted) return undefined;
    }
    if (cursor > told) {
      told = cursor;
      yield { kind: 'checkpoint', position: toPosition(cursor) };
    }
    if (!page.atHead) {
      // Catching up on a long log must not keep the process from everything else.
      await nextTurn();
      continue;
    }
    if (caughtUpAt !== cursor) {
      caughtUpAt = cursor;
      yield { kind: 'caughtUp', position: cursor === 0 ? null : toPosition(cursor) };
    }
    await log.bell.wait(rings, signal);
  }
  return undefined;
}
