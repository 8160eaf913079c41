import type { Refusal } from '../shared/decision.js';
import { inProgress, notFound, wrongState } from '../shared/guards.js';
import type { DeliveryState } from './state.js';
import { openRelease, statusOf } from './status.js';

/** Where an event cannot be read it may be the one that opened it: then it is unknown, and not missing. */
export function neverOpened(state: DeliveryState): Refusal | null {
  return state.opened === null && state.unread === 0 ? notFound(`The delivery ${state.id}`) : null;
}

/** D2: while a release is being decided nothing else is; recalls go through. */
export function releaseOpen(state: DeliveryState): Refusal | null {
  return openRelease(state) === null
    ? null
    : inProgress('A release of this delivery is being decided. Try again in a moment.');
}

/** Unknown blocks: what cannot be read may be what forbids it. */
export function unknown(state: DeliveryState): Refusal | null {
  if (statusOf(state) !== 'unknown') return null;
  return wrongState(
    'unknown',
    'The record of this delivery holds an event that cannot be read, so its state is not known.',
  );
}

/** Recalled and replaced are ends. */
export function ended(state: DeliveryState): Refusal | null {
  const status = statusOf(state);
  if (status !== 'recalled' && status !== 'replaced') return null;
  return wrongState(status, `This delivery was ${status}; it is never released again.`);
}
