import { accepted, refused, type Decision, type DecisionContext, type Expecting } from '../../shared/decision.js';
import { changedMeanwhile, invalidRequest, replayed, wrongState } from '../../shared/guards.js';
import type { DeliveryEvent } from '../events.js';
import { neverOpened, releaseOpen, unknown } from '../guards.js';
import type { DeliveryState } from '../state.js';
import { liveRelease, statusOf } from '../status.js';

export interface ReplaceCommand extends Expecting {
  /** Delivery id. */
  readonly by: string;
}
export interface ReplaceSituation {
  /** Whether the delivery named is released, without concerns. */
  readonly byReleased: boolean;
}

/** Another, released delivery takes the place of this one. */
export function decideReplace(
  state: DeliveryState,
  command: ReplaceCommand,
  situation: ReplaceSituation,
  context: DecisionContext,
): Decision<DeliveryEvent> {
  const before = replayed<DeliveryEvent>(state, context.identity);
  if (before !== null) return before;
  const refusal =
    neverOpened(state) ??
    (command.by === state.id ? invalidRequest('/by', 'must be another delivery') : null) ??
    changedMeanwhile(state, command) ??
    releaseOpen(state) ??
    unknown(state);
  if (refusal !== null) return refused(refusal);
  const live = liveRelease(state);
  if (live === null) return refused(wrongState(statusOf(state), 'Only a delivery that is out can be replaced.'));
  if (!situation.byReleased) return refused(wrongState('not-released', `The delivery ${command.by} is not released.`));
  return accepted({ type: 'replaced', data: { release: live.decision, by: command.by } });
}
