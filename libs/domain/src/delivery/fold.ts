import { actOf } from '../shared/act.js';
import type { Recorded } from '../shared/envelope.js';
import { foldOf, replaceLast, type Draft } from '../shared/fold.js';
import { UnreadableEvent } from '../shared/unreadable.js';
import type { FindingKey } from '../shared/vocabulary.js';
import type { ConcernData, ConcernKind, DeliveryData } from './events.js';
import { keyText } from './keys.js';
import { DELIVERY_SHAPES } from './shapes.js';
import type { DeliveryState, ReleaseRecord } from './state.js';

/** A delivery that was never opened. */
export function emptyDelivery(production: string, id: string): DeliveryState {
  return {
    production,
    id,
    revision: -1,
    known: new Map(),
    opened: null,
    uses: new Map(),
    releases: [],
    recalled: null,
    replaced: null,
    unread: 0,
  };
}

/** @throws UnreadableEvent */
export function evolveDelivery(state: DeliveryState, event: Recorded): DeliveryState {
  return fold.evolve(state, event);
}

/** Events that cannot be read are counted; the rest still tells what was released and what became of it. */
export function foldDelivery(production: string, id: string, events: readonly Recorded[]): DeliveryState {
  const empty = emptyDelivery(production, id);
  const unread = unreadAmong(empty, events);
  if (unread.size === 0) return fold.all(empty, events);
  const state = fold.all(
    empty,
    events.filter((event) => !unread.has(event)),
  );
  return { ...state, revision: events.at(-1)?.revision ?? -1, unread: unread.size };
}

/** Whether an event can be read does not depend on what came before it. */
function unreadAmong(empty: DeliveryState, events: readonly Recorded[]): ReadonlySet<Recorded> {
  return new Set(
    events.filter((event) => {
      try {
        evolveDelivery(empty, event);
        return false;
      } catch (error) {
        if (error instanceof UnreadableEvent) return true;
        throw error;
      }
    }),
  );
}

/** F1: whether two keys name one finding. */
export function sameKey(a: FindingKey, b: FindingKey): boolean {
  return keyText(a) === keyText(b);
}

const fold = foldOf<DeliveryState, DeliveryData>(DELIVERY_SHAPES, {
  opened: (draft, data, event) => {
    draft.opened ??= actOf(event, data);
  },
  'use-declared': (draft, data, event) => void draft.uses.set(data.asset, actOf(event, data)),
  'release-requested': (draft, data, event) =>
    void draft.releases.push({
      decision: data.decision,
      check: data.check,
      requested: actOf(event, data),
      outcome: null,
      concerns: [],
    }),
  released: (draft, data, event) => conclude(draft, data.decision, { kind: 'released', act: actOf(event, data) }),
  'release-refused': (draft, data, event) =>
    conclude(draft, data.decision, { kind: 'refused', act: actOf(event, data) }),
  compromised: (draft, data, event) => raise(draft, 'compromised', data, event),
  affected: (draft, data, event) => raise(draft, 'affected', data, event),
  questioned: (draft, data, event) => raise(draft, 'questioned', data, event),
  'concern-closed': (draft, data, event) => {
    const closed = actOf(event, data);
    const keys = new Set(data.keys.map(keyText));
    replaceLast(draft.releases, isRelease(data.release), (release) => ({
      ...release,
      concerns: release.concerns.map((concern) =>
        concern.closed === null && concern.kind === data.kind && keys.has(keyText(concern.cause.key))
          ? { ...concern, closed }
          : concern,
      ),
    }));
  },
  recalled: (draft, data, event) => {
    draft.recalled ??= actOf(event, data);
  },
  replaced: (draft, data, event) => {
    draft.replaced ??= actOf(event, data);
  },
});

function conclude(draft: Draft<DeliveryState>, decision: string, outcome: NonNullable<ReleaseRecord['outcome']>): void {
  replaceLast(
    draft.releases,
    (release) => release.decision === decision && release.outcome === null,
    (release) => ({ ...release, outcome }),
  );
}

function raise(draft: Draft<DeliveryState>, kind: ConcernKind, data: ConcernData, event: Recorded): void {
  const raisedBy = { stream: event.stream, revision: event.revision, n: event.n };
  replaceLast(draft.releases, isRelease(data.release), (release) => ({
    ...release,
    concerns: [
      ...release.concerns,
      ...data.causes.map((cause) => ({ kind, cause, since: event.meta.recordedAt, raisedBy, closed: null })),
    ],
  }));
}

function isRelease(decision: string): (release: ReleaseRecord) => boolean {
  return (release) => release.decision === decision;
}
