import { expect } from 'vitest';
import type { Decision, DecisionContext, Known, RefusalSlug } from '../shared/decision.js';
import type { DomainEvent, EventMetadata, Recorded } from '../shared/envelope.js';

/** The ledger's clock in every spec. */
export const NOW = '2026-03-10T12:00:00.000Z';
/** Who reported what is given, unless a test says otherwise. */
export const HOOK = 'hook@acme.example';

/** Parts of an envelope that a test cares about. */
export interface Envelope {
  readonly id?: string;
  readonly by?: string;
  readonly behalf?: string | null;
  readonly source?: string | null;
  readonly dedup?: string;
  readonly contentDigest?: string;
  readonly occurredAt?: string;
  readonly recordedAt?: string;
}
export interface Said {
  readonly event: DomainEvent;
  readonly envelope: Envelope;
}
export type Entry = DomainEvent | Said;

/** An event with an envelope of its own. */
export const said = (event: DomainEvent, envelope: Envelope): Said => ({ event, envelope });

/** Events as they would be read back: revisions from 0, n from 1, ids `e0`, `e1` …, a second apart. */
export function recorded(stream: string, entries: readonly Entry[], first = 0): Recorded[] {
  return entries.map((entry, index) => {
    const { event, envelope } = 'envelope' in entry ? entry : { event: entry, envelope: {} };
    const revision = first + index;
    const recordedAt = envelope.recordedAt ?? new Date(Date.UTC(2026, 2, 1, 0, 0, revision)).toISOString();
    const meta: EventMetadata = {
      schema: 1,
      dedup: envelope.dedup ?? `d${revision}`,
      contentDigest: envelope.contentDigest ?? `c${revision}`,
      actor: { subject: envelope.by ?? HOOK, role: null, token: null, onBehalfOf: envelope.behalf ?? null, via: null },
      source: envelope.source === undefined ? '/acme/hook' : envelope.source,
      sourceId: null,
      correlationId: null,
      causationId: null,
      occurredAt: envelope.occurredAt ?? recordedAt,
      recordedAt,
    };
    return {
      id: envelope.id ?? `e${revision}`,
      type: event.type,
      data: event.data,
      meta,
      stream,
      revision,
      n: revision + 1,
    };
  });
}

/** A command by somebody, under a key of its own. */
export function by(subject: string, key = 'new'): DecisionContext {
  return {
    identity: { dedup: key, contentDigest: `content of ${key}` },
    now: NOW,
    actor: { subject, role: null, token: null, onBehalfOf: null, via: null },
  };
}

export interface ExpectedRefusal {
  readonly slug: RefusalSlug;
  readonly members?: Readonly<Record<string, unknown>>;
  /** Where the request is at fault, in order. */
  readonly pointers?: readonly string[];
}

interface Outcome {
  /** These events, exactly and in this order. */
  records(...events: readonly DomainEvent[]): void;
  /** Accepted, and nothing to append. */
  recordsNothing(): void;
  /** Refused; the events are the record of the refusal, exactly. */
  refuses(refusal: ExpectedRefusal, ...events: readonly DomainEvent[]): void;
  /** All of it was recorded before. */
  repeats(known: Known): void;
}

/** given(history).when(decision).records | refuses | repeats: compares exactly. */
export function givenStream<S>(stream: string, fold: (events: readonly Recorded[]) => S) {
  return (...entries: readonly Entry[]) => {
    const state = fold(recorded(stream, entries));
    return { state, when: (decide: (state: S) => Decision): Outcome => outcomeOf(decide(state)) };
  };
}

function outcomeOf(decision: Decision): Outcome {
  return {
    records: (...events) => expect(decision).toEqual({ kind: 'accepted', events }),
    recordsNothing: () => expect(decision).toEqual({ kind: 'accepted', events: [] }),
    refuses: ({ slug, members, pointers }, ...events) => {
      expect(decision.kind === 'refused' ? brief(decision.refusal) : decision).toEqual({ slug, members, pointers });
      expect(decision.kind === 'refused' && decision.events).toEqual(events);
    },
    repeats: (known) => expect(decision).toEqual({ kind: 'duplicate', known }),
  };
}

/** A refusal without its sentences, which must be there but are not compared. */
function brief(refusal: Extract<Decision, { kind: 'refused' }>['refusal']) {
  expect(refusal.detail).toMatch(/\w/);
  for (const error of refusal.errors ?? []) expect(error.message).toMatch(/\w/);
  return { slug: refusal.slug, members: refusal.members, pointers: refusal.errors?.map(({ pointer }) => pointer) };
}
