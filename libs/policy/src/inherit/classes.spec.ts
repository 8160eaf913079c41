import type { EdgeKind } from '@clearance/domain';
import { describe, expect, it } from 'vitest';
import { inherit } from '../inherit.js';
import { basePack } from '../packs/base.js';
import { ANY_SCOPE, SmallLedger } from '../testing/ledger.js';
import { approvalOf, carried, classOf, edgeTo, ownState } from '../testing/values.js';
import type { Evaluated, FindingClass } from '../types.js';
import { FindingClasses, MAX_CLASSES } from './classes.js';

const classesOf = (ledger: SmallLedger, id: string) => carried(ledger.evaluate(id).state);
const scopeFor = (territory: string) => ({ ...ANY_SCOPE, territories: [territory] });

describe('F5: classes', () => {
  it("of A within A' only A stays: an open path outweighs a cleared one (scenario 23)", () => {
    const ledger = new SmallLedger();
    ledger.generated('sky');
    ledger.made('graded', { sky: 'component' });
    ledger.approve('graded', [['base-generated', 'sky']]);
    ledger.made('proxy', { sky: 'representation' });
    ledger.made('cut', { graded: 'component', proxy: 'component' });
    expect(ledger.outcome('graded').state).toBe('approved');
    expect(classesOf(ledger, 'cut')).toEqual(['base-generated sky []']);
    expect(ledger.evaluate('cut').state.classes[0]?.via).toEqual({ from: 'proxy', edge: 'component' });
  });

  it('keeps apart paths with different approvals; the use has to be covered on each', () => {
    const ledger = new SmallLedger();
    ledger.generated('sky');
    for (const [id, territory] of [
      ['a', 'DE'],
      ['b', 'FR'],
    ] as const) {
      ledger.made(id, { sky: 'component' });
      ledger.approve(id, [['base-generated', 'sky']], { scope: scopeFor(territory) });
    }
    ledger.made('cut', { a: 'component', b: 'component' });
    expect(classesOf(ledger, 'cut')).toEqual([
      'base-generated sky [apr_1:contained]',
      'base-generated sky [apr_2:contained]',
    ]);
    const use = { class: 'final', territories: ['DE'], languages: ['*'], medium: '*' } as const;
    expect(ledger.judge('cut', use).open).toMatchObject([{ missing: { territories: ['DE'] } }]);
    ledger.approve('cut', [['base-generated', 'sky']], { scope: scopeFor('DE') });
    expect(ledger.judge('cut', use).state).toBe('approved');
  });

  it('an approval at an asset is added after its edges, and classes that became alike are one', () => {
    const ledger = new SmallLedger();
    ledger.generated('sky');
    for (const id of ['a', 'b']) ledger.made(id, { sky: 'component' });
    ledger.approve('a', [['base-generated', 'sky']]);
    ledger.approve('b', [['base-generated', 'sky']]);
    ledger.made('cut', { a: 'component', b: 'component' });
    ledger.made('edit', { a: 'component', cut: 'component' });
    expect(classesOf(ledger, 'edit')).toEqual([
      'base-generated sky [apr_1:contained]',
      'base-generated sky [apr_2:contained]',
    ]);
    ledger.approve('edit', [['base-generated', 'sky']], { reach: 'exact' });
    expect(classesOf(ledger, 'edit')).toEqual([
      'base-generated sky [apr_1:contained apr_3:exact]',
      'base-generated sky [apr_2:contained apr_3:exact]',
    ]);
  });

  it('adding an approval that one class had already leaves only the smaller class', () => {
    const own = ownState('n', { edges: [edgeTo('p1'), edgeTo('p2')], approvals: [approvalOf('apr_a', 'contained')] });
    const parents: Record<string, FindingClass[]> = {
      p1: [classOf('sky', ['apr_a:contained', 'apr_b:contained'])],
      p2: [classOf('sky', ['apr_b:contained', 'apr_c:contained'])],
    };
    const state = inherit(
      own,
      (content) => ({ own: ownState(content), state: { classes: parents[content] ?? [] } }),
      basePack,
    );
    expect(carried(state)).toEqual(['base-generated sky [apr_a:contained apr_b:contained]']);
    expect(state.classes[0]?.via).toEqual({ from: 'p1', edge: 'component' });
  });

  it('the witness is the smallest parent that carries the class; what arises here has none', () => {
    const ledger = new SmallLedger();
    ledger.generated('sky');
    ledger.made('b', { sky: 'component' });
    ledger.made('a', { sky: 'component' });
    ledger.made('cut', { b: 'component', sky: 'component', a: 'component' });
    expect(ledger.evaluate('cut').state.classes[0]?.via).toEqual({ from: 'a', edge: 'component' });
    expect(ledger.evaluate('sky').state.classes[0]?.via).toBeNull();
  });

  it('an approval that has ended or has not begun stands with a ~', () => {
    const ledger = new SmallLedger();
    ledger.generated('sky');
    ledger.approve('sky', [['base-generated', 'sky']], { expiresAt: '2026-03-10T12:00:00.000Z' });
    const window = { from: '2026-04-01T00:00:00.000Z', until: null };
    ledger.approve('sky', [['base-generated', 'sky']], {
      scope: { ...ANY_SCOPE, window },
    });
    expect(classesOf(ledger, 'sky')).toEqual(['base-generated sky [~apr_1:contained ~apr_2:contained]']);
  });

  it('F3: an approval of another kind, or of an unknown or a mark, is not added', () => {
    const ledger = new SmallLedger();
    ledger.asset('sky');
    ledger.mark('sky');
    ledger.declare('sky', { 'asset.genai': 'full' });
    for (const kind of ['written', 'ruling', 'legal']) {
      ledger.approve(
        'sky',
        [
          ['base-temporary-mark', 'sky'],
          ['base-origin-unknown', 'sky'],
        ],
        { kind },
      );
      if (kind !== 'written') ledger.approve('sky', [['base-generated', 'sky']], { kind });
    }
    expect(classesOf(ledger, 'sky')).toEqual([
      'base-generated sky []',
      'base-origin-unknown sky []',
      'base-temporary-mark sky []',
    ]);
  });

  it('past the limit, classes are taken together under what they have in common: it blocks more, never less', () => {
    const parents = Array.from({ length: MAX_CLASSES + 1 }, (_, i) => `p${String(i).padStart(3, '0')}`);
    const state = inherit(ownState('n', { edges: parents.map((id) => edgeTo(id)) }), approvedParent, basePack);
    expect(carried(state)).toEqual(['base-generated sky [apr_shared:contained]']);
    expect(state.classes[0]?.via?.from).toBe('p000');
    const fewer = inherit(ownState('n', { edges: parents.slice(1).map((id) => edgeTo(id)) }), approvedParent, basePack);
    expect(fewer.classes).toHaveLength(MAX_CLASSES);
  });

  it('keeps of two alike the one that is nearer, in whatever order they come', () => {
    const from = (parent: string, edge: EdgeKind = 'component', replaces?: string) =>
      classOf('sky', [], { via: { from: parent, edge }, replaces });
    const byNearness = [
      classOf('sky'),
      from('a'),
      from('a', 'component', 'A-rule'),
      from('a', 'component', 'b-rule'),
      from('a', 'derivation'),
      from('b'),
    ];
    for (const [i, a] of byNearness.entries()) {
      for (const [j, b] of byNearness.entries()) {
        const classes = new FindingClasses();
        classes.add(a);
        classes.add(b);
        expect(classes.sorted()).toEqual([i <= j ? a : b]);
      }
    }
  });

  it('stand in the order of rule, root, element and approvals, in whatever order they come', () => {
    const ordered = [
      classOf('sea', [], { rule: 'a' }),
      classOf('sea', ['apr_1:exact']),
      classOf('sea', ['apr_2:exact']),
      classOf('sea', [], { element: 'ann' }),
      classOf('sky', ['apr_1:exact']),
    ];
    for (const shift of ordered.keys()) {
      const classes = new FindingClasses();
      for (const cls of [...ordered.slice(shift), ...ordered.slice(0, shift)].reverse()) classes.add(cls);
      expect(classes.sorted()).toEqual(ordered);
    }
  });

  it('are found by their finding, and nothing is found or approved that was never added', () => {
    const classes = new FindingClasses();
    expect(classes.find(classOf('sky'))).toBeNull();
    classes.approve(classOf('sky'), ['apr_1:exact']);
    expect(classes.sorted()).toEqual([]);
    classes.add(classOf('sky'));
    classes.approve(classOf('sky'), ['apr_1:exact']);
    expect(classes.find(classOf('sky'))).toEqual(classOf('sky', ['apr_1:exact']));
    expect(classes.find(classOf('sea'))).toBeNull();
  });

  it('a registered input about which nothing was evaluated blocks like one that is not registered', () => {
    const state = inherit(ownState('n', { edges: [edgeTo('lost')] }), () => null, basePack);
    expect(state.classes.map(({ rule, root, outcome }) => [rule, root, outcome])).toEqual([
      ['base-input-unregistered', 'lost', 'unknown'],
    ]);
  });

  it('inherits from thousands of parents in one go', () => {
    const parents = Array.from({ length: 5_000 }, (_, i) => edgeTo(`p${i}`));
    const shared = classOf('sky', []);
    const look = (content: string): Evaluated => ({
      own: ownState(content),
      state: { classes: [shared, classOf(content, [])] },
    });
    expect(inherit(ownState('n', { edges: parents }), look, basePack).classes).toHaveLength(5_001);
  });
});

/** A parent with an approval of its own beside a shared one. */
function approvedParent(content: string): Evaluated {
  const approvals = [`apr_${content}:contained`, 'apr_shared:contained'];
  return { own: ownState(content), state: { classes: [classOf('sky', approvals)] } };
}
