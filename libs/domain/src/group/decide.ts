import { recordedTime, timeFault } from '../shared/body.js';
import { accepted, refused, type Decision, type DecisionContext, type Expecting } from '../shared/decision.js';
import { changedMeanwhile, reasonMissing, registryIdFault, replayed, wrongState } from '../shared/guards.js';
import type { GroupEvent } from './events.js';
import { groupSuspendedAt, type GroupState } from './fold.js';

export interface GroupChangeCommand extends Expecting {
  readonly reason: string;
  readonly effectiveAt?: string | null;
}

/** Suspends every consent of the group, e.g. while a strike lasts. */
export function decideSuspendGroup(
  state: GroupState,
  command: GroupChangeCommand,
  context: DecisionContext,
): Decision<GroupEvent> {
  return decideChange(state, command, context, 'suspended');
}

export function decideLiftGroup(
  state: GroupState,
  command: GroupChangeCommand,
  context: DecisionContext,
): Decision<GroupEvent> {
  return decideChange(state, command, context, 'lifted');
}

function decideChange(
  state: GroupState,
  command: GroupChangeCommand,
  context: DecisionContext,
  type: 'suspended' | 'lifted',
): Decision<GroupEvent> {
  const before = replayed<GroupEvent>(state, context.identity);
  if (before !== null) return before;
  const misread =
    registryIdFault(state.id, '/group') ??
    reasonMissing(command.reason) ??
    timeFault('/effectiveAt', command.effectiveAt) ??
    changedMeanwhile(state, command);
  if (misread !== null) return refused(misread);
  const effectiveAt = recordedTime(command.effectiveAt);
  const suspended = groupSuspendedAt(state, effectiveAt ?? context.now).value;
  if (suspended === (type === 'suspended')) {
    return refused(
      suspended
        ? wrongState('suspended', 'This group is suspended already.')
        : wrongState('active', 'This group is not suspended.'),
    );
  }
  return accepted({ type, data: { reason: command.reason, effectiveAt } });
}
