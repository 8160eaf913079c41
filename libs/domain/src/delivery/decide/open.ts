import { recordedTime, timeFault } from '../../shared/body.js';
import { accepted, refused, type Decision, type DecisionContext, type Refusal } from '../../shared/decision.js';
import { invalidRequest, replayed } from '../../shared/guards.js';
import { DELIVERY_ID } from '../../shared/ids.js';
import type { DeliveryEvent, DeliveryOpenedData } from '../events.js';
import { unknown } from '../guards.js';
import type { DeliveryState } from '../state.js';

export function decideOpenDelivery(
  state: DeliveryState,
  data: DeliveryOpenedData,
  context: DecisionContext,
): Decision<DeliveryEvent> {
  const before = replayed<DeliveryEvent>(state, context.identity);
  if (before !== null) return before;
  const refusal = bodyFault(state, data) ?? alreadyOpen(state);
  if (refusal !== null) return refused(refusal);
  return accepted({ type: 'opened', data: { ...data, dueAt: recordedTime(data.dueAt) } });
}

function bodyFault(state: DeliveryState, data: DeliveryOpenedData): Refusal | null {
  if (!DELIVERY_ID.test(state.id)) {
    return invalidRequest('/id', 'must be 1 to 63 characters of a-z 0-9 . _ -, the first a letter or digit');
  }
  for (const member of ['territories', 'languages'] as const) {
    if (data[member].length === 0) return invalidRequest(`/${member}`, 'must not be empty; ["*"] means any');
  }
  return timeFault('/dueAt', data.dueAt);
}

function alreadyOpen(state: DeliveryState): Refusal | null {
  if (state.opened === null) return unknown(state);
  return { slug: 'already-exists', detail: `The delivery ${state.id} exists already.`, members: { id: state.id } };
}
