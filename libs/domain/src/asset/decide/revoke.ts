import { refused, type Decision, type DecisionContext, type Expecting, type Refusal } from '../../shared/decision.js';
import { changedMeanwhile, notFound, reasonMissing, replayed, wrongState } from '../../shared/guards.js';
import { revocationFault, revocationTime, type Revocation } from '../../shared/revocation.js';
import type { Evidence } from '../../shared/vocabulary.js';
import type { AssetEvent } from '../events.js';
import type { AssetState } from '../state.js';
import { promotionOpen, recordable } from './guards.js';

export interface RevokeCommand extends Expecting, Revocation {
  readonly approval: string;
  readonly reason: string;
  readonly evidence?: readonly Evidence[];
}

/** Takes an approval back, once. */
export function decideRevoke(
  state: AssetState,
  command: RevokeCommand,
  context: DecisionContext,
): Decision<AssetEvent> {
  const before = replayed<AssetEvent>(state, context.identity);
  if (before !== null) return before;
  const refusal =
    unknownApproval(state, command.approval) ??
    reasonMissing(command.reason) ??
    revocationFault(command) ??
    changedMeanwhile(state, command) ??
    promotionOpen(state) ??
    notInForce(state, command.approval);
  if (refusal !== null) return refused(refusal);
  const { approval, reason, effect, evidence = [] } = command;
  const effectiveAt = revocationTime(command, context);
  return recordable({ type: 'approval-revoked', data: { approval, reason, effect, effectiveAt, evidence } });
}

function unknownApproval(state: AssetState, id: string): Refusal | null {
  const known = [...state.approvals, ...state.rejections].some((act) => act.data.approval === id);
  return known ? null : notFound(`The approval ${id}`);
}

function notInForce(state: AssetState, id: string): Refusal | null {
  const approval = state.approvals.find((record) => record.data.approval === id);
  if (approval === undefined) return wrongState('rejected', 'This was rejected; there is nothing to revoke.');
  return approval.revoked === null ? null : wrongState('revoked', 'This approval was revoked before.');
}
