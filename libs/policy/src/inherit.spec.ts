import { describe, expect, it } from 'vitest';
import { inherit } from './inherit.js';
import { MAX_CLASSES } from './inherit/classes.js';
import { basePack } from './packs/base.js';
import { sha, SmallLedger } from './testing/ledger.js';
import type { ContentState, Evaluated, FindingClass, OwnApproval, OwnState, ResolvedEdge, ToolClass } from './types.js';

/** Classes as `rule root [approvals]`. */
const carried = (state: ContentState) =>
  state.classes.map(({ rule, root, approvals }) => `${rule} ${root} [${approvals.join(' ')}]`);
const classesOf = (ledger: SmallLedger, id: string) => carried(ledger.evaluate(id).state);

describe('L2: content edges', () => {
  it.each(['component', 'representation', 'derivation'] as const)(
    '%s passes every finding, with the root it has',
    (kind) => {
      const ledger = new SmallLedger();
      ledger.generated('sky');
      ledger.mark('sky');
      ledger.made('comp', { sky: kind });
      ledger.made('cut', { comp: kind });
      expect(classesOf(ledger, 'cut')).toEqual(['base-generated sky []', 'base-temporary-mark sky []']);
      expect(ledger.evaluate('cut').state.classes.map(({ via }) => via)).toEqual([
        { from: 'comp', edge: kind },
        { from: 'comp', edge: kind },
      ]);
    },
  );

  it('reference passes nothing', () => {
    const ledger = new SmallLedger();
    ledger.generated('sky');
    ledger.camera('plate');
    ledger.made('comp', { sky: 'reference', plate: 'component' });
    expect(classesOf(ledger, 'comp')).toEqual([]);
  });

  it('L1: edges between claims of one content are ignored, and joined claims share what they carry', () => {
    const ledger = new SmallLedger();
    ledger.camera('plate');
    ledger.say('copy', 'bytes-identified', { digests: { sha256: sha('plate') } });
    ledger.derive('copy', { plate: 'representation' }, 'yes');
    ledger.mark('copy');
    expect(classesOf(ledger, 'plate')).toEqual(['base-temporary-mark plate []']);
    expect(classesOf(ledger, 'copy')).toEqual(['base-temporary-mark plate []']);
  });

  it('L1: an edge inside a cycle passes nothing, one that leads out of it does', () => {
    const ledger = new SmallLedger();
    ledger.generated('sky');
    ledger.made('a', { b: 'component', sky: 'component' });
    ledger.made('b', { a: 'component' });
    ledger.made('cut', { b: 'component' });
    expect(classesOf(ledger, 'a')).toEqual(['base-cycle a []', 'base-generated sky []']);
    expect(classesOf(ledger, 'b')).toEqual(['base-cycle b []']);
    expect(classesOf(ledger, 'cut')).toEqual(['base-cycle b []']);
  });
});

describe('L3: version links', () => {
  /** v1 holds a temporary sky; v2 is its revision. */
  function versions(
    inputs: Record<string, 'component' | 'revision' | 'derivation'>,
    complete: 'yes' | 'no' | 'unknown' = 'yes',
  ) {
    const ledger = new SmallLedger();
    ledger.camera('plate');
    ledger.camera('sky');
    ledger.mark('sky');
    ledger.made('v1', { sky: 'component', plate: 'component' });
    ledger.asset('v2');
    ledger.derive('v2', inputs, complete);
    return ledger;
  }

  it('scenario 26: complete inputs that no longer reach the root wait for a second person', () => {
    const ledger = versions({ plate: 'component', v1: 'revision' });
    expect(ledger.evaluate('v2').state.classes).toEqual([
      {
        rule: 'base-replacement-unconfirmed',
        root: 'sky',
        element: null,
        outcome: 'approval',
        code: 'replacement-unconfirmed',
        approvals: [],
        via: { from: 'v1', edge: 'revision' },
        replaces: 'base-temporary-mark',
      },
    ]);
    expect(ledger.outcome('v2')).toEqual({ state: 'needs-approval', open: ['base-replacement-unconfirmed sky'] });
    ledger.confirm('v2', 'v1', ['sky']);
    expect(ledger.outcome('v2')).toEqual({ state: 'clear', open: [] });
  });

  it('F6: a confirmation by a submitter, for another root or of another version clears nothing', () => {
    const ledger = versions({ plate: 'component', v1: 'revision' });
    ledger.confirm('v2', 'v1', ['sky'], 'hook@acme.example');
    ledger.confirm('v2', 'v1', ['plate']);
    ledger.confirm('v2', 'plate', ['sky']);
    expect(ledger.outcome('v2').state).toBe('needs-approval');
    ledger.declare('sky', { 'asset.media': 'image' }, { behalf: 'rita@studio.example' });
    ledger.confirm('v2', 'v1', ['sky']);
    expect(ledger.own('v2').confirmations.map(({ of, roots }) => [of, roots])).toEqual([['v1', ['plate']]]);
  });

  it.each(['unknown', 'no'] as const)('completeness %s: the link passes everything', (complete) => {
    const ledger = versions({ plate: 'component', v1: 'revision' }, complete);
    expect(classesOf(ledger, 'v2')).toContain('base-temporary-mark sky []');
    expect(classesOf(ledger, 'v2')).not.toContain('base-replacement-unconfirmed sky []');
  });

  it('scenario 4: a revision that declares nothing else carries everything, and no approval with it', () => {
    const ledger = new SmallLedger();
    ledger.generated('v3');
    const approval = ledger.approve('v3', [['base-generated', 'v3']]);
    ledger.made('v4', { v3: 'revision' });
    expect(classesOf(ledger, 'v3')).toEqual([`base-generated v3 [${approval}:contained]`]);
    expect(classesOf(ledger, 'v4')).toEqual(['base-generated v3 []']);
    expect(ledger.outcome('v3').state).toBe('approved');
    expect(ledger.outcome('v4')).toEqual({ state: 'needs-approval', open: ['base-generated v3'] });
  });

  it('scenario 13: a paint-over of the old version stays tainted, for its content edges reach it', () => {
    const ledger = versions({ plate: 'component', v1: 'revision' });
    ledger.derive('v2', { v1: 'derivation' }, 'yes');
    expect(classesOf(ledger, 'v2')).toEqual(['base-temporary-mark sky []']);
  });

  it('what the content edges still reach comes over them and is not asked about twice', () => {
    const ledger = versions({ sky: 'component', v1: 'revision' });
    expect(classesOf(ledger, 'v2')).toEqual(['base-temporary-mark sky []']);
  });

  it('a direct input that is not registered yet is reached as well', () => {
    const ledger = new SmallLedger();
    ledger.camera('plate');
    ledger.made('v1', { ghost: 'component' });
    ledger.made('v2', { plate: 'component', ghost: 'component', v1: 'revision' });
    expect(classesOf(ledger, 'v2')).toEqual(['base-input-unregistered ghost []']);
  });

  it('a replacement that was not confirmed stays so in the version after', () => {
    const ledger = versions({ plate: 'component', v1: 'revision' });
    ledger.made('v3', { plate: 'component', v2: 'revision' });
    expect(classesOf(ledger, 'v3')).toEqual(['base-replacement-unconfirmed sky []']);
    ledger.confirm('v3', 'v2', ['sky']);
    expect(classesOf(ledger, 'v3')).toEqual([]);
    expect(classesOf(ledger, 'v2')).toEqual(['base-replacement-unconfirmed sky []']);
  });

  it('several findings of one root are one replacement', () => {
    const ledger = new SmallLedger();
    ledger.camera('plate');
    ledger.generated('sky');
    ledger.mark('sky');
    ledger.made('v1', { sky: 'component' });
    ledger.made('v2', { plate: 'component', v1: 'variant' });
    expect(ledger.evaluate('v2').state.classes.map(({ rule, root, replaces }) => [rule, root, replaces])).toEqual([
      ['base-replacement-unconfirmed', 'sky', 'base-generated'],
    ]);
  });
});

describe('F4: reach', () => {
  const tool = { id: 'denoise', version: '2' };
  const edge = (kind: ResolvedEdge['kind'], over: Partial<ResolvedEdge> = {}): ResolvedEdge => ({
    to: 'sky',
    kind,
    tool,
    passes: true,
    evidence: { stream: 's', revision: 0 },
    ...over,
  });
  function over(kind: ResolvedEdge['kind'], toolClass: ToolClass | null, withTool = true): string[] {
    const given = (['exact', 'contained', 'processed'] as const).map((reach): OwnApproval =>
      approval(`apr_${reach}`, reach),
    );
    const sky = evaluated(ownState('sky', { findings: [finding('sky')], approvals: given }), {});
    const comp = ownState('comp', { edges: [edge(kind, withTool ? {} : { tool: null })] });
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
        approvals: [approval('apr_1', 'processed'), approval('apr_2', 'contained')],
      }),
      {},
    );
    const clean = evaluated(ownState('clean', { edges: [edge('derivation')] }), { sky }, 'none');
    const comp = inherit(ownState('comp', { edges: [edge('component', { to: 'clean' })] }), () => clean, basePack);
    expect(carried(comp)).toEqual(['base-generated sky [apr_1:processed]']);
  });
});

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
    const scope = (territory: string) =>
      ({ prominence: '*', classes: ['*'], territories: [territory], languages: ['*'], mediums: ['*'] }) as const;
    for (const [id, territory] of [
      ['a', 'DE'],
      ['b', 'FR'],
    ] as const) {
      ledger.made(id, { sky: 'component' });
      ledger.approve(id, [['base-generated', 'sky']], { scope: scope(territory) });
    }
    ledger.made('cut', { a: 'component', b: 'component' });
    expect(classesOf(ledger, 'cut')).toEqual([
      'base-generated sky [apr_1:contained]',
      'base-generated sky [apr_2:contained]',
    ]);
    const use = { class: 'final', territories: ['DE'], languages: ['*'], medium: '*' } as const;
    expect(ledger.judge('cut', use).open).toMatchObject([{ missing: { territories: ['DE'] } }]);
    ledger.approve('cut', [['base-generated', 'sky']], { scope: scope('DE') });
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
    const own = ownState('n', { edges: [to('p1'), to('p2')], approvals: [approval('apr_a', 'contained')] });
    const parents: Record<string, FindingClass[]> = {
      p1: [cls('sky', ['apr_a:contained', 'apr_b:contained'])],
      p2: [cls('sky', ['apr_b:contained', 'apr_c:contained'])],
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
      scope: { prominence: '*', classes: ['*'], territories: ['*'], languages: ['*'], mediums: ['*'], window },
    });
    expect(classesOf(ledger, 'sky')).toEqual(['base-generated sky [~apr_1:contained ~apr_2:contained]']);
  });

  it('F3: an approval of another kind, or of an unknown or a mark, is not added', () => {
    const ledger = new SmallLedger();
    ledger.asset('sky');
    ledger.mark('sky');
    ledger.declare('sky', { 'asset.genai': 'full' });
    for (const kind of ['written', 'ruling', 'legal', 'break-glass']) {
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
    const look = (content: string): Evaluated => ({
      own: ownState(content),
      state: { classes: [cls('sky', [`apr_${content}:contained`, 'apr_shared:contained'])] },
    });
    const state = inherit(ownState('n', { edges: parents.map((id) => to(id)) }), look, basePack);
    expect(carried(state)).toEqual(['base-generated sky [apr_shared:contained]']);
    expect(state.classes[0]?.via?.from).toBe('p000');
    const fewer = inherit(ownState('n', { edges: parents.slice(1).map((id) => to(id)) }), look, basePack);
    expect(fewer.classes).toHaveLength(MAX_CLASSES);
  });

  it('a registered input about which nothing was evaluated blocks like one that is not registered', () => {
    const state = inherit(ownState('n', { edges: [to('lost')] }), () => null, basePack);
    expect(state.classes.map(({ rule, root, outcome }) => [rule, root, outcome])).toEqual([
      ['base-input-unregistered', 'lost', 'unknown'],
    ]);
  });

  it('inherits from thousands of parents in one go', () => {
    const parents = Array.from({ length: 5_000 }, (_, i) => to(`p${i}`));
    const shared = cls('sky', []);
    const look = (content: string): Evaluated => ({
      own: ownState(content),
      state: { classes: [shared, cls(content, [])] },
    });
    expect(inherit(ownState('n', { edges: parents }), look, basePack).classes).toHaveLength(5_001);
  });
});

function ownState(content: string, parts: Partial<OwnState> = {}): OwnState {
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
function cls(root: string, approvals: string[]): FindingClass {
  return { rule: 'base-generated', root, element: null, outcome: 'approval', code: 'generated', approvals, via: null };
}
function to(content: string): ResolvedEdge {
  return { to: content, kind: 'component', tool: null, passes: true, evidence: { stream: 's', revision: 0 } };
}
function approval(id: string, reach: OwnApproval['reach']): OwnApproval {
  const scope = { prominence: '*', classes: ['*'], territories: ['*'], languages: ['*'], mediums: ['*'] } as const;
  const keys = [{ rule: 'base-generated', root: 'sky', element: null }];
  return {
    id,
    kind: 'written',
    reach,
    scope,
    keys,
    ended: false,
    endsAt: null,
    evidence: { stream: 's', revision: 0 },
  };
}
