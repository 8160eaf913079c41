import { Observable } from 'rxjs';
import type { EventReader, LogFilter, Position, SubscriptionMessage } from './port.js';

export interface ObserveOptions {
  readonly filter?: LogFilter;
  /**
   * What has to be done with each message before the next one is fetched. Without it messages are fetched as fast as
   * the log gives them, whatever the observer does: enough for small, synchronous observers only.
   */
  readonly process?: (message: SubscriptionMessage) => void | Promise<void>;
}

/**
 * `subscribeAll` as a cold rxjs Observable: each subscriber has a subscription of its own. A message is emitted after
 * `process` has resolved for it, so that what is emitted has been dealt with. What the log or `process` throws is the
 * error notification. Unsubscribing ends the underlying subscription; a `process` under way runs to its end unheard.
 */
export function observeAll(
  reader: EventReader,
  after: Position | null,
  options: ObserveOptions = {},
): Observable<SubscriptionMessage> {
  const { filter, process } = options;
  return new Observable((subscriber) => {
    const messages = reader.subscribeAll(after, { filter })[Symbol.asyncIterator]();
    const pump = async (): Promise<void> => {
      while (!subscriber.closed) {
        const step = await messages.next();
        if (step.done === true) {
          subscriber.complete();
          return;
        }
        if (subscriber.closed) return;
        await process?.(step.value);
        subscriber.next(step.value);
      }
    };
    pump().catch((error: unknown) => subscriber.error(error));
    // Also run after complete() and error(); an iterator that cannot be ended is a defect and may fail loudly.
    return () => void messages.return?.();
  });
}
