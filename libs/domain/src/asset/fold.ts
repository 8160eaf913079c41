import { actOf, type Act } from '../shared/act.js';
import type { Recorded } from '../shared/envelope.js';
import { foldOf, replaceLast, type Draft, type Handlers } from '../shared/fold.js';
import {
  FACT_TYPES,
  type ActData,
  type FactData,
  type FactType,
  type PromotedToDeliverableData,
  type PromotionRefusedData,
} from './events.js';
import { ACT_SHAPES, FACT_SHAPES } from './shapes.js';
import type { AnyFact, AssetState, RetractionRecord } from './state.js';

/** An asset about which nothing was said. */
export function emptyAsset(production: string, id: string): AssetState {
  return {
    production,
    id,
    revision: -1,
    known: new Map(),
    facts: [],
    conflicts: [],
    lifts: [],
    confirmations: [],
    requests: [],
    approvals: [],
    rejections: [],
    retractions: [],
    promotions: [],
  };
}

/** @throws UnreadableEvent */
export function evolveAsset(state: AssetState, event: Recorded): AssetState {
  return fold.evolve(state, event);
}

/**
 * The same into a state that `emptyAsset` or `foldAsset` made and nobody else holds: a copy for each event costs more than
 * the event. An event that cannot be read changes nothing. @throws UnreadableEvent
 */
export function growAsset(state: AssetState, event: Recorded): void {
  fold.grow(state, event);
}

/** @throws UnreadableEvent */
export function foldAsset(production: string, id: string, events: readonly Recorded[]): AssetState {
  return fold.all(emptyAsset(production, id), events);
}

/** Event ids of facts that an accepted retraction of this stream names. Whether the acceptance is void (F6) is not asked. */
export function retractedEvents(state: AssetState): Set<string> {
  return new Set(
    state.retractions.flatMap((retraction) =>
      retraction.state === 'accepted' && retraction.closed !== null && 'events' in retraction.closed.data
        ? retraction.closed.data.events
        : [],
    ),
  );
}

/** An approval as it is given. */
const UNTOUCHED = { revoked: null, evidenced: [] };

const acts: Handlers<AssetState, ActData> = {
  'digest-conflict-reported': (draft, data, event) => void draft.conflicts.push(actOf(event, data)),
  'temporary-mark-lifted': (draft, data, event) => void draft.lifts.push(actOf(event, data)),
  'replacement-confirmed': (draft, data, event) => void draft.confirmations.push(actOf(event, data)),
  'approval-requested': (draft, data, event) => void draft.requests.push(actOf(event, data)),
  approved: (draft, data, event) => void draft.approvals.push({ ...actOf(event, data), ...UNTOUCHED }),
  'approval-rejected': (draft, data, event) => void draft.rejections.push(actOf(event, data)),
  'override-granted': (draft, data, event) => void draft.approvals.push({ ...actOf(event, data), ...UNTOUCHED }),
  'condition-evidenced': (draft, data, event) => {
    replaceLast(
      draft.approvals,
      (approval) => approval.data.approval === data.approval,
      (approval) => ({ ...approval, evidenced: [...approval.evidenced, actOf(event, data)] }),
    );
  },
  'approval-revoked': (draft, data, event) => {
    replaceLast(
      draft.approvals,
      (approval) => approval.data.approval === data.approval && approval.revoked === null,
      (approval) => ({ ...approval, revoked: actOf(event, data) }),
    );
  },
  'retraction-proposed': (draft, data, event) =>
    void draft.retractions.push({ ...actOf(event, data), state: 'proposed', closed: null }),
  'retraction-rejected': (draft, data, event) => closeRetraction(draft, 'rejected', actOf(event, data)),
  'fact-retracted': (draft, data, event) => closeRetraction(draft, 'accepted', actOf(event, data)),
  'promotion-requested': (draft, data, event) =>
    void draft.promotions.push({
      decision: data.decision,
      delivery: data.delivery,
      requested: actOf(event, data),
      outcome: null,
      promoted: false,
      withdrawn: null,
    }),
  'promoted-to-deliverable': (draft, data, event) => closePromotion(draft, actOf(event, data), true),
  'promotion-refused': (draft, data, event) => closePromotion(draft, actOf(event, data), false),
  'withdrawn-from-deliverable': (draft, data, event) => {
    replaceLast(
      draft.promotions,
      (promotion) => promotion.delivery === data.delivery && promotion.promoted && promotion.withdrawn === null,
      (promotion) => ({ ...promotion, withdrawn: actOf(event, data) }),
    );
  },
};

const facts = Object.fromEntries(
  FACT_TYPES.map((type) => [
    type,
    (draft: Draft<AssetState>, data: FactData[FactType], event: Recorded) =>
      void draft.facts.push(factOf(event, type, data)),
  ]),
) as unknown as Handlers<AssetState, FactData>;

const fold = foldOf<AssetState, FactData & ActData>({ ...FACT_SHAPES, ...ACT_SHAPES }, { ...facts, ...acts });

function factOf<T extends FactType>(event: Recorded, type: T, data: FactData[T]): AnyFact {
  return {
    event: event.id,
    stream: event.stream,
    revision: event.revision,
    n: event.n,
    type,
    data,
    subject: event.meta.actor.subject,
    authid: event.meta.actor.onBehalfOf,
    source: event.meta.source,
    occurredAt: event.meta.occurredAt,
    recordedAt: event.meta.recordedAt,
  } as unknown as AnyFact;
}

function closeRetraction(
  draft: Draft<AssetState>,
  state: 'accepted' | 'rejected',
  closed: NonNullable<RetractionRecord['closed']>,
): void {
  replaceLast(
    draft.retractions,
    (retraction) => retraction.data.retraction === closed.data.retraction && retraction.state === 'proposed',
    (retraction) => ({ ...retraction, state, closed }),
  );
}

function closePromotion(
  draft: Draft<AssetState>,
  outcome: Act<PromotedToDeliverableData> | Act<PromotionRefusedData>,
  promoted: boolean,
): void {
  replaceLast(
    draft.promotions,
    (promotion) => promotion.decision === outcome.data.decision && promotion.outcome === null,
    (promotion) => ({ ...promotion, outcome, promoted }),
  );
}
