import { accepted, type Decision } from '../../shared/decision.js';
import { headWithin, jsonBytes, MAX_EVENT_BYTES } from '../../shared/size.js';
import type { FindingKey } from '../../shared/vocabulary.js';
import type { ConcernCause, ConcernClosedData, ConcernKind, DeliveryEvent } from '../events.js';
import { keyText } from '../keys.js';
import type { DeliveryState } from '../state.js';
import { liveRelease, openConcerns } from '../status.js';

/** D4. */
export const MAX_CAUSES_PER_CONCERN = 500;
export const MAX_PATHS_PER_CAUSE = 100;
/** References to events that one cause keeps; the finding itself names them all. */
const MAX_EVIDENCE = 100;

/** What a sentinel has seen when it speaks. Ordinals. */
export interface Sight {
  /** How far the facts had come. */
  readonly position: number;
  /** Up to where everything was evaluated. */
  readonly evaluated: number;
}

/**
 * D4, D5: announces what makes a live release fail, each key once while its concern is open. A key that is open in this kind
 * or as compromised is dropped; an open doubt that turns out to be a breach is announced. So is a key that somebody closed
 * further on than was evaluated here: they have seen more, and two sentinels would contradict each other without end. No
 * event where nothing is left, or where the release is no longer live.
 */
export function decideRaiseConcerns(
  state: DeliveryState,
  release: string,
  kind: ConcernKind,
  causes: readonly ConcernCause[],
  { position, evaluated }: Sight,
): Decision<DeliveryEvent> {
  const live = liveRelease(state);
  if (live?.decision !== release) return accepted<DeliveryEvent>();
  const closedSince = live.concerns.filter(
    (concern) => concern.kind === kind && concern.closed !== null && concern.closed.n > evaluated,
  );
  const announced = new Set(
    [...openConcerns(live, kind), ...openConcerns(live, 'compromised'), ...closedSince].map((concern) =>
      keyText(concern.cause.key),
    ),
  );
  const news: ConcernCause[] = [];
  for (const cause of causes) {
    const key = keyText(cause.key);
    if (announced.has(key)) continue;
    announced.add(key);
    const { evidence, paths } = cause;
    news.push({ ...cause, evidence: evidence.slice(0, MAX_EVIDENCE), paths: paths.slice(0, MAX_PATHS_PER_CAUSE) });
  }
  const room = MAX_EVENT_BYTES - jsonBytes({ release, causes: [], position });
  return accepted(
    ...portions(news, room).map((portion): DeliveryEvent => ({
      type: kind,
      data: { release, causes: portion, position },
    })),
  );
}

/**
 * D5: closes questions and effects whose finding is gone; a compromise ends by a new release, a recall or a replacement only.
 * Keys that are not open are dropped, and so are those that somebody raised further on than was evaluated here; no event
 * where nothing is left.
 */
export function decideCloseConcerns(
  state: DeliveryState,
  release: string,
  kind: ConcernClosedData['kind'],
  keys: readonly FindingKey[],
  { position, evaluated }: Sight,
): Decision<DeliveryEvent> {
  const live = liveRelease(state);
  if (live?.decision !== release) return accepted<DeliveryEvent>();
  const seen = openConcerns(live, kind).filter(({ raisedBy }) => raisedBy.n <= evaluated);
  const open = new Map(seen.map(({ cause }) => [keyText(cause.key), cause.key]));
  const gone = [...new Set(keys.map(keyText))].flatMap((key) => open.get(key) ?? []);
  const events: DeliveryEvent[] = [];
  for (let at = 0; at < gone.length; at += MAX_CAUSES_PER_CONCERN) {
    const portion = gone.slice(at, at + MAX_CAUSES_PER_CONCERN);
    events.push({ type: 'concern-closed', data: { release, kind, keys: portion, position } });
  }
  return accepted(...events);
}

function portions(causes: readonly ConcernCause[], room: number): (readonly ConcernCause[])[] {
  const cut: (readonly ConcernCause[])[] = [];
  for (let at = 0; at < causes.length;) {
    const fitting = headWithin(causes.slice(at, at + MAX_CAUSES_PER_CONCERN), room);
    const portion = fitting.length > 0 ? fitting : causes.slice(at, at + 1);
    cut.push(portion);
    at += portion.length;
  }
  return cut;
}
