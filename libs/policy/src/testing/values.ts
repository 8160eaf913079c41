import type { EdgeKind } from '@clearance/domain';
import type { ContentState, FindingClass, OwnApproval, OwnState, ResolvedEdge } from '../types.js';
import { ANY_SCOPE } from './sayings.js';

/** What a content says by itself: nothing but what a test names. */
export function ownState(content: string, parts: Partial<OwnState> = {}): OwnState {
  return {
    content,
    findings: [],
    edges: [],
    completeness: 'not-asked',
    approvals: [],
    confirmations: [],
    submitters: [],
    dueAt: [],
    ...parts,
  };
}

export function edgeTo(to: string, kind: EdgeKind = 'component', parts: Partial<ResolvedEdge> = {}): ResolvedEdge {
  return { to, kind, tool: null, passes: true, evidence: { stream: `asset-nightfall/${to}`, revision: 0 }, ...parts };
}

/** A class of a finding that asks for approval, unless a test names another. */
export function classOf(
  root: string,
  approvals: readonly string[] = [],
  parts: Partial<FindingClass> = {},
): FindingClass {
  return {
    rule: 'base-generated',
    root,
    element: null,
    outcome: 'approval',
    code: 'generated',
    approvals,
    via: null,
    ...parts,
  };
}

/** In force, for every use, clearing what `classOf('sky')` is. */
export function approvalOf(id: string, reach: OwnApproval['reach']): OwnApproval {
  const keys = [{ rule: 'base-generated', root: 'sky', element: null }];
  const evidence = { stream: 'asset-nightfall/sky', revision: 0 };
  return { id, kind: 'written', reach, scope: ANY_SCOPE, keys, ended: false, endsAt: null, evidence };
}

/** Classes as `rule root [approvals]`. */
export function carried(state: ContentState): string[] {
  return state.classes.map(({ rule, root, approvals }) => `${rule} ${root} [${approvals.join(' ')}]`);
}
