import type { Scope, Use } from '@clearance/domain';
import type { Missing } from './types.js';

/** The prominence that a use is taken to have while nobody has declared it: the most demanding one. */
const UNDECLARED = 'key_element';

/** What a scope leaves uncovered of a use; null where it covers it. */
export function gapsOf(scope: Scope, use: Use, logTime: string): Missing | null {
  const gaps: Record<string, readonly string[]> = {};
  const look = (name: string, allowed: readonly string[], wanted: readonly string[]) => {
    if (allowed.includes('*')) return;
    const missing = wanted.filter((word) => !allowed.includes(word));
    if (missing.length > 0) gaps[name] = missing;
  };
  look('classes', scope.classes, [use.class]);
  look('territories', scope.territories, use.territories);
  look('languages', scope.languages, use.languages);
  look('mediums', scope.mediums, [use.medium]);
  if (scope.prominence !== '*' && scope.prominence !== UNDECLARED) gaps['prominence'] = [UNDECLARED];
  const { from = null, until = null } = scope.window ?? {};
  if ((from !== null && logTime < from) || (until !== null && logTime >= until)) gaps['window'] = [logTime];
  return Object.keys(gaps).length === 0 ? null : gaps;
}

/** Of several that do not cover the use, what the nearest of them leaves open; null where there is none. */
export function nearest(gaps: readonly Missing[]): Missing | null {
  return [...gaps].sort((a, b) => size(a) - size(b))[0] ?? null;
}

function size(gaps: Missing): number {
  return Object.values(gaps).reduce((sum, list) => sum + list.length, 0);
}
