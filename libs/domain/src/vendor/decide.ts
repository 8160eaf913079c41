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
  registryIdFault,
  replayed,
} from '../shared/guards.js';
import type { VendorAssessedData, VendorEvent } from './events.js';
import type { VendorState } from './fold.js';

export interface RegisterVendorCommand {
  readonly name: string;
}
export type AssessVendorCommand = Omit<VendorAssessedData, 'conditions' | 'productions'> &
  Expecting & { readonly conditions?: string | null; readonly productions?: readonly string[] | null };

export function decideRegisterVendor(
  state: VendorState,
  command: RegisterVendorCommand,
  context: DecisionContext,
): Decision<VendorEvent> {
  const before = replayed<VendorEvent>(state, context.identity);
  if (before !== null) return before;
  const refusal =
    registryIdFault(state.id) ??
    (command.name.trim() === '' ? invalidRequest('/name', 'must not be blank') : null) ??
    (state.registered === null ? null : alreadyExists(`The vendor ${state.id}`, state.id));
  if (refusal !== null) return refused(refusal);
  return accepted({ type: 'registered', data: { name: command.name } });
}

/** Records what somebody found out about how a vendor works; it ends by itself. */
export function decideAssessVendor(
  state: VendorState,
  command: AssessVendorCommand,
  context: DecisionContext,
): Decision<VendorEvent> {
  const before = replayed<VendorEvent>(state, context.identity);
  if (before !== null) return before;
  const refusal =
    (state.registered === null ? notFound(`The vendor ${state.id}`) : null) ??
    assessmentFault(command, context.now) ??
    changedMeanwhile(state, command);
  if (refusal !== null) return refused(refusal);
  const { dataHandling, creativeControl, results, evidence } = command;
  return accepted({
    type: 'assessed',
    data: {
      assessedAt: recordedTime(command.assessedAt)!,
      expiresAt: recordedTime(command.expiresAt)!,
      dataHandling,
      creativeControl,
      results,
      conditions: command.conditions ?? null,
      productions: command.productions ?? null,
      evidence,
    },
  });
}

function assessmentFault(command: AssessVendorCommand, now: string): Refusal | null {
  const misread = timeFault('/assessedAt', command.assessedAt) ?? timeFault('/expiresAt', command.expiresAt);
  if (misread !== null) return misread;
  const assessedAt = recordedTime(command.assessedAt)!;
  if (assessedAt > now) return invalidRequest('/assessedAt', 'must not be in the future');
  if (recordedTime(command.expiresAt)! <= assessedAt) return invalidRequest('/expiresAt', 'must be after assessedAt');
  return productionsFault(command.productions) ?? conditionsMissing(command) ?? evidenceMissing(command.evidence);
}

/** "Conditional" without the condition would be a pass nobody can hold anybody to. */
function conditionsMissing(command: AssessVendorCommand): Refusal | null {
  const conditional = [command.dataHandling, command.creativeControl, command.results].includes('conditional');
  if (!conditional || (command.conditions ?? '').trim() !== '') return null;
  return invalidRequest('/conditions', 'must say what the conditions are');
}
