import { reachOf } from '../tokens.js';
import type { ClassOfTool, ResolvedEdge } from '../types.js';

/**
 * F4: the approvals that go over an edge. `exact` never leaves its asset; `contained` goes over component and
 * representation; `processed` also over a derivation whose tool is classed non-generative.
 */
export function passing(approvals: readonly string[], edge: Derivation, classOfTool: ClassOfTool): readonly string[] {
  if (approvals.length === 0) return approvals;
  const reaches = reachesOver(edge, classOfTool);
  return approvals.filter((token) => reaches.includes(reachOf(token)));
}

type Derivation = Pick<ResolvedEdge, 'kind' | 'tool' | 'toolClass'>;

function reachesOver(edge: Derivation, classOfTool: ClassOfTool): readonly string[] {
  if (edge.kind === 'component' || edge.kind === 'representation') return ['contained', 'processed'];
  if (edge.kind !== 'derivation' || edge.tool === null) return [];
  const toolClass = edge.toolClass ?? classOfTool(edge.tool);
  return toolClass === 'assistive' || toolClass === 'none' ? ['processed'] : [];
}
