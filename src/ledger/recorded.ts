import type { EventMetadata, Recorded } from '@clearance/domain';
import type { NewEvent, StoredEvent } from '@clearance/event-store';

/**
 * The ordinal n that a position of the embedded store stands for: there both are the same number.
 * @throws RangeError for the position of another store; ordinals are then assigned by the projector.
 */
export function ordinalOf(position: string): number {
  if (!/^\d{1,15}$/.test(position)) throw new RangeError(`${position} is no position of the embedded store`);
  return Number(position);
}

/** An event read from the store as a fold sees it. */
export function toRecorded(event: StoredEvent): Recorded {
  return {
    id: event.id,
    type: event.type,
    data: event.data,
    meta: event.metadata as unknown as EventMetadata,
    stream: event.stream,
    revision: Number(event.revision),
    n: ordinalOf(event.position),
  };
}

/** What an event handed to the store looks like once recorded. `first` is the place of the first of its append. */
export function recordedFrom(
  stream: string,
  events: readonly NewEvent[],
  last: { readonly revision: number; readonly n: number },
): Recorded[] {
  return events.map((event, index) => ({
    id: event.id,
    type: event.type,
    data: event.data,
    meta: event.metadata as unknown as EventMetadata,
    stream,
    revision: last.revision - (events.length - 1 - index),
    n: last.n - (events.length - 1 - index),
  }));
}
