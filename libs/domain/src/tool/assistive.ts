import { classificationAt } from './classification.js';
import type { ToolState } from './fold.js';
import { matchesVersion } from './version-pattern.js';

/** In no version that anybody writes. */
const ANY_OTHER = '~';
const SINCE_EVER = '0000-01-01T00:00:00.000Z';

/**
 * Whether everything that a pattern of versions names is classed now, in this mode, as a tool that does not generate, and none
 * of it is classed otherwise at any time that a classification speaks of.
 * @param now RFC 3339 UTC ms
 */
export function isAssistiveThroughout(
  state: ToolState,
  tool: { readonly version: string; readonly mode: string },
  now: string,
): boolean {
  const times = [SINCE_EVER, ...state.classifications.flatMap(({ data }) => data.from ?? [])];
  return versionsLike(tool.version, state).every((version) => {
    const classAt = (at: string) => classificationAt(state, { version, mode: tool.mode }, at).value?.class ?? null;
    return classAt(now) !== null && [now, ...times].every((at) => classAt(at) !== 'generative');
  });
}

/** One version for each stretch of those named that some classification tells from the rest. */
function versionsLike(pattern: string, { classifications }: ToolState): string[] {
  if (!pattern.endsWith('*')) return [pattern];
  const named = classifications.map(({ data }) => memberOf(data.version));
  return [...new Set([memberOf(pattern), ...named.filter((version) => matchesVersion(pattern, version))])];
}

/** A version that a pattern names, and no narrower pattern. */
function memberOf(pattern: string): string {
  return pattern.endsWith('*') ? pattern.slice(0, -1) + ANY_OTHER : pattern;
}
