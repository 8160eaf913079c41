import { refused, type Decision, type DecisionContext, type Expecting, type Refusal } from '../../shared/decision.js';
import {
  changedMeanwhile,
  fourEyes,
  invalidRequest,
  notFound,
  personRequired,
  replayed,
  wrongState,
} from '../../shared/guards.js';
import { foldedSubject } from '../../shared/people.js';
import type { Evidence } from '../../shared/vocabulary.js';
import type { AssetEvent } from '../events.js';
import type { ApprovalRecord, AssetState } from '../state.js';
import { promotionOpen, recordable } from './guards.js';

export interface EvidenceConditionCommand extends Expecting {
  readonly approval: string;
  readonly condition: string;
  /** At least one piece has the digest of what was seen. */
  readonly evidence: readonly Evidence[];
  readonly note?: string | null;
}

export interface EvidenceConditionSituation {
  readonly person: boolean;
  /** F6: submitters of the content. */
  readonly excluded: readonly string[];
  /** F6: submitters of any content, by the id of any claim. */
  readonly submittersOf: (asset: string) => readonly string[];
}

/** F6: a condition is evidenced by somebody who had no hand in what is approved; whoever gave the approval may. Once. */
export function decideEvidenceCondition(
  state: AssetState,
  command: EvidenceConditionCommand,
  situation: EvidenceConditionSituation,
  context: DecisionContext,
): Decision<AssetEvent> {
  const before = replayed<AssetEvent>(state, context.identity);
  if (before !== null) return before;
  const { approval, condition, evidence, note = null } = command;
  const record = state.approvals.find(({ data }) => data.approval === approval);
  const known = conditionsOf(record).some(({ id }) => id === condition);
  if (record === undefined || !known) return refused(notFound(`The condition ${condition} of ${approval}`));
  const roots = record.data.findings.flatMap(({ root }) => situation.submittersOf(root));
  const excluded = [...situation.excluded, ...roots];
  const refusal =
    personRequired(situation.person, 'evidence a condition') ??
    fourEyes(context, excluded, 'evidence this') ??
    evidenceFault(evidence) ??
    changedMeanwhile(state, command) ??
    promotionOpen(state) ??
    notOpen(record, condition, excluded);
  if (refusal !== null) return refused(refusal);
  return recordable({ type: 'condition-evidenced', data: { approval, condition, evidence, note } });
}

function conditionsOf(record: ApprovalRecord | undefined) {
  return record?.data.conditions ?? [];
}

function evidenceFault(evidence: readonly Evidence[]): Refusal | null {
  if (evidence.some(({ digest }) => digest !== undefined)) return null;
  return invalidRequest('/evidence', 'must name at least one piece of evidence with its digest');
}

/** What a maker evidenced is void, so that somebody else still can. */
function notOpen(record: ApprovalRecord, condition: string, excluded: readonly string[]): Refusal | null {
  if (record.revoked !== null) return wrongState('revoked', 'This approval was revoked.');
  const makers = new Set(excluded.map(foldedSubject));
  const shown = record.evidenced.some(({ by, data }) => data.condition === condition && !makers.has(foldedSubject(by)));
  return shown ? wrongState('evidenced', 'This condition was evidenced before.') : null;
}
