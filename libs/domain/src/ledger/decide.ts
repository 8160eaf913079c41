import { accepted, refused, type Decision } from '../shared/decision.js';
import { invalidRequest } from '../shared/guards.js';
import { utcTime } from '../shared/time.js';
import type { LedgerEvent } from './events.js';
import type { LedgerState } from './fold.js';

/** The first event of every ledger. No event where it is there: every start asks for it. */
export function decideCreateLedger(state: LedgerState, engine: number): Decision<LedgerEvent> {
  return state.created === null
    ? accepted<LedgerEvent>({ type: 'created', data: { engine } })
    : accepted<LedgerEvent>();
}

/**
 * Says that time has moved on although nothing happened, so that what is due by then fires. Never into the future, for log
 * time cannot go back; no event where the clock was advanced so far before.
 */
export function decideAdvanceClock(state: LedgerState, to: string, now: string): Decision<LedgerEvent> {
  const at = utcTime(to);
  if (at === null) return refused(invalidRequest('/to', 'must be a time with offset (RFC 3339)'));
  if (at > now) return refused(invalidRequest('/to', 'must not be in the future'));
  if (state.clock !== null && state.clock >= at) return accepted<LedgerEvent>();
  return accepted({ type: 'clock-advanced', data: { to: at } });
}
