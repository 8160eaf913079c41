import type { Act } from '../shared/act.js';
import { groupSuspendedAt, type GroupState } from '../group/fold.js';
import { nextAfter, suspensionAt, type Standing } from '../shared/timeline.js';
import type { ConsentChangeData } from './events.js';
import type { ConsentState } from './fold.js';

/** `pending`: its window has not begun. The first that applies, from the left, where several would. */
export type ConsentStatus = 'withdrawn' | 'expired' | 'suspended' | 'pending' | 'granted';

/**
 * How a consent stands at a time.
 * @param group the group it belongs to; null where it belongs to none or nothing was ever said about the group.
 * @param at RFC 3339 UTC ms
 * @returns null as value where no such consent was recorded.
 */
export function consentStandingAt(
  state: ConsentState,
  group: GroupState | null,
  at: string,
): Standing<ConsentStatus | null> {
  if (state.recorded === null) return { value: null, until: null };
  const { from, until } = state.recorded.data.window;
  const ends = state.withdrawals.map(effectOf);
  const own = ownSuspensionAt(state, at);
  const grouped = group === null ? { value: false, until: null } : groupSuspendedAt(group, at);
  return {
    value: ends.some((end) => end <= at)
      ? 'withdrawn'
      : until !== null && until <= at
        ? 'expired'
        : own.value || grouped.value
          ? 'suspended'
          : from !== null && from > at
            ? 'pending'
            : 'granted',
    until: nextAfter([...ends, from, until, own.until, grouped.until], at),
  };
}

/** Whether the consent itself is suspended at a time, whatever its group is. */
export function ownSuspensionAt(state: ConsentState, at: string): Standing<boolean> {
  return suspensionAt(
    state.suspensions.map((act) => ({ since: effectOf(act), n: act.n, suspends: act.suspends })),
    at,
  );
}

/** When a change takes effect: at the time it names, else when it was recorded. */
export function effectOf(act: Act<ConsentChangeData>): string {
  return act.data.effectiveAt ?? act.recordedAt;
}
