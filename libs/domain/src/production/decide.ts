import {
  accepted,
  refused,
  type Decision,
  type DecisionContext,
  type Expecting,
  type Refusal,
} from '../shared/decision.js';
import { changedMeanwhile, invalidRequest, notFound, reasonMissing, replayed, wrongState } from '../shared/guards.js';
import { PRODUCTION_ID } from '../shared/ids.js';
import { adopted, adoptionFault, type AdoptPolicySituation } from './adopt.js';
import type { AdoptedPack, ProductionEvent } from './events.js';
import type { ProductionState } from './fold.js';

export interface OpenProductionCommand {
  readonly title?: string | null;
  readonly packs?: readonly AdoptedPack[];
}
export interface CloseProductionCommand extends Expecting {
  readonly reason: string;
}

/** A production must be opened before anything is reported in it: a typo founds no tenant. Packs named with it bind at once. */
export function decideOpenProduction(
  state: ProductionState,
  command: OpenProductionCommand,
  situation: AdoptPolicySituation,
  context: DecisionContext,
): Decision<ProductionEvent> {
  const before = replayed<ProductionEvent>(state, context.identity);
  if (before !== null) return before;
  const { title = null, packs = [] } = command;
  const refusal = idFault(state) ?? adoptionFault(packs, situation) ?? alreadyOpened(state);
  if (refusal !== null) return refused(refusal);
  const opened: ProductionEvent = { type: 'opened', data: { title, packs } };
  return packs.length === 0 ? accepted(opened) : accepted(opened, adopted(situation, NAMED_AT_OPENING));
}
/** Reason of an adoption for which nobody gave another. */
const NAMED_AT_OPENING = 'named when the production was opened';

/** Ends promotions and releases; facts and recalls still come in. */
export function decideCloseProduction(
  state: ProductionState,
  command: CloseProductionCommand,
  context: DecisionContext,
): Decision<ProductionEvent> {
  const before = replayed<ProductionEvent>(state, context.identity);
  if (before !== null) return before;
  const refusal =
    (state.opened === null ? notFound(`The production ${state.id}`) : null) ??
    reasonMissing(command.reason) ??
    changedMeanwhile(state, command) ??
    (state.closed === null ? null : wrongState('closed', 'This production was closed before.'));
  if (refusal !== null) return refused(refusal);
  return accepted({ type: 'closed', data: { reason: command.reason } });
}

/** Says who takes care of a worklist item. */
export function decideAssignWork(
  state: ProductionState,
  command: { readonly item: string; readonly owner: string },
  context: DecisionContext,
): Decision<ProductionEvent> {
  const before = replayed<ProductionEvent>(state, context.identity);
  if (before !== null) return before;
  if (state.opened === null) return refused(notFound(`The production ${state.id}`));
  return accepted({ type: 'worklist-assigned', data: { item: command.item, owner: command.owner } });
}

function idFault(state: ProductionState): Refusal | null {
  if (PRODUCTION_ID.test(state.id)) return null;
  return invalidRequest('/id', 'must be 1 to 63 characters of a-z 0-9 _, the first a letter or digit');
}

function alreadyOpened(state: ProductionState): Refusal | null {
  if (state.opened === null) return null;
  return { slug: 'already-exists', detail: `The production ${state.id} exists already.`, members: { id: state.id } };
}
