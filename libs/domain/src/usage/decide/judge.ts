import { evidenceMissing, futureFault, recordedTime } from '../../shared/body.js';
import {
  accepted,
  refused,
  type Decision,
  type DecisionContext,
  type Expecting,
  type Refusal,
} from '../../shared/decision.js';
import { derivedId } from '../../shared/envelope.js';
import {
  changedMeanwhile,
  fourEyes,
  notFound,
  personRequired,
  reasonMissing,
  replayed,
  wrongState,
} from '../../shared/guards.js';
import { foldedSubject } from '../../shared/people.js';
import { revocationFault, revocationTime, type Revocation } from '../../shared/revocation.js';
import type { Evidence } from '../../shared/vocabulary.js';
import type { UsageApprovedData, UsageEvent, UsageRejectedData, UsageRevokedData } from '../events.js';
import type { UsageState } from '../fold.js';
import { approversAt, usageStandingAt, type UsageQuorum, type UsageStatus } from '../standing.js';

export interface ApproveUsageCommand extends Expecting {
  readonly evidence: readonly Evidence[];
  readonly grantedBy?: Readonly<Record<string, string>> | null;
  readonly expiresAt?: string | null;
  readonly note?: string | null;
}
export type RejectUsageCommand = Omit<UsageRejectedData, 'evidence'> &
  Expecting & { readonly evidence?: readonly Evidence[] };
export type RevokeUsageCommand = Pick<UsageRevokedData, 'reason'> &
  Revocation &
  Expecting & { readonly evidence?: readonly Evidence[] };

export interface JudgeUsageSituation {
  readonly person: boolean;
  readonly quorum: UsageQuorum;
  /** The policy in force, as it is written into the approval. */
  readonly policy: UsageApprovedData['policy'];
}

/** One of the people whom its kind asks for approves a usage; nobody approves their own proposal (F6). */
export function decideApproveUsage(
  state: UsageState,
  command: ApproveUsageCommand,
  situation: JudgeUsageSituation,
  context: DecisionContext,
): Decision<UsageEvent> {
  const before = replayed<UsageEvent>(state, context.identity);
  if (before !== null) return before;
  const refusal =
    unproposed(state) ??
    personRequired(situation.person, 'approve a usage') ??
    fourEyes(context, [state.proposed!.by], 'approve this usage') ??
    evidenceMissing(command.evidence) ??
    futureFault('/expiresAt', command.expiresAt, context.now) ??
    changedMeanwhile(state, command) ??
    mustBe(state, situation.quorum, context.now, ['proposed', 'pending-quorum', 'approved', 'expired']) ??
    approvedBefore(state, situation.quorum, context);
  if (refusal !== null) return refused(refusal);
  return accepted({
    type: 'approved',
    data: {
      approval: derivedId('apr', context.identity.dedup),
      evidence: command.evidence,
      grantedBy: command.grantedBy ?? null,
      expiresAt: recordedTime(command.expiresAt),
      note: command.note ?? null,
      policy: situation.policy,
    },
  });
}

/** Turns a usage down for good; another one may be proposed. */
export function decideRejectUsage(
  state: UsageState,
  command: RejectUsageCommand,
  situation: Omit<JudgeUsageSituation, 'policy'>,
  context: DecisionContext,
): Decision<UsageEvent> {
  const before = replayed<UsageEvent>(state, context.identity);
  if (before !== null) return before;
  const refusal =
    unproposed(state) ??
    personRequired(situation.person, 'reject a usage') ??
    fourEyes(context, [state.proposed!.by], 'reject this usage') ??
    reasonMissing(command.reason) ??
    changedMeanwhile(state, command) ??
    mustBe(state, situation.quorum, context.now, ['proposed', 'pending-quorum', 'expired']);
  if (refusal !== null) return refused(refusal);
  return accepted({ type: 'rejected', data: { reason: command.reason, evidence: command.evidence ?? [] } });
}

/** Takes an approved usage back, once: as if it had never been, or from a date. */
export function decideRevokeUsage(
  state: UsageState,
  command: RevokeUsageCommand,
  context: DecisionContext,
): Decision<UsageEvent> {
  const before = replayed<UsageEvent>(state, context.identity);
  if (before !== null) return before;
  const refusal =
    unproposed(state) ??
    reasonMissing(command.reason) ??
    revocationFault(command) ??
    changedMeanwhile(state, command) ??
    nothingToRevoke(state);
  if (refusal !== null) return refused(refusal);
  const { reason, effect, evidence = [] } = command;
  const effectiveAt = revocationTime(command, context);
  return accepted({ type: 'revoked', data: { reason, effect, effectiveAt, evidence } });
}

export function unproposed(state: UsageState): Refusal | null {
  return state.proposed === null ? notFound(`The usage ${state.id}`) : null;
}

/** Refused unless the usage stands as one of these. */
export function mustBe(
  state: UsageState,
  quorum: UsageQuorum,
  now: string,
  statuses: readonly UsageStatus[],
): Refusal | null {
  const { status } = usageStandingAt(state, quorum, now);
  return statuses.includes(status) ? null : wrongState(status, SENTENCES[status]);
}

const SENTENCES: Readonly<Record<UsageStatus, string>> = {
  proposed: 'Nobody has approved this usage yet.',
  'pending-quorum': 'Not enough people have approved this usage yet.',
  approved: 'This usage is approved; revoke it instead.',
  rejected: 'This usage was rejected; propose another one.',
  expired: 'The approval of this usage has ended.',
  revoked: 'This usage was revoked; propose another one.',
};

function approvedBefore(state: UsageState, { maxAge }: UsageQuorum, { actor, now }: DecisionContext): Refusal | null {
  if (!approversAt(state, maxAge, now).has(foldedSubject(actor.subject))) return null;
  return wrongState('approved-before', 'You have approved this usage; whoever else its kind asks for has to.');
}

function nothingToRevoke(state: UsageState): Refusal | null {
  if (state.revoked !== null) return wrongState('revoked', 'This usage was revoked before.');
  if (state.rejected !== null) return wrongState('rejected', 'This usage was rejected; there is nothing to revoke.');
  return state.approvals.length > 0
    ? null
    : wrongState('proposed', 'Nobody has approved this usage; reject it instead.');
}
