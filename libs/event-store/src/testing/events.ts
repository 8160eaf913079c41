import type {
  EventReader,
  EventStore,
  LogFilter,
  NewEvent,
  Position,
  StoredEvent,
  SubscriptionMessage,
} from '../port.js';

/** UUID with a number in it: the same number, the same id. */
export function idOf(number: number): string {
  return `00000000-0000-4000-8000-${number.toString(16).padStart(12, '0')}`;
}

/** An event that is recognised by its number. */
export function eventOf(number: number, data: Readonly<Record<string, unknown>> = { number }): NewEvent {
  return { id: idOf(number), type: 'something-noted', data, metadata: { source: 'contract suite' } };
}

export function eventsOf(...numbers: readonly number[]): readonly NewEvent[] {
  return numbers.map((number) => eventOf(number));
}

/** Numbers of events made by `eventOf`, in order. */
export function numbersOf(events: readonly StoredEvent[]): readonly number[] {
  return events.map(({ id }) => Number.parseInt(id.slice(-12), 16));
}

/** first, first + 1, … `count` of them. */
export function range(first: number, count: number): readonly number[] {
  return Array.from({ length: count }, (_, index) => first + index);
}

/** Appends events one after another, each to a stream of its own choosing. */
export async function appendEach(store: EventStore, streams: readonly string[], firstNumber = 1): Promise<void> {
  for (const [index, stream] of streams.entries()) {
    const last = (await store.readStream(stream)).at(-1);
    await store.append(stream, last === undefined ? 'noStream' : last.revision, [eventOf(firstNumber + index)]);
  }
}

/** Messages after a position, up to and including the first for which `enough` is true. */
export async function take(
  reader: EventReader,
  after: Position | null,
  enough: (message: SubscriptionMessage, events: readonly StoredEvent[]) => boolean,
  filter?: LogFilter,
): Promise<readonly SubscriptionMessage[]> {
  const messages: SubscriptionMessage[] = [];
  const events: StoredEvent[] = [];
  for await (const message of reader.subscribeAll(after, { filter })) {
    messages.push(message);
    if (message.kind === 'event') events.push(message.event);
    if (enough(message, events)) break;
  }
  return messages;
}

/** The events after a position until `count` of them have come. */
export async function takeEvents(
  reader: EventReader,
  after: Position | null,
  count: number,
  filter?: LogFilter,
): Promise<readonly StoredEvent[]> {
  return eventsIn(await take(reader, after, (_, events) => events.length === count, filter));
}

export function eventsIn(messages: readonly SubscriptionMessage[]): readonly StoredEvent[] {
  return messages.flatMap((message) => (message.kind === 'event' ? [message.event] : []));
}

/** Where one may resume after a message; null where it says nothing of that. */
export function resumableAt(message: SubscriptionMessage): Position | null {
  return message.kind === 'event' ? message.event.position : message.position;
}
