import { accepted, refused, type Decision, type DecisionContext, type Expecting } from '../../shared/decision.js';
import { changedMeanwhile, reasonMissing, replayed, wrongState } from '../../shared/guards.js';
import type { DeliveryEvent, RecalledData } from '../events.js';
import { neverOpened } from '../guards.js';
import type { DeliveryState } from '../state.js';
import { liveRelease, statusOf } from '../status.js';

export interface RecallCommand extends Expecting {
  readonly reason: string;
  readonly cause: RecalledData['cause'];
  readonly paths: readonly string[];
}

/** D5: from any live state, also while another release of the delivery is being decided (D2). */
export function decideRecall(
  state: DeliveryState,
  command: RecallCommand,
  context: DecisionContext,
): Decision<DeliveryEvent> {
  const before = replayed<DeliveryEvent>(state, context.identity);
  if (before !== null) return before;
  const refusal = neverOpened(state) ?? reasonMissing(command.reason) ?? changedMeanwhile(state, command);
  if (refusal !== null) return refused(refusal);
  const live = liveRelease(state);
  if (live === null) return refused(wrongState(statusOf(state), 'Only a delivery that is out can be recalled.'));
  const { reason, cause, paths } = command;
  return accepted({ type: 'recalled', data: { release: live.decision, reason, cause, paths } });
}
