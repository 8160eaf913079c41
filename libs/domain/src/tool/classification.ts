import type { Act } from '../shared/act.js';
import { holdingAt, nextAfter, type Standing } from '../shared/timeline.js';
import { TOOL_CLASSES, type ToolClass, type ToolClassifiedData } from './events.js';
import type { ToolState } from './fold.js';
import { matchesVersion, versionWeight } from './version-pattern.js';

type Classification = Act<ToolClassifiedData>;

export interface Classified {
  readonly class: ToolClass;
  /** What the class rests on, in log order. */
  readonly basis: readonly Classification[];
}

/**
 * How a tool is classed at a version, in a mode, at a time. The most specific classification wins; where two are each more
 * specific in one respect (version, mode), the worse class counts. A mode that nobody stated is the worst mode known.
 * @param at RFC 3339 UTC ms
 * @returns null as value where nobody classed it.
 */
export function classificationAt(
  state: ToolState,
  tool: { readonly version: string; readonly mode?: string },
  at: string,
): Standing<Classified | null> {
  const fitting = state.classifications.filter(({ data }) => matchesVersion(data.version, tool.version));
  const modes = tool.mode === undefined ? modesOf(fitting) : [tool.mode];
  const found = modes.flatMap((mode) => mostSpecific(inForce(fitting, at), mode));
  return {
    value: worst(found),
    until: nextAfter(
      fitting.map(({ data }) => data.from),
      at,
    ),
  };
}

/** Every mode that some classification names, and the tool as such. */
function modesOf(classifications: readonly Classification[]): string[] {
  return [...new Set(['*', ...classifications.map(({ data }) => data.mode)])];
}

/** Of those for one pattern and one mode, the one that holds. */
function inForce(classifications: readonly Classification[], at: string): Classification[] {
  const places = Map.groupBy(classifications, ({ data }) => JSON.stringify([data.version, data.mode]));
  return [...places.values()].flatMap((same) => {
    const held = holdingAt(
      same.map((act) => ({ since: act.data.from, n: act.n, act })),
      at,
    );
    return held === null ? [] : [held.act];
  });
}

function mostSpecific(classifications: readonly Classification[], mode: string): Classification[] {
  const fitting = classifications.filter(({ data }) => data.mode === '*' || data.mode === mode);
  return fitting.filter((one) => !fitting.some((other) => isMoreSpecific(other, one)));
}

/** In one respect at least, and in none less. */
function isMoreSpecific({ data: a }: Classification, { data: b }: Classification): boolean {
  const version = versionWeight(a.version) - versionWeight(b.version);
  const mode = Number(a.mode !== '*') - Number(b.mode !== '*');
  return version >= 0 && mode >= 0 && version + mode > 0;
}

function worst(found: readonly Classification[]): Classified | null {
  if (found.length === 0) return null;
  const rank = Math.max(...found.map(({ data }) => TOOL_CLASSES.indexOf(data.class)));
  const basis = found.filter(({ data }) => TOOL_CLASSES.indexOf(data.class) === rank).sort((a, b) => a.n - b.n);
  return { class: TOOL_CLASSES[rank]!, basis: [...new Set(basis)] };
}
