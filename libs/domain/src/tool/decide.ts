import { evidenceMissing, productionsFault, recordedTime, timeFault } from '../shared/body.js';
import {
  accepted,
  refused,
  type Decision,
  type DecisionContext,
  type Expecting,
  type Refusal,
} from '../shared/decision.js';
import {
  alreadyExists,
  changedMeanwhile,
  invalidRequest,
  notFound,
  reasonMissing,
  registryIdFault,
  replayed,
  wrongState,
} from '../shared/guards.js';
import type { TermsReviewedData, ToolClassifiedData, ToolEvent, ToolStandingData } from './events.js';
import type { ToolState } from './fold.js';
import { suspendedAt } from './terms.js';
import { isVersionPattern } from './version-pattern.js';

export interface RegisterToolCommand {
  readonly name: string;
  readonly supplier?: string | null;
}
export type ClassifyToolCommand = Omit<ToolClassifiedData, 'from'> & Expecting & { readonly from?: string | null };
export type ReviewTermsCommand = Omit<TermsReviewedData, 'productions'> &
  Expecting & { readonly productions?: readonly string[] | null };
export type ToolStandingCommand = Omit<ToolStandingData, 'from'> & Expecting & { readonly from?: string | null };

export function decideRegisterTool(
  state: ToolState,
  command: RegisterToolCommand,
  context: DecisionContext,
): Decision<ToolEvent> {
  const before = replayed<ToolEvent>(state, context.identity);
  if (before !== null) return before;
  const refusal =
    registryIdFault(state.id) ??
    (command.name.trim() === '' ? invalidRequest('/name', 'must not be blank') : null) ??
    (state.registered === null ? null : alreadyExists(`The tool ${state.id}`, state.id));
  if (refusal !== null) return refused(refusal);
  return accepted({ type: 'registered', data: { name: command.name, supplier: command.supplier ?? null } });
}

/** Says what a tool does to material at a version, in a mode. Nothing is overwritten: what was so before stays to be asked. */
export function decideClassifyTool(
  state: ToolState,
  command: ClassifyToolCommand,
  context: DecisionContext,
): Decision<ToolEvent> {
  const before = replayed<ToolEvent>(state, context.identity);
  if (before !== null) return before;
  const refusal =
    unregistered(state) ??
    (isVersionPattern(command.version)
      ? null
      : invalidRequest('/version', 'must be a version, the beginning of one followed by ".*", or "*"')) ??
    (command.mode.trim() === '' ? invalidRequest('/mode', 'must name a mode; "*" means any') : null) ??
    timeFault('/from', command.from) ??
    changedMeanwhile(state, command);
  if (refusal !== null) return refused(refusal);
  const { version, mode, class: toolClass, evidence } = command;
  return accepted({
    type: 'classified',
    data: { version, mode, class: toolClass, from: recordedTime(command.from), evidence },
  });
}

/** Records what the supplier's terms say, and since when. */
export function decideReviewTerms(
  state: ToolState,
  command: ReviewTermsCommand,
  context: DecisionContext,
): Decision<ToolEvent> {
  const before = replayed<ToolEvent>(state, context.identity);
  if (before !== null) return before;
  const refusal = unregistered(state) ?? termsFault(command, context.now) ?? changedMeanwhile(state, command);
  if (refusal !== null) return refused(refusal);
  const { tier, processing, enterpriseAgreement, storesIO, trainsOnIO, evidence } = command;
  return accepted({
    type: 'terms-reviewed',
    data: {
      reviewedAt: recordedTime(command.reviewedAt)!,
      from: recordedTime(command.from)!,
      tier,
      processing,
      enterpriseAgreement,
      storesIO,
      trainsOnIO,
      productions: command.productions ?? null,
      evidence,
    },
  });
}

/** A suspended tool counts as one whose terms nobody knows. */
export function decideSuspendTool(
  state: ToolState,
  command: ToolStandingCommand,
  context: DecisionContext,
): Decision<ToolEvent> {
  return decideStanding(state, command, context, 'suspended');
}

export function decideReinstateTool(
  state: ToolState,
  command: ToolStandingCommand,
  context: DecisionContext,
): Decision<ToolEvent> {
  return decideStanding(state, command, context, 'reinstated');
}

function decideStanding(
  state: ToolState,
  command: ToolStandingCommand,
  context: DecisionContext,
  type: 'suspended' | 'reinstated',
): Decision<ToolEvent> {
  const before = replayed<ToolEvent>(state, context.identity);
  if (before !== null) return before;
  const refusal =
    unregistered(state) ??
    reasonMissing(command.reason) ??
    timeFault('/from', command.from) ??
    changedMeanwhile(state, command) ??
    standingFault(state, type, recordedTime(command.from) ?? context.now);
  if (refusal !== null) return refused(refusal);
  return accepted({ type, data: { reason: command.reason, from: recordedTime(command.from) } });
}

function standingFault(state: ToolState, type: 'suspended' | 'reinstated', at: string): Refusal | null {
  const suspended = suspendedAt(state, at).value;
  if (suspended === (type === 'reinstated')) return null;
  return suspended
    ? wrongState('suspended', 'This tool is suspended already.')
    : wrongState('active', 'This tool is not suspended.');
}

function unregistered(state: ToolState): Refusal | null {
  return state.registered === null ? notFound(`The tool ${state.id}`) : null;
}

function termsFault(command: ReviewTermsCommand, now: string): Refusal | null {
  const misread = timeFault('/reviewedAt', command.reviewedAt) ?? timeFault('/from', command.from);
  if (misread !== null) return misread;
  if (recordedTime(command.reviewedAt)! > now) return invalidRequest('/reviewedAt', 'must not be in the future');
  return productionsFault(command.productions) ?? evidenceMissing(command.evidence);
}
