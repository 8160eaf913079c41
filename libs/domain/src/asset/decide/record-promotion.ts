import { accepted, refused, type Decision } from '../../shared/decision.js';
import type { DomainEvent, Identity } from '../../shared/envelope.js';
import { invalidRequest, notFound, replayed, wrongState } from '../../shared/guards.js';
import type { AssetEvent, PromotedToDeliverableData, PromotionRefusedData } from '../events.js';
import type { AssetState } from '../state.js';
import { boundedRefusal, boundedVerdict, verdictFault } from '../verdict.js';

export type PromotionOutcome =
  | DomainEvent<'promoted-to-deliverable', PromotedToDeliverableData>
  | DomainEvent<'promotion-refused', PromotionRefusedData>;

/** D1, D2: the outcome of an open promotion, once. Facts that came in between change nothing of it. */
export function decideRecordPromotion(
  state: AssetState,
  outcome: PromotionOutcome,
  identity: Identity,
): Decision<AssetEvent> {
  const before = replayed<AssetEvent>(state, identity);
  if (before !== null) return before;
  const { decision, delivery } = outcome.data;
  const promotion = state.promotions.find((record) => record.decision === decision);
  if (promotion === undefined) return refused(notFound(`The promotion ${decision}`));
  if (promotion.outcome !== null) {
    return refused(
      wrongState(promotion.promoted ? 'promoted' : 'refused', 'The outcome of this promotion was recorded before.'),
    );
  }
  const fault =
    (delivery === promotion.delivery
      ? null
      : invalidRequest('/delivery', `must be ${promotion.delivery}, the delivery requested`)) ??
    verdictFault(outcome.data, { decision, n: promotion.requested.n }, expectation(outcome));
  if (fault !== null) return refused(fault);
  return accepted<AssetEvent>(bounded(outcome));
}

function expectation(outcome: PromotionOutcome): { verdict: 'release' | 'hold'; interrupted: boolean } {
  if (outcome.type === 'promoted-to-deliverable') return { verdict: 'release', interrupted: false };
  return { verdict: 'hold', interrupted: outcome.data.code === 'interrupted' };
}

function bounded(outcome: PromotionOutcome): AssetEvent {
  if (outcome.type === 'promoted-to-deliverable') return { type: outcome.type, data: boundedVerdict(outcome.data) };
  return { type: outcome.type, data: boundedRefusal(outcome.data) };
}
