import type { Registry } from '../facts/registry.js';
import type { ResolvedEdge, ToolClass } from '../types.js';
import type { NamedInput } from './inputs.js';

/** From the least to the most that a tool does to material. */
const BY_WEIGHT: readonly ToolClass[] = ['none', 'assistive', 'generative'];

export interface ClassedEdges {
  readonly edges: readonly ResolvedEdge[];
  /** Times at which a class known now may change by itself. RFC 3339, unsorted. */
  readonly until: readonly string[];
}

/**
 * F4: what is known of the tools of derivations. The class has to be known when the step is said to have been done, when it
 * was recorded, and now; of these the worst counts.
 */
export function classedEdges(
  edges: readonly ResolvedEdge[],
  inputs: readonly NamedInput[],
  registry: Registry,
  logTime: string,
): ClassedEdges {
  if (!edges.some(isByTool)) return { edges, until: [] };
  const until: string[] = [];
  const classed = edges.map((edge): ResolvedEdge => {
    const { tool } = edge;
    if (!isByTool(edge) || tool === null) return edge;
    const same = inputs.filter(({ to, kind, tool: by }) => to === edge.to && kind === edge.kind && by?.id === tool.id);
    const times = new Set([logTime, ...same.flatMap(({ fact }) => [fact.occurredAt, fact.recordedAt])]);
    const ends = registry.tool(tool, logTime).until;
    if (ends !== null) until.push(ends);
    const toolClass = worst([...times].map((at) => registry.tool(tool, at).class));
    return toolClass === null ? edge : { ...edge, toolClass };
  });
  return { edges: classed, until };
}

function isByTool({ kind, tool }: ResolvedEdge): boolean {
  return kind === 'derivation' && tool !== null;
}

function worst(classes: readonly (ToolClass | null)[]): ToolClass | null {
  let rank = -1;
  for (const each of classes) {
    if (each === null) return null;
    rank = Math.max(rank, BY_WEIGHT.indexOf(each));
  }
  return BY_WEIGHT[rank] ?? null;
}
