import type { Act } from '../shared/act.js';
import { holdingAt, nextAfter, type Standing } from '../shared/timeline.js';
import type { TermsReviewedData } from './events.js';
import type { ToolState } from './fold.js';

/**
 * The terms under which a production uses a tool at a time: those that began last. Terms agreed for named productions say
 * nothing about others.
 * @param at RFC 3339 UTC ms
 * @returns null as value where nobody reviewed any.
 */
export function termsAt(state: ToolState, production: string, at: string): Standing<Act<TermsReviewedData> | null> {
  const theirs = state.terms.filter(({ data }) => data.productions === null || data.productions.includes(production));
  const held = holdingAt(
    theirs.map((act) => ({ since: act.data.from, n: act.n, act })),
    at,
  );
  return {
    value: held?.act ?? null,
    until: nextAfter(
      theirs.map(({ data }) => data.from),
      at,
    ),
  };
}

/** Whether the tool is suspended at a time. Of a suspension and its end that begin together, the one recorded last counts. */
export function suspendedAt(state: ToolState, at: string): Standing<boolean> {
  const standings = state.standings.map((act) => ({ since: act.data.from ?? act.recordedAt, n: act.n, act }));
  return {
    value: holdingAt(standings, at)?.act.suspends ?? false,
    until: nextAfter(
      standings.map(({ since }) => since),
      at,
    ),
  };
}
