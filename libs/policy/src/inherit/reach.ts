import type { EdgeKind, ToolRef } from '@clearance/domain';
import { reachOf } from '../tokens.js';
import type { ClassOfTool } from '../types.js';

/**
 * F4: the approvals that go over an edge. `exact` never leaves its asset; `contained` goes over component and
 * representation; `processed` also over a derivation whose tool is classed non-generative.
 */
export function passing(
  approvals: readonly string[],
  edge: { readonly kind: EdgeKind; readonly tool: ToolRef | null },
  classOfTool: ClassOfTool,
): readonly string[] {
  if (approvals.length === 0) return approvals;
  const reaches = reachesOver(edge, classOfTool);
  return approvals.filter((token) => reaches.includes(reachOf(token)));
}

function reachesOver(
  edge: { readonly kind: EdgeKind; readonly tool: ToolRef | null },
  classOfTool: ClassOfTool,
): readonly string[] {
  if (edge.kind === 'component' || edge.kind === 'representation') return ['contained', 'processed'];
  if (edge.kind !== 'derivation' || edge.tool === null) return [];
  const toolClass = classOfTool(edge.tool);
  return toolClass === 'assistive' || toolClass === 'none' ? ['processed'] : [];
}
