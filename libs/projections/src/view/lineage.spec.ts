import { describe, expect, it } from 'vitest';
import {
  bare,
  comp,
  derived,
  generatedBy,
  marked,
  modelOf,
  plate,
  PRODUCTION,
  type TestModel,
} from '../testing/index.js';
import { lineage, type Lineage, type LineageQuery } from './lineage.js';
import { graphvizOf, mermaidOf } from './lineage-text.js';
import { everything } from './visibility.js';

function of(model: TestModel, asset: string, query: Partial<LineageQuery> = {}): Lineage {
  const found = lineage(
    model.db,
    PRODUCTION,
    asset,
    { direction: 'upstream', depth: 10, limit: 1_000, ...query },
    everything,
  );
  if (found === null) throw new Error(`${asset} is not registered`);
  return found;
}
const nodes = ({ nodes: all }: Lineage) => all.map(({ asset, depth }) => `${depth} ${asset}`);
const edges = ({ edges: all }: Lineage) => all.map(({ from, to, kind }) => `${from} ${kind} ${to}`);

const show = () =>
  modelOf(
    plate('plate'),
    plate('sky'),
    marked('sky'),
    comp('comp', ['plate', 'sky']),
    comp('graded', ['comp'], { kind: 'derivation' }),
    comp('cut', ['graded', 'plate']),
    comp('other_cut', ['comp']),
  );

describe('lineage', () => {
  it('walks upstream, nearest first, with kinds, states and evidence', () => {
    const found = of(show(), 'cut');
    expect(nodes(found)).toEqual(['0 cut', '1 graded', '1 plate', '2 comp', '3 sky']);
    expect(edges(found)).toEqual([
      'comp component plate',
      'comp component sky',
      'cut component graded',
      'cut component plate',
      'graded derivation comp',
    ]);
    expect(found.edges[0]?.evidence).toEqual({ stream: `asset-${PRODUCTION}/comp`, revision: 2 });
    expect(found.nodes.map(({ state }) => state)).toEqual([
      'temporary',
      'temporary',
      'clear',
      'temporary',
      'temporary',
    ]);
    expect([found.root, found.cycles, found.truncated, found.position]).toEqual([
      'cut',
      [],
      false,
      String(show().log.length),
    ]);
  });

  it('walks downstream, and both ways without the inputs of what was made from it', () => {
    expect(nodes(of(show(), 'comp', { direction: 'downstream' }))).toEqual([
      '0 comp',
      '1 graded',
      '1 other_cut',
      '2 cut',
    ]);
    expect(nodes(of(show(), 'graded', { direction: 'both' }))).toEqual([
      '0 graded',
      '1 comp',
      '1 cut',
      '2 plate',
      '2 sky',
    ]);
  });

  it('says when depth or limit left something out, and only then', () => {
    const shallow = of(show(), 'cut', { depth: 1 });
    expect([nodes(shallow), shallow.truncated]).toEqual([['0 cut', '1 graded', '1 plate'], true]);
    expect(of(show(), 'cut', { depth: 3 }).truncated).toBe(false);
    const few = of(show(), 'cut', { limit: 2 });
    expect([nodes(few), few.truncated]).toEqual([['0 cut', '1 graded'], true]);
    expect(of(show(), 'sky', { depth: 1 }).truncated).toBe(false);
  });

  it('shows inputs that nobody registered, under the kind they were named with', () => {
    const sha256 = 'a'.repeat(64);
    const model = modelOf(
      bare('comp'),
      derived('comp', [
        { asset: 'ghost', kind: 'component' },
        { asset: 'theirs', production: 'daybreak', kind: 'derivation' },
        { digest: { sha256 }, kind: 'variant' },
      ]),
      generatedBy('comp', { references: [{ asset: 'mood' }] }),
    );
    const found = of(model, 'comp');
    expect(edges(found)).toEqual([
      'comp component ghost',
      'comp reference mood',
      `comp variant sha256:${sha256}`,
      'comp derivation theirs@daybreak',
    ]);
    expect(found.nodes.filter(({ registered }) => !registered).map(({ state }) => state)).toEqual([
      'unknown',
      'unknown',
      'unknown',
      'unknown',
    ]);
  });

  it('L1: names the members of cycles', () => {
    const model = modelOf(comp('a', ['b']), comp('b', ['a']), comp('cut', ['a']));
    expect([of(model, 'cut').cycles, nodes(of(model, 'cut'))]).toEqual([[['a', 'b']], ['0 cut', '1 a', '2 b']]);
  });

  it('I2: shows contents by their display ids, whichever claim is asked for', () => {
    const model = modelOf(plate('shown'), plate('other', { bytes: 'shown' }), comp('comp', ['other']));
    expect(of(model, 'other', { direction: 'downstream' }).root).toBe('shown');
    expect(edges(of(model, 'comp'))).toEqual(['comp component shown']);
  });

  it('hides the names of assets that a restricted caller may not read', () => {
    const model = show();
    const found = lineage(
      model.db,
      PRODUCTION,
      'comp',
      { direction: 'upstream', depth: 1, limit: 10 },
      (asset) => asset === 'comp',
    );
    expect(found?.nodes.map(({ asset, name }) => [asset, name])).toEqual([
      ['comp', 'comp'],
      ['plate', null],
      ['sky', null],
    ]);
  });

  it('does not know what nobody registered', () => {
    const model = modelOf(comp('comp', ['ghost']));
    expect(
      lineage(model.db, PRODUCTION, 'ghost', { direction: 'downstream', depth: 1, limit: 10 }, everything),
    ).toBeNull();
  });
});

describe('lineage as text', () => {
  const model = modelOf(plate('a/plate'), comp('comp', ['a/plate', 'ghost']));

  it('is a Mermaid flowchart with one arrow an edge', () => {
    expect(mermaidOf(of(model, 'comp')).split('\n').slice(0, 6)).toEqual([
      'flowchart LR',
      '  n0["comp (unknown)"]:::blocked',
      '  n1["a/plate (clear)"]:::clear',
      '  n2["ghost (not registered)"]:::blocked',
      '  n1 -->|component| n0',
      '  n2 -->|component| n0',
    ]);
  });

  it('is a Graphviz digraph with one arrow an edge', () => {
    expect(graphvizOf(of(model, 'comp'))).toContain('  "a/plate" -> "comp" [label="component"];\n');
  });

  it('says when something was left out', () => {
    const cut = of(model, 'comp', { limit: 1 });
    expect([mermaidOf(cut), graphvizOf(cut)].map((text) => text.includes('left something out'))).toEqual([true, true]);
  });

  it('never lets a name write into the graph', () => {
    const named: Lineage = {
      ...of(model, 'comp'),
      nodes: [{ asset: 'x"]; click', production: PRODUCTION, name: null, registered: true, state: 'clear', depth: 0 }],
      edges: [],
    };
    expect(mermaidOf(named)).toContain('n0["x#34;#93;#59; click (clear)"]');
    expect(graphvizOf(named)).toContain(String.raw`"x\"]; click" [label=`);
  });
});
