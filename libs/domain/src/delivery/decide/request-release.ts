import { futureFault, recordedTime } from '../../shared/body.js';
import {
  accepted,
  refused,
  type Decision,
  type DecisionContext,
  type Expecting,
  type Refusal,
} from '../../shared/decision.js';
import { derivedId } from '../../shared/envelope.js';
import { changedMeanwhile, notFound, replayed, wrongState } from '../../shared/guards.js';
import type { DeliveryEvent } from '../events.js';
import { ended, neverOpened, releaseOpen, unknown } from '../guards.js';
import type { DeliveryState } from '../state.js';
import { liveRelease, statusOf } from '../status.js';

export interface ReleaseCommand extends Expecting {
  readonly check: string;
  /** After it a receipt is expired. */
  readonly validUntil: string | null;
}
export interface ReleaseSituation {
  /** Whether there is such a check of this delivery, with an outcome. */
  readonly checked: boolean;
  /** The delivery's newest check. */
  readonly newestCheck: string | null;
  readonly productionClosed: boolean;
}

/**
 * Asks for the release of what a check looked at; the outcome follows by `decideRecordRelease` (D1). It is judged anew, never
 * on an earlier promotion or on the check's own verdict.
 */
export function decideRequestRelease(
  state: DeliveryState,
  command: ReleaseCommand,
  situation: ReleaseSituation,
  context: DecisionContext,
): Decision<DeliveryEvent> {
  const before = replayed<DeliveryEvent>(state, context.identity);
  if (before !== null) return before;
  const { check } = command;
  const refusal =
    neverOpened(state) ??
    (situation.checked ? null : notFound(`The check ${check} of this delivery`)) ??
    futureFault('/validUntil', command.validUntil, context.now) ??
    changedMeanwhile(state, command) ??
    releaseOpen(state) ??
    ended(state) ??
    unknown(state) ??
    (situation.productionClosed
      ? wrongState('closed', 'This production is closed: nothing is released any more.')
      : null) ??
    alreadyReleased(state, check) ??
    staleCheck(check, situation.newestCheck);
  if (refusal !== null) return refused(refusal);
  return accepted({
    type: 'release-requested',
    data: { decision: derivedId('dec', context.identity.dedup), check, validUntil: recordedTime(command.validUntil) },
  });
}

function alreadyReleased(state: DeliveryState, check: string): Refusal | null {
  if (liveRelease(state)?.check !== check) return null;
  return wrongState(statusOf(state), 'This check was released before. Check again to release anew.');
}

function staleCheck(check: string, newest: string | null): Refusal | null {
  if (check === newest) return null;
  return {
    slug: 'stale-check',
    detail: 'A newer check of this delivery exists: release by that one.',
    members: { newest },
  };
}
