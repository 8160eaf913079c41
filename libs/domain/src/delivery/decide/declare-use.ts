import { accepted, refused, type Decision, type DecisionContext, type Expecting } from '../../shared/decision.js';
import { changedMeanwhile, invalidRequest, replayed } from '../../shared/guards.js';
import { assetIdFault } from '../../shared/ids.js';
import type { DeliveryEvent, UseDeclaredData } from '../events.js';
import { ended, neverOpened, unknown } from '../guards.js';
import type { DeliveryState } from '../state.js';

export type DeclareUseCommand = Omit<UseDeclaredData, 'note'> & Expecting & { readonly note?: string | null };

/**
 * F8: says how a root asset is used in this delivery. Goes through while a release is being decided: it is a fact, and the
 * verdict says at which point it was reached.
 */
export function decideDeclareUse(
  state: DeliveryState,
  command: DeclareUseCommand,
  context: DecisionContext,
): Decision<DeliveryEvent> {
  const before = replayed<DeliveryEvent>(state, context.identity);
  if (before !== null) return before;
  const malformed = assetIdFault(command.asset);
  const refusal =
    neverOpened(state) ??
    (malformed === null ? null : invalidRequest('/asset', malformed)) ??
    changedMeanwhile(state, command) ??
    ended(state) ??
    unknown(state);
  if (refusal !== null) return refused(refusal);
  const { asset, prominence, onScreen, humanInput, note = null } = command;
  return accepted({ type: 'use-declared', data: { asset, prominence, onScreen, humanInput, note } });
}
