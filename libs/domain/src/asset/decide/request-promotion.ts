import { refused, type Decision, type DecisionContext, type Expecting } from '../../shared/decision.js';
import { derivedId } from '../../shared/envelope.js';
import { changedMeanwhile, notFound, replayed, wrongState } from '../../shared/guards.js';
import type { AssetEvent } from '../events.js';
import type { AssetState } from '../state.js';
import { promotionOpen, recordable, unregistered } from './guards.js';

export interface PromotionCommand extends Expecting {
  readonly delivery: string;
}
export interface PromotionSituation {
  /** Status of the delivery named; null where it was never opened. */
  readonly delivery: string | null;
  readonly productionClosed: boolean;
}

/** Asks for "these bytes are the chosen final of this delivery"; the verdict follows (D1). */
export function decideRequestPromotion(
  state: AssetState,
  command: PromotionCommand,
  situation: PromotionSituation,
  context: DecisionContext,
): Decision<AssetEvent> {
  const before = replayed<AssetEvent>(state, context.identity);
  if (before !== null) return before;
  const { delivery } = command;
  const refusal =
    unregistered(state) ??
    (situation.delivery === null ? notFound(`The delivery ${delivery}`) : null) ??
    changedMeanwhile(state, command) ??
    promotionOpen(state) ??
    (situation.productionClosed
      ? wrongState('closed', 'This production is closed: nothing is promoted or released any more.')
      : null) ??
    (situation.delivery === 'recalled' || situation.delivery === 'replaced'
      ? wrongState(
          situation.delivery,
          `The delivery ${delivery} was ${situation.delivery}; nothing is promoted to it any more.`,
        )
      : null) ??
    (situation.delivery === 'unknown'
      ? wrongState(
          'unknown',
          `The state of the delivery ${delivery} is not known; nothing is promoted to it until it is.`,
        )
      : null) ??
    (isPromoted(state, delivery) ? wrongState('promoted', `This asset is promoted to ${delivery} already.`) : null);
  if (refusal !== null) return refused(refusal);
  return recordable({
    type: 'promotion-requested',
    data: { decision: decisionIdOf(context.identity.dedup), delivery },
  });
}

/** Promotions and releases alike. */
export const decisionIdOf = (dedup: string): string => derivedId('dec', dedup);

export function isPromoted(state: AssetState, delivery: string): boolean {
  return state.promotions.some(
    (promotion) => promotion.delivery === delivery && promotion.promoted && promotion.withdrawn === null,
  );
}
