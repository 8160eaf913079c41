import type { Act } from '../shared/act.js';
import { holdingAt, nextAfter, suspensionAt, type Standing } from '../shared/timeline.js';
import type { TermsReviewedData, ToolStandingData } from './events.js';
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

/** Whether the tool is suspended at a time. */
export function suspendedAt(state: ToolState, at: string): Standing<boolean> {
  return suspensionAt(changesOf(state), at);
}

/** What suspends the tool at a time; null where it is not suspended. */
export function suspensionOf(state: ToolState, at: string): Act<ToolStandingData> | null {
  const held = holdingAt(changesOf(state), at);
  return held?.suspends === true ? held.act : null;
}

function changesOf({ standings }: ToolState) {
  return standings.map((act) => ({
    since: act.data.from ?? act.recordedAt,
    n: act.n,
    suspends: act.suspends,
    act,
  }));
}
