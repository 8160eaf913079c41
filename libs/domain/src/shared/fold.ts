import type { Known } from './decision.js';
import type { Recorded } from './envelope.js';
import type { Shape } from './shape.js';
import { metadataShape } from './shapes.js';
import { UnreadableEvent } from './unreadable.js';

/** What every fold knows of its stream. */
export interface Folded {
  /** Revision of the last event, -1 where the stream has none. */
  readonly revision: number;
  /** E3: dedup -> what was recorded under it. */
  readonly known: ReadonlyMap<string, Known>;
}

/** A state while it is being folded: its own lists and maps may be written, what stands in them is replaced whole. */
export type Draft<S> = { -readonly [K in keyof S]: Writable<S[K]> };
type Writable<V> =
  V extends ReadonlyMap<infer K, infer T>
    ? Map<K, T>
    : V extends readonly (infer T)[]
      ? number extends V['length']
        ? T[]
        : V
      : V;

export type Shapes<M> = { readonly [T in keyof M]: Shape<M[T]> };
export type Handlers<S, M> = { readonly [T in keyof M]: (draft: Draft<S>, data: M[T], event: Recorded) => void };

export interface Fold<S> {
  /** One event more. @throws UnreadableEvent */
  readonly evolve: (state: S, event: Recorded) => S;
  /**
   * The same into the state itself, whose lists and maps must be nobody else's. An event that cannot be read changes nothing.
   * @throws UnreadableEvent
   */
  readonly grow: (state: S, event: Recorded) => void;
  /** All events at once, in time linear in their number. @throws UnreadableEvent */
  readonly all: (initial: S, events: readonly Recorded[]) => S;
}

/**
 * A fold over a map of event type -> data: what a type's data must look like, and what it does to the state. An event that
 * speaks of something the stream does not hold (a revocation of an unknown approval) changes nothing but what is known.
 */
export function foldOf<S extends Folded, M>(shapes: Shapes<M>, handlers: Handlers<S, M>): Fold<S> {
  /** Metadata that were found to be readable last: events of one request that were read together share them. */
  let readable: unknown = null;
  const apply = (draft: Draft<S>, event: Recorded): void => {
    if (!Object.hasOwn(shapes, event.type)) throw unreadable(event, 'this event type is not known');
    const type = event.type as keyof M;
    const fault =
      (event.meta === readable ? null : metadataShape(event.meta, '/metadata')) ?? shapes[type](event.data, '/data');
    if (fault !== null) throw unreadable(event, `${fault.pointer} ${fault.message}`);
    readable = event.meta;
    handlers[type](draft, event.data as M[keyof M], event);
    const folded = draft as unknown as Draft<Folded>;
    folded.known.set(event.meta.dedup, noted(folded.known.get(event.meta.dedup), event));
    folded.revision = event.revision;
  };
  return {
    evolve: (state, event) => {
      const draft = thaw(state);
      apply(draft, event);
      return draft as S;
    },
    grow: (state, event) => apply(state as Draft<S>, event),
    all: (initial, events) => {
      const draft = thaw(initial);
      for (const event of events) apply(draft, event);
      return draft as S;
    },
  };
}

/** Replaces the last entry that fits; says whether there was one. */
export function replaceLast<T>(entries: T[], fits: (entry: T) => boolean, by: (entry: T) => T): boolean {
  const index = entries.findLastIndex(fits);
  const entry = entries[index];
  if (entry === undefined) return false;
  entries[index] = by(entry);
  return true;
}

function noted(before: Known | undefined, event: Recorded): Known {
  return {
    contentDigest: before?.contentDigest ?? event.meta.contentDigest,
    revision: event.revision,
    n: event.n,
    events: (before?.events ?? 0) + 1,
  };
}

function thaw<S>(state: S): Draft<S> {
  const copy: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(state as Record<string, unknown>)) {
    copy[name] = Array.isArray(value) ? value.slice() : value instanceof Map ? new Map(value) : value;
  }
  return copy as Draft<S>;
}

function unreadable(event: Recorded, reason: string): UnreadableEvent {
  return new UnreadableEvent(event.stream, event.revision, event.type, reason);
}
