import type { EdgeKind } from '@clearance/domain';
import { describe, expect, it } from 'vitest';
import { inherit } from '../inherit.js';
import { basePack } from '../packs/base.js';
import { approvalOf, carried, edgeTo, ownState } from '../testing/values.js';
import type { Evaluated, OwnApproval, OwnState, ToolClass } from '../types.js';

describe('F4: reach', () => {
  const tool = { id: 'denoise', version: '2' };
  function over(kind: EdgeKind, toolClass: ToolClass | null, withTool = true): string[] {
    const given = (['exact', 'contained', 'processed'] as const).map((reach): OwnApproval =>
      approvalOf(`apr_${reach}`, reach),
    );
    const sky = evaluated(ownState('sky', { findings: [finding('sky')], approvals: given }), {});
    const comp = ownState('comp', { edges: [edgeTo('sky', kind, withTool ? { tool } : {})] });
    const state = inherit(
      comp,
      () => sky,
      basePack,
      () => toolClass,
    );
    return state.classes.flatMap(({ approvals }) => approvals);
  }

  it.each(['component', 'representation'] as const)('contained and processed go over %s', (kind) => {
    expect(over(kind, null)).toEqual(['apr_contained:contained', 'apr_processed:processed']);
  });
  it.each(['assistive', 'none'] as const)(
    'processed alone goes over a derivation by a tool classed %s',
    (toolClass) => {
      expect(over('derivation', toolClass)).toEqual(['apr_processed:processed']);
    },
  );
  it('nothing goes over a derivation by a generative tool, a tool nobody classed, or no tool', () => {
    expect([over('derivation', 'generative'), over('derivation', null), over('derivation', 'none', false)]).toEqual([
      [],
      [],
      [],
    ]);
  });
  it.each(['revision', 'variant'] as const)('nothing ever goes over a %s', (kind) => {
    expect(over(kind, 'none')).toEqual([]);
  });
  it('processed goes on over a component from there', () => {
    const sky = evaluated(
      ownState('sky', {
        findings: [finding('sky')],
        approvals: [approvalOf('apr_1', 'processed'), approvalOf('apr_2', 'contained')],
      }),
      {},
    );
    const clean = evaluated(ownState('clean', { edges: [edgeTo('sky', 'derivation', { tool })] }), { sky }, 'none');
    const comp = inherit(ownState('comp', { edges: [edgeTo('clean')] }), () => clean, basePack);
    expect(carried(comp)).toEqual(['base-generated sky [apr_1:processed]']);
  });
});

function evaluated(own: OwnState, parents: Record<string, Evaluated>, toolClass: ToolClass | null = null): Evaluated {
  return {
    own,
    state: inherit(
      own,
      (content) => parents[content] ?? null,
      basePack,
      () => toolClass,
    ),
  };
}
function finding(root: string) {
  return {
    rule: 'base-generated',
    root,
    element: null,
    outcome: 'approval',
    code: 'generated',
    message: root,
    evidence: [],
  } as const;
}
