import { futureFault, recordedScope, recordedTime, scopeFault } from '../../shared/body.js';
import { refused, type Decision, type DecisionContext, type Expecting } from '../../shared/decision.js';
import { derivedId } from '../../shared/envelope.js';
import { changedMeanwhile, replayed } from '../../shared/guards.js';
import type { Reach, Scope } from '../../shared/vocabulary.js';
import type { AssetEvent } from '../events.js';
import type { AssetState } from '../state.js';
import { concerned, findingsFault, nothingLeft, type NamedFindings, type OpenFindingOf } from './clearable.js';
import { promotionOpen, recordable, unknownBytes, unregistered } from './guards.js';

export interface ApprovalRequestCommand extends Expecting {
  readonly kind: string;
  readonly scope: Scope;
  /** Without it the narrowest: an omitted member never widens. */
  readonly reach?: Reach;
  /** Without it what is open and cleared by this kind. */
  readonly findings?: NamedFindings;
  readonly note?: string | null;
  readonly assignees?: readonly string[];
  readonly dueAt?: string | null;
  /** Id of the check whose held items are asked for. */
  readonly check?: string | null;
}

export interface ApprovalRequestSituation {
  readonly sha256: string | null;
  readonly open: readonly OpenFindingOf[];
  readonly contentOf?: (asset: string) => string;
}

/** Asks reviewers for an approval; changes no state of the asset. */
export function decideApprovalRequest(
  state: AssetState,
  command: ApprovalRequestCommand,
  situation: ApprovalRequestSituation,
  context: DecisionContext,
): Decision<AssetEvent> {
  const before = replayed<AssetEvent>(state, context.identity);
  if (before !== null) return before;
  const { kind, findings = 'open' } = command;
  const contentOf = situation.contentOf ?? ((asset: string) => asset);
  const chosen = concerned(kind, findings, situation.open, contentOf);
  const refusal =
    unregistered(state) ??
    scopeFault(command.scope) ??
    futureFault('/dueAt', command.dueAt, context.now) ??
    findingsFault(kind, findings, situation.open, contentOf) ??
    changedMeanwhile(state, command) ??
    promotionOpen(state) ??
    unknownBytes(situation.sha256) ??
    nothingLeft(chosen);
  if (refusal !== null) return refused(refusal);
  return recordable({
    type: 'approval-requested',
    data: {
      request: requestIdOf(context.identity.dedup),
      kind,
      scope: recordedScope(command.scope),
      reach: command.reach ?? 'exact',
      findings: chosen.map((finding) => finding.key),
      digest: { sha256: situation.sha256! },
      note: command.note ?? null,
      assignees: command.assignees ?? [],
      dueAt: recordedTime(command.dueAt),
      check: command.check ?? null,
    },
  });
}

export const requestIdOf = (dedup: string): string => derivedId('req', dedup);
