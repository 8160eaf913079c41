import {
  accepted,
  refused,
  type Decision,
  type DecisionContext,
  type Expecting,
  type Refusal,
} from '../shared/decision.js';
import type { Digests } from '../shared/digests.js';
import { derivedId } from '../shared/envelope.js';
import { changedMeanwhile, invalidRequest, reasonMissing, replayed } from '../shared/guards.js';
import { assetIdFault, PRODUCTION_ID } from '../shared/ids.js';
import type { ProductionEvent } from './events.js';
import type { ProductionState } from './fold.js';
import { notOpen } from './guards.js';

export interface GrantShareCommand extends Expecting {
  readonly to: string;
  readonly assets?: readonly string[];
  readonly digests?: readonly Digests[];
  readonly reason: string;
}

/** One grant names at most so many assets or digests. */
export const MAX_SHARED = 1_000;

/** L6: lets another production resolve edges to these assets or digests; what it sees of their findings is redacted. */
export function decideGrantShare(
  state: ProductionState,
  command: GrantShareCommand,
  context: DecisionContext,
): Decision<ProductionEvent> {
  const before = replayed<ProductionEvent>(state, context.identity);
  if (before !== null) return before;
  const refusal =
    notOpen(state) ?? reasonMissing(command.reason) ?? shareFault(state, command) ?? changedMeanwhile(state, command);
  if (refusal !== null) return refused(refusal);
  const { to, assets = [], digests = [], reason } = command;
  const share = derivedId('shr', context.identity.dedup);
  return accepted({ type: 'share-granted', data: { share, to, assets, digests, reason } });
}

function shareFault(state: ProductionState, command: GrantShareCommand): Refusal | null {
  const { to, assets = [], digests = [] } = command;
  if (!PRODUCTION_ID.test(to)) return invalidRequest('/to', 'must be the id of a production');
  if (to === state.id) return invalidRequest('/to', 'must be another production');
  if ((assets.length === 0) === (digests.length === 0)) {
    return invalidRequest('/assets', 'must be there, or digests must; not both');
  }
  if (assets.length + digests.length > MAX_SHARED) {
    return invalidRequest(assets.length > 0 ? '/assets' : '/digests', `must name at most ${MAX_SHARED}`);
  }
  for (const [index, asset] of assets.entries()) {
    const fault = assetIdFault(asset);
    if (fault !== null) return invalidRequest(`/assets/${index}`, fault);
  }
  const empty = digests.findIndex((each) => Object.keys(each).length === 0);
  return empty < 0 ? null : invalidRequest(`/digests/${empty}`, 'must hold a digest');
}
