import { emptyListFault, recordedTime, timeFault } from '../shared/body.js';
import {
  accepted,
  refused,
  type Decision,
  type DecisionContext,
  type Expecting,
  type Refusal,
} from '../shared/decision.js';
import { derivedId } from '../shared/envelope.js';
import {
  alreadyExists,
  changedMeanwhile,
  invalidRequest,
  notFound,
  personRequired,
  reasonMissing,
  registryIdFault,
  replayed,
  wrongState,
} from '../shared/guards.js';
import type { Evidence } from '../shared/vocabulary.js';
import type { ConsentChangeData, ConsentEvent, ConsentRecordedData } from './events.js';
import type { ConsentState } from './fold.js';
import { effectOf, ownSuspensionAt } from './standing.js';

export type RecordConsentCommand = Omit<ConsentRecordedData, 'group' | 'window'> & {
  readonly group?: string | null;
  readonly window?: { readonly from?: string | null; readonly until?: string | null } | null;
};
export interface ChangeConsentCommand extends Expecting {
  readonly reason: string;
  readonly effectiveAt?: string | null;
  readonly evidence?: readonly Evidence[];
}
export interface ConsentSituation {
  /** Whether the caller is a person. */
  readonly person: boolean;
}

export const consentIdOf = (dedup: string): string => derivedId('con', dedup);

/** Somebody read the document and vouches for what it says. */
export function decideRecordConsent(
  state: ConsentState,
  command: RecordConsentCommand,
  situation: ConsentSituation,
  context: DecisionContext,
): Decision<ConsentEvent> {
  const before = replayed<ConsentEvent>(state, context.identity);
  if (before !== null) return before;
  const refusal =
    personRequired(situation.person, 'record a consent') ??
    registryIdFault(state.id) ??
    consentFault(command) ??
    (state.recorded === null ? null : alreadyExists(`The consent ${state.id}`, state.id));
  if (refusal !== null) return refused(refusal);
  const { kind, party, purpose, uses, territories, languages, mediums, document, guildOk } = command;
  const window = { from: recordedTime(command.window?.from), until: recordedTime(command.window?.until) };
  const group = command.group ?? null;
  return accepted({
    type: 'recorded',
    data: { kind, party, purpose, uses, territories, languages, mediums, window, document, guildOk, group },
  });
}

/** Ends a consent, from a date that may lie in the past or the future. What is withdrawn stays so; record a new one instead. */
export function decideWithdrawConsent(
  state: ConsentState,
  command: ChangeConsentCommand,
  context: DecisionContext,
): Decision<ConsentEvent> {
  return decideChange(state, command, context, 'withdrawn', (at) => withdrawnBefore(state, at));
}

export function decideSuspendConsent(
  state: ConsentState,
  command: ChangeConsentCommand,
  context: DecisionContext,
): Decision<ConsentEvent> {
  return decideChange(
    state,
    command,
    context,
    'suspended',
    (at) =>
      withdrawnBefore(state, at) ??
      (ownSuspensionAt(state, at).value ? wrongState('suspended', 'This consent is suspended already.') : null),
  );
}

/** Ends a suspension of this consent; a suspension of its group is lifted for the group. */
export function decideReinstateConsent(
  state: ConsentState,
  command: ChangeConsentCommand,
  context: DecisionContext,
): Decision<ConsentEvent> {
  return decideChange(
    state,
    command,
    context,
    'reinstated',
    (at) =>
      withdrawnBefore(state, at) ??
      (ownSuspensionAt(state, at).value ? null : wrongState('granted', 'This consent is not suspended.')),
  );
}

function decideChange(
  state: ConsentState,
  command: ChangeConsentCommand,
  context: DecisionContext,
  type: 'withdrawn' | 'suspended' | 'reinstated',
  stateFault: (at: string) => Refusal | null,
): Decision<ConsentEvent> {
  const before = replayed<ConsentEvent>(state, context.identity);
  if (before !== null) return before;
  const refusal =
    (state.recorded === null ? notFound(`The consent ${state.id}`) : null) ??
    reasonMissing(command.reason) ??
    timeFault('/effectiveAt', command.effectiveAt) ??
    changedMeanwhile(state, command) ??
    stateFault(recordedTime(command.effectiveAt) ?? context.now);
  if (refusal !== null) return refused(refusal);
  const data: ConsentChangeData = {
    reason: command.reason,
    effectiveAt: recordedTime(command.effectiveAt),
    evidence: command.evidence ?? [],
  };
  return accepted({ type, data });
}

function withdrawnBefore(state: ConsentState, at: string): Refusal | null {
  if (!state.withdrawals.some((act) => effectOf(act) <= at)) return null;
  return wrongState('withdrawn', 'This consent is withdrawn. Record a new one.');
}

function consentFault(command: RecordConsentCommand): Refusal | null {
  const unnamed =
    registryIdFault(command.party, '/party') ??
    (command.purpose.trim() === '' ? invalidRequest('/purpose', 'must not be blank') : null);
  if (unnamed !== null) return unnamed;
  if (command.uses.length === 0) return invalidRequest('/uses', 'must name at least one use');
  for (const member of ['territories', 'languages', 'mediums'] as const) {
    const fault = emptyListFault(`/${member}`, command[member]);
    if (fault !== null) return fault;
  }
  const { from = null, until = null } = command.window ?? {};
  const misread =
    timeFault('/window/from', from) ??
    timeFault('/window/until', until) ??
    (command.group === null || command.group === undefined ? null : registryIdFault(command.group, '/group'));
  if (misread !== null) return misread;
  if (from !== null && until !== null && recordedTime(from)! >= recordedTime(until)!) {
    return invalidRequest('/window/until', 'must be after from');
  }
  return null;
}
