import {
  accepted,
  refused,
  type Decision,
  type DecisionContext,
  type Expecting,
  type Refusal,
} from '../shared/decision.js';
import { changedMeanwhile, notFound, reasonMissing, replayed, wrongState } from '../shared/guards.js';
import { revocationFault, revocationTime, type Revocation } from '../shared/revocation.js';
import type { Evidence } from '../shared/vocabulary.js';
import type { ProductionEvent } from './events.js';
import type { ProductionState } from './fold.js';

export interface RevokeToolRulingCommand extends Expecting, Revocation {
  readonly ruling: string;
  readonly reason: string;
  readonly evidence?: readonly Evidence[];
}

/** Takes a ruling on a tool back, once; also where the production is closed, since its releases rest on it. */
export function decideRevokeToolRuling(
  state: ProductionState,
  command: RevokeToolRulingCommand,
  context: DecisionContext,
): Decision<ProductionEvent> {
  const before = replayed<ProductionEvent>(state, context.identity);
  if (before !== null) return before;
  const refusal =
    unknownRuling(state, command.ruling) ??
    reasonMissing(command.reason) ??
    revocationFault(command) ??
    changedMeanwhile(state, command) ??
    revokedBefore(state, command.ruling);
  if (refusal !== null) return refused(refusal);
  const { ruling, reason, effect, evidence = [] } = command;
  const effectiveAt = revocationTime(command, context);
  return accepted({ type: 'tool-ruling-revoked', data: { ruling, reason, effect, effectiveAt, evidence } });
}

function unknownRuling({ rulings }: ProductionState, id: string): Refusal | null {
  return rulings.some(({ data }) => data.ruling === id) ? null : notFound(`The ruling ${id}`);
}

function revokedBefore({ revokedRulings }: ProductionState, id: string): Refusal | null {
  return revokedRulings.includes(id) ? wrongState('revoked', 'This ruling was revoked before.') : null;
}
