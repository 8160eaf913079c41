import { basePolicy, type ContentState, type FindingClass, type OwnState, type ResolvedEdge } from '@clearance/policy';
import { describe, expect, it } from 'vitest';
import { Alike } from './alike.js';
import { evaluateContent } from './states.js';

const generated: FindingClass = {
  rule: 'base-generated',
  root: 'sky',
  element: null,
  outcome: 'approval',
  code: 'generated',
  approvals: ['apr_1:contained', 'apr_2:processed'],
  via: null,
};
const sky = { own: ownOf('sky', []), state: { classes: [generated] } };
const look = (content: string) => (content === 'sky' ? sky : null);

describe('Alike', () => {
  it('gives one state to all that were made from one input in the same way, whichever event says so', () => {
    const alike = new Alike();
    const first = alike.of(ownOf('a', [edge({ revision: 1 })]), look, basePolicy);
    expect(alike.of(ownOf('b', [edge({ revision: 2 })]), look, basePolicy)).toBe(first);
    expect(rootsOf(first)).toEqual(['base-generated sky apr_1:contained,apr_2:processed']);
  });

  it.each<[string, OwnState]>([
    ['over another edge', ownOf('b', [edge({ kind: 'derivation', toolClass: 'assistive' })])],
    ['by a tool of another class', ownOf('b', [edge({ kind: 'derivation', toolClass: 'generative' })])],
    ['as a newer version', ownOf('b', [edge({ kind: 'revision' })])],
    ['from an input that nobody knows', ownOf('b', [edge({ to: 'lost' })])],
    ['from more inputs', ownOf('b', [edge({}), edge({ to: 'lost' })])],
    ['from nothing', ownOf('b', [])],
    ['from what passes nothing on', ownOf('b', [edge({ passes: false })])],
    [
      'and is something by itself',
      { ...ownOf('b', [edge({})]), findings: [{ ...generated, root: 'b', message: '', evidence: [] }] },
    ],
  ])('keeps apart what was made %s', (_, own) => {
    const alike = new Alike();
    const first = alike.of(ownOf('a', [edge({})]), look, basePolicy);
    const other = alike.of(own, look, basePolicy);
    expect(other).not.toBe(first);
    expect(other).toEqual(evaluateContent(own, look, basePolicy));
    expect(alike.of(ownOf('c', [edge({})]), look, basePolicy)).toBe(first);
  });

  it('asks anew once it is told to forget', () => {
    const alike = new Alike();
    const first = alike.of(ownOf('a', [edge({})]), look, basePolicy);
    alike.forget();
    expect(alike.of(ownOf('a', [edge({})]), look, basePolicy)).not.toBe(first);
  });
});

function rootsOf({ classes }: ContentState): string[] {
  return classes.map(({ rule, root, approvals }) => `${rule} ${root} ${approvals.join()}`);
}

function edge({ revision = 1, ...more }: Partial<ResolvedEdge> & { revision?: number }): ResolvedEdge {
  const evidence = { stream: 'asset-nightfall/a', revision };
  return { to: 'sky', kind: 'component', tool: { id: 'denoise', version: '2' }, passes: true, evidence, ...more };
}

function ownOf(content: string, edges: ResolvedEdge[]): OwnState {
  return {
    content,
    findings: [],
    edges,
    completeness: 'yes',
    approvals: [],
    confirmations: [],
    submitters: [],
    dueAt: [],
  };
}
