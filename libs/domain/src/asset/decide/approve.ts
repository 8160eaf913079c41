import { futureFault, recordedScope, recordedTime, scopeFault } from '../../shared/body.js';
import { refused, type Decision, type DecisionContext, type Expecting, type Refusal } from '../../shared/decision.js';
import { derivedId } from '../../shared/envelope.js';
import { changedMeanwhile, fourEyes, invalidRequest, personRequired, replayed } from '../../shared/guards.js';
import type { Evidence, Reach, Scope } from '../../shared/vocabulary.js';
import type { ApprovalCondition, ApprovedData, AssetEvent } from '../events.js';
import type { AssetState } from '../state.js';
import {
  BREAK_GLASS,
  concerned,
  findingsFault,
  nothingLeft,
  type NamedFindings,
  type OpenFindingOf,
} from './clearable.js';
import { otherBytes, promotionOpen, recordable, unregistered } from './guards.js';

export interface ApproveCommand extends Expecting {
  /** Has no default. */
  readonly verdict: 'approved' | 'rejected';
  readonly kind: string;
  readonly digest: { readonly sha256: string };
  readonly reach: Reach;
  readonly findings: NamedFindings;
  /** Ordinal n up to which the approver saw the asset's findings, as a string. */
  readonly seenAt?: string | null;
  readonly scope: Scope;
  readonly evidence: readonly Evidence[];
  readonly grantedBy?: Readonly<Record<string, string>> | null;
  readonly expiresAt?: string | null;
  /** What has to be evidenced before it counts; with an approval that clears only. */
  readonly conditions?: readonly ApprovalCondition[] | null;
  /** Why the glass has to be broken; for the kind `break-glass` alone. */
  readonly justification?: string | null;
  readonly request?: string | null;
  readonly note?: string | null;
}

export interface ApproveSituation {
  readonly person: boolean;
  /** F6: submitters of the content; those of the roots may stand with the findings. */
  readonly excluded: readonly string[];
  readonly sha256: string | null;
  readonly open: readonly OpenFindingOf[];
  /** Ordinal n of the last change of the asset's findings. */
  readonly changedAt: number;
  /** The policy in force, as it is written into the approval. */
  readonly policy: ApprovedData['policy'];
  readonly contentOf?: (asset: string) => string;
}

/** F3, F6: approves or rejects named findings of these bytes for a scope. What comes later stays open. */
export function decideApprove(
  state: AssetState,
  command: ApproveCommand,
  situation: ApproveSituation,
  context: DecisionContext,
): Decision<AssetEvent> {
  const before = replayed<AssetEvent>(state, context.identity);
  if (before !== null) return before;
  const { kind, findings } = command;
  const contentOf = situation.contentOf ?? ((asset: string) => asset);
  const chosen = concerned(kind, findings, situation.open, contentOf);
  const excluded = [...situation.excluded, ...chosen.flatMap((finding) => finding.excluded ?? [])];
  const refusal =
    unregistered(state) ??
    personRequired(situation.person, 'approve or reject') ??
    fourEyes(context, excluded, 'approve this') ??
    bodyFault(command, context.now) ??
    findingsFault(kind, findings, situation.open, contentOf) ??
    changedMeanwhile(state, command) ??
    promotionOpen(state) ??
    otherBytes(situation.sha256, command.digest.sha256) ??
    findingsChanged(command, situation) ??
    nothingLeft(chosen);
  if (refusal !== null) return refused(refusal);
  const { expiresAt, ...judged } = approvedData(command, situation, chosen, context);
  if (command.verdict === 'rejected') return recordable({ type: 'approval-rejected', data: judged });
  const conditions = (command.conditions ?? []).map(({ id, text }) => ({ id, text }));
  const data = { ...judged, expiresAt, ...(conditions.length === 0 ? {} : { conditions }) };
  if (kind !== BREAK_GLASS) return recordable({ type: 'approved', data });
  // Looked at in breakGlassFault.
  const broken = { expiresAt: expiresAt!, justification: command.justification! };
  return recordable({ type: 'override-granted', data: { ...judged, ...broken } });
}

/** Longer than it takes to find whoever decides. */
export const MAX_OVERRIDE_HOURS = 72;

export const approvalIdOf = (dedup: string): string => derivedId('apr', dedup);

function approvedData(
  command: ApproveCommand,
  situation: ApproveSituation,
  chosen: readonly OpenFindingOf[],
  context: DecisionContext,
): ApprovedData {
  return {
    approval: approvalIdOf(context.identity.dedup),
    kind: command.kind,
    digest: { sha256: command.digest.sha256 },
    reach: command.reach,
    findings: chosen.map((finding) => finding.key),
    seenAt: command.seenAt ?? null,
    scope: recordedScope(command.scope),
    evidence: command.evidence,
    grantedBy: command.grantedBy ?? null,
    expiresAt: recordedTime(command.expiresAt),
    request: command.request ?? null,
    note: command.note ?? null,
    policy: situation.policy,
  };
}

function bodyFault(command: ApproveCommand, now: string): Refusal | null {
  if (command.findings === 'open' && (command.seenAt === undefined || command.seenAt === null)) {
    return invalidRequest('/seenAt', 'must say up to which position you saw the findings, where they are "open"');
  }
  if (command.seenAt !== undefined && command.seenAt !== null && !/^\d{1,15}$/.test(command.seenAt)) {
    return invalidRequest('/seenAt', 'must be a position');
  }
  if (command.evidence.length === 0) return invalidRequest('/evidence', 'must name at least one piece of evidence');
  return (
    scopeFault(command.scope) ??
    futureFault('/expiresAt', command.expiresAt, now) ??
    conditionsFault(command) ??
    breakGlassFault(command, now)
  );
}

/** More than anybody keeps an eye on. */
export const MAX_CONDITIONS = 20;

function conditionsFault({ conditions, kind, verdict }: ApproveCommand): Refusal | null {
  if (conditions == null || conditions.length === 0) return null;
  if (verdict !== 'approved' || kind === BREAK_GLASS)
    return invalidRequest('/conditions', `go with an approval that clears, not with a rejection or ${BREAK_GLASS}`);
  if (conditions.length > MAX_CONDITIONS) return invalidRequest('/conditions', `must be at most ${MAX_CONDITIONS}`);
  for (const [index, { id, text }] of conditions.entries()) {
    if (conditions.findIndex((other) => other.id === id) !== index)
      return invalidRequest(`/conditions/${index}/id`, `there are two conditions ${id}`);
    if (text.trim() === '') return invalidRequest(`/conditions/${index}/text`, 'must say what has to be shown');
  }
  return null;
}

function breakGlassFault({ kind, verdict, expiresAt, justification }: ApproveCommand, now: string): Refusal | null {
  const said = justification ?? null;
  if (kind !== BREAK_GLASS)
    return said === null ? null : invalidRequest('/justification', `goes with the kind ${BREAK_GLASS} only`);
  if (verdict !== 'approved') return invalidRequest('/verdict', `must be approved for the kind ${BREAK_GLASS}`);
  if (said === null || said.trim() === '') return invalidRequest('/justification', 'must say why it cannot wait');
  const latest = new Date(Date.parse(now) + MAX_OVERRIDE_HOURS * 3_600_000).toISOString();
  const end = recordedTime(expiresAt);
  if (end !== null && end <= latest) return null;
  return invalidRequest('/expiresAt', `must be at most ${MAX_OVERRIDE_HOURS} hours ahead`);
}

/** F3: "open" means those that the approver saw. */
function findingsChanged(command: ApproveCommand, situation: ApproveSituation): Refusal | null {
  if (command.findings !== 'open' || situation.changedAt <= Number(command.seenAt)) return null;
  return {
    slug: 'changed-meanwhile',
    detail: `The findings of this asset changed at ${situation.changedAt}, after ${command.seenAt}. Look at them again, then decide.`,
    members: { expected: command.seenAt, actual: String(situation.changedAt) },
  };
}
