import type { Scope, Use } from '@clearance/domain';
import { instant } from './time.js';
import type { Missing } from './types.js';

/** The prominence that a use is taken to have while nobody has declared it: the most demanding one. */
export const UNDECLARED_PROMINENCE = 'key_element';

/** From the least demanding to the most. */
const BY_DEMAND: readonly string[] = ['none', 'incidental', 'story_relevant', 'key_element'];

/**
 * What a scope leaves uncovered of a use; null where it covers it. A use that names nothing asks for everything.
 * @param prominence as declared for the root in the delivery; a scope covers what is at most as demanding as its own
 */
export function gapsOf(
  scope: Scope,
  use: Use,
  logTime: string,
  prominence: string = UNDECLARED_PROMINENCE,
): Missing | null {
  const gaps: Record<string, readonly string[]> = {};
  const look = (name: string, allowed: readonly string[], wanted: readonly string[]) => {
    if (allowed.includes('*')) return;
    const missing = (wanted.length === 0 ? ['*'] : wanted).filter((word) => !allowed.includes(word));
    if (missing.length > 0) gaps[name] = missing;
  };
  look('classes', scope.classes, [use.class]);
  look('territories', scope.territories, use.territories);
  look('languages', scope.languages, use.languages);
  look('mediums', scope.mediums, [use.medium]);
  const wanted = BY_DEMAND.includes(prominence) ? prominence : UNDECLARED_PROMINENCE;
  if (scope.prominence !== '*' && BY_DEMAND.indexOf(scope.prominence) < BY_DEMAND.indexOf(wanted))
    gaps['prominence'] = [wanted];
  if (!isWithinWindow(scope, logTime)) gaps['window'] = [logTime];
  return Object.keys(gaps).length === 0 ? null : gaps;
}

/** Whether one scope covers everything that another does. */
export function isWithinScope(inner: Scope, outer: Scope): boolean {
  const lists = (['classes', 'territories', 'languages', 'mediums'] as const).every(
    (name) => outer[name].includes('*') || inner[name].every((word) => word !== '*' && outer[name].includes(word)),
  );
  const prominence =
    outer.prominence === '*' ||
    (inner.prominence !== '*' && BY_DEMAND.indexOf(inner.prominence) <= BY_DEMAND.indexOf(outer.prominence));
  return lists && prominence && isWithinTimes(inner.window ?? null, outer.window ?? null);
}

function isWithinTimes(inner: Scope['window'] | null, outer: Scope['window'] | null): boolean {
  const { from = null, until = null } = outer ?? {};
  const [begin, end] = [inner?.from ?? null, inner?.until ?? null];
  return (
    (from === null || (begin !== null && instant(begin) >= instant(from))) &&
    (until === null || (end !== null && instant(end) <= instant(until)))
  );
}

/**
 * What several approvals leave open together, of which none covers the use alone. Where each gap of one is filled by
 * another, none of them being enough, it is what the first of those with the fewest gaps leaves open.
 */
export function missingOf(gaps: readonly Missing[]): Missing | null {
  const [first, ...others] = gaps;
  if (first === undefined) return null;
  const shared = Object.entries(first)
    .map(
      ([name, words]) => [name, words.filter((word) => others.every((other) => other[name]?.includes(word)))] as const,
    )
    .filter(([, words]) => words.length > 0);
  if (shared.length > 0) return Object.fromEntries(shared);
  return gaps.reduce((least, next) => (size(next) < size(least) ? next : least));
}

/** From the first moment on, up to and without the last. A time that cannot be read lets nothing in. */
function isWithinWindow(scope: Scope, logTime: string): boolean {
  const { from = null, until = null } = scope.window ?? {};
  const now = instant(logTime);
  return (from === null || now >= instant(from)) && (until === null || now < instant(until));
}

function size(gaps: Missing): number {
  return Object.values(gaps).reduce((sum, list) => sum + list.length, 0);
}
