import type { Act } from '../shared/act.js';
import { holdingAt, nextAfter, type Standing } from '../shared/timeline.js';
import type { VendorAssessedData } from './events.js';
import type { VendorState } from './fold.js';

/**
 * What is known of a vendor for a production at a time: the assessment made last, while it has not expired. An older one
 * that runs longer does not stand in for it.
 * @param at RFC 3339 UTC ms
 * @returns null as value where the vendor counts as not assessed.
 */
export function assessmentAt(
  state: VendorState,
  production: string,
  at: string,
): Standing<Act<VendorAssessedData> | null> {
  const theirs = state.assessments.filter(
    ({ data }) => data.productions === null || data.productions.includes(production),
  );
  const held = holdingAt(
    theirs.map((act) => ({ since: act.data.assessedAt, n: act.n, act })),
    at,
  );
  const running = held !== null && held.act.data.expiresAt > at ? held.act : null;
  return {
    value: running,
    until: nextAfter([...theirs.map(({ data }) => data.assessedAt), running?.data.expiresAt ?? null], at),
  };
}
