import { refused, type Decision, type DecisionContext, type Expecting, type Refusal } from '../../shared/decision.js';
import { changedMeanwhile, reasonMissing, replayed, wrongState } from '../../shared/guards.js';
import type { AssetEvent } from '../events.js';
import type { AssetState } from '../state.js';
import { promotionOpen, recordable, unregistered } from './guards.js';
import { isPromoted } from './request-promotion.js';

export interface WithdrawCommand extends Expecting {
  readonly delivery: string;
  readonly reason: string;
}

/** Takes a promotion back: the asset is no longer the chosen final of that delivery. */
export function decideWithdraw(
  state: AssetState,
  command: WithdrawCommand,
  context: DecisionContext,
): Decision<AssetEvent> {
  const before = replayed<AssetEvent>(state, context.identity);
  if (before !== null) return before;
  const { delivery, reason } = command;
  const refusal =
    unregistered(state) ??
    reasonMissing(reason) ??
    changedMeanwhile(state, command) ??
    promotionOpen(state) ??
    notPromoted(state, delivery);
  if (refusal !== null) return refused(refusal);
  return recordable({ type: 'withdrawn-from-deliverable', data: { delivery, reason } });
}

function notPromoted(state: AssetState, delivery: string): Refusal | null {
  if (isPromoted(state, delivery)) return null;
  const last = state.promotions.findLast((promotion) => promotion.delivery === delivery);
  const now = last === undefined ? 'not-promoted' : last.promoted ? 'withdrawn' : 'refused';
  return wrongState(now, `This asset is not promoted to ${delivery}.`);
}
