import { boundedVerdict, verdictFault } from '../asset/verdict.js';
import { accepted, refused, type Decision, type DecisionContext } from '../shared/decision.js';
import { inProgress, invalidRequest, notFound, replayed } from '../shared/guards.js';
import { boundedProblems, withinCauses } from './bounds.js';
import type { CheckedData, CheckEvent, CheckRequestedData, HeldItem } from './events.js';
import type { CheckState } from './fold.js';

/** A check has a stream of its own, named by what it is of. */
export function decideRequestCheck(
  state: CheckState,
  data: CheckRequestedData,
  context: DecisionContext,
): Decision<CheckEvent> {
  const before = replayed<CheckEvent>(state, context.identity);
  if (before !== null) return before;
  if (data.check !== state.id) return refused(invalidRequest('/check', `must be ${state.id}, the id of the check`));
  if (state.requested !== null) {
    return refused({
      slug: 'already-exists',
      detail: `The check ${state.id} was requested before.`,
      members: { id: state.id },
    });
  }
  return accepted({ type: 'check-requested', data: { ...data, problems: boundedProblems(data.problems) } });
}

/**
 * What a check came to, chunk by chunk (`heldChunks`): each call gives the next event to append, the last of them `checked`.
 * None once there is an outcome, so that a race of two replicas ends with one; where the chunks that are there belong to
 * another verdict, theirs has to be finished or interrupted.
 */
export function decideRecordCheck(
  state: CheckState,
  chunks: readonly (readonly HeldItem[])[],
  checked: CheckedData,
): Decision<CheckEvent> {
  if (state.requested === null) return refused(notFound(`The check ${state.id}`));
  if (state.outcome !== null) return accepted<CheckEvent>();
  const fault = verdictFault(
    checked,
    { decision: state.requested.data.check, n: state.requested.n },
    { verdict: checked.verdict, interrupted: false },
  );
  if (fault !== null) return refused(fault);
  const { verdictDigest } = checked;
  if (state.verdict !== null && state.verdict !== verdictDigest) {
    return refused(inProgress('Another outcome of this check is being recorded.'));
  }
  const bounded = boundedVerdict({ ...checked, problems: boundedProblems(checked.problems) });
  const next = chunks[state.parts];
  if (next === undefined) return accepted({ type: 'checked', data: bounded });
  const items = withinCauses(next, bounded.causes.length);
  return accepted({ type: 'held', data: { part: state.parts + 1, items, verdict: verdictDigest } });
}

/** D2: no outcome was reached. No event where there is one, or nothing was requested. */
export function decideInterruptCheck(state: CheckState, reason: string): Decision<CheckEvent> {
  if (state.requested === null || state.outcome !== null) return accepted<CheckEvent>();
  return accepted({ type: 'interrupted', data: { reason } });
}
