import {
  eventIdOf,
  ledgerIdentity,
  type DomainEvent,
  type EventMetadata,
  type Identity,
  type Recorded,
} from '@clearance/domain';
import {
  LogDamaged,
  StreamDeleted,
  TooLarge,
  Unavailable,
  type EventStore,
  type ExpectedRevision,
  type NewEvent,
} from '@clearance/event-store';
import { Problem } from './ports.js';
import { ordinalOf, recordedFrom, toRecorded } from './recorded.js';

/** The part of the envelope that does not follow from the identity. */
export type About = Omit<EventMetadata, 'schema' | 'dedup' | 'contentDigest'>;

/** Gives the events of one request their envelopes and ids (E2). */
export function envelop(events: readonly DomainEvent[], identity: Identity, about: About): NewEvent[] {
  const ordinals = new Map<string, number>();
  return events.map((event) => {
    const ordinal = ordinals.get(event.type) ?? 0;
    ordinals.set(event.type, ordinal + 1);
    return enveloped(event, identity, about, ordinal);
  });
}

/**
 * Gives the record of a refusal its envelopes. It follows the refused request, so its key is not that request's own:
 * the request is judged anew when it comes again (E5).
 */
export function envelopRefusal(events: readonly DomainEvent[], refused: Identity, about: About): NewEvent[] {
  return events.map((event) => enveloped(event, ledgerIdentity(refused.dedup, event.type, event.data), about, 0));
}

/** One stream as recorded so far. */
export async function loadStream(store: EventStore, stream: string): Promise<Recorded[]> {
  try {
    return (await store.readStream(stream)).map(toRecorded);
  } catch (error) {
    throw asProblem(error);
  }
}

/**
 * Appends after `recorded` and answers what was appended. An ambiguous failure is answered by one repetition with the
 * same bytes at the same revision, which cannot record anything twice.
 * @throws WrongExpectedRevision where somebody else was first; Problem for everything else the store may refuse.
 */
export async function appendAfter(
  store: EventStore,
  stream: string,
  recorded: readonly Recorded[],
  events: readonly NewEvent[],
): Promise<Recorded[]> {
  const expected: ExpectedRevision = recorded.length === 0 ? 'noStream' : BigInt(recorded.at(-1)!.revision);
  const append = async () => {
    const { revision, position } = await store.append(stream, expected, events);
    return recordedFrom(stream, events, { revision: Number(revision), n: ordinalOf(position) });
  };
  try {
    try {
      return await append();
    } catch (error) {
      if (error instanceof Unavailable && error.ambiguous) return await append();
      throw error;
    }
  } catch (error) {
    throw asProblem(error);
  }
}

/**
 * Records a refusal, leaving out what is recorded already.
 * @returns the ordinal of the last event of the record; null where the refusal has none.
 */
export async function recordRefusal(
  store: EventStore,
  stream: string,
  recorded: readonly Recorded[],
  record: readonly NewEvent[],
): Promise<number | null> {
  const before = recorded.filter((event) => record.some(({ id }) => id === event.id));
  const missing = record.filter(({ id }) => !before.some((event) => event.id === id));
  const appended = missing.length === 0 ? [] : await appendAfter(store, stream, recorded, missing);
  return [...before, ...appended].at(-1)?.n ?? null;
}

/** What the store's closed set of errors is to a caller; anything else (a lost race, a defect) stays what it is. */
export function asProblem(error: unknown): unknown {
  if (error instanceof LogDamaged) {
    return new Problem('store-unavailable', `Nothing was decided or recorded: ${error.message}`);
  }
  if (error instanceof Unavailable) {
    return new Problem('store-unavailable', 'The event store cannot be reached; nothing was acknowledged. Try again.');
  }
  if (error instanceof TooLarge) {
    return new Problem('too-large', `One append may hold ${error.limit} bytes; this one holds ${error.size}.`);
  }
  if (error instanceof StreamDeleted) {
    return new Problem(
      'internal',
      `The stream ${error.stream} was deleted in the event store and can never be written again.`,
    );
  }
  return error;
}

function enveloped(event: DomainEvent, identity: Identity, about: About, ordinal: number): NewEvent {
  const metadata: EventMetadata = { schema: 1, dedup: identity.dedup, contentDigest: identity.contentDigest, ...about };
  return {
    id: eventIdOf(identity, event.type, ordinal),
    type: event.type,
    data: event.data as Readonly<Record<string, unknown>>,
    metadata: metadata as unknown as Readonly<Record<string, unknown>>,
  };
}
