import {
  accepted,
  refused,
  type Decision,
  type DecisionContext,
  type Expecting,
  type Refusal,
} from '../shared/decision.js';
import { changedMeanwhile, invalidRequest, reasonMissing, replayed } from '../shared/guards.js';
import type { PinnedPack, ProductionEvent } from './events.js';
import type { ProductionState } from './fold.js';
import { notOpen } from './guards.js';

export interface AdoptPolicyCommand extends Expecting {
  readonly packs: readonly Pick<PinnedPack, 'id' | 'version'>[];
  readonly reason: string;
}
export interface AdoptPolicySituation {
  /** The published packs that were asked for, in the order asked, with every switch filled in; null where there is none. */
  readonly published: readonly (PinnedPack | null)[];
  /** What else keeps them from being adopted so, or together. */
  readonly faults: readonly LocatedFault[];
}
type LocatedFault = NonNullable<Refusal['errors']>[number];

/** At most so many packs bind in one production. */
export const MAX_ADOPTED_PACKS = 16;

/**
 * Says which packs bind from here on, besides the base rules. Nothing decided before is judged anew: a live release keeps
 * the packs it was judged by.
 */
export function decideAdoptPolicy(
  state: ProductionState,
  command: AdoptPolicyCommand,
  situation: AdoptPolicySituation,
  context: DecisionContext,
): Decision<ProductionEvent> {
  const before = replayed<ProductionEvent>(state, context.identity);
  if (before !== null) return before;
  const refusal =
    notOpen(state) ??
    reasonMissing(command.reason) ??
    adoptionFault(command.packs, situation) ??
    changedMeanwhile(state, command);
  if (refusal !== null) return refused(refusal);
  return accepted(adopted(situation, command.reason));
}

export function adopted({ published }: AdoptPolicySituation, reason: string): ProductionEvent {
  return { type: 'policy-adopted', data: { packs: published.filter((pack) => pack !== null), reason } };
}

/** Why packs cannot be adopted, at the pack that is at fault. */
export function adoptionFault(
  packs: AdoptPolicyCommand['packs'],
  { published, faults }: AdoptPolicySituation,
): Refusal | null {
  if (packs.length > MAX_ADOPTED_PACKS) return invalidRequest('/packs', `must name at most ${MAX_ADOPTED_PACKS} packs`);
  const twice = packs.findIndex((pack, index) => packs.findIndex((other) => other.id === pack.id) !== index);
  if (twice >= 0) return invalidRequest(`/packs/${twice}/id`, 'is named twice');
  const unknown = packs.findIndex(({ id, version }, index) => {
    const found = published[index] ?? null;
    return found === null || found.id !== id || found.version !== version;
  });
  if (unknown >= 0) return invalidRequest(`/packs/${unknown}`, 'is not a published version of a pack');
  const [first] = faults;
  return first === undefined ? null : { ...invalidRequest(first.pointer, first.message), errors: faults };
}
