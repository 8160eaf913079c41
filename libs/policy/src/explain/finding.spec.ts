import type { Use } from '@clearance/domain';
import { describe, expect, it } from 'vitest';
import { basePack } from '../packs/base.js';
import { ANY_SCOPE, sha, SmallLedger } from '../testing/ledger.js';
import { classOf, ownState } from '../testing/values.js';
import type { Evaluated, FindingClass } from '../types.js';
import { tracePath } from './trace.js';

describe('a finding in words', () => {
  it('is what bodies.md 4 shows: path, edges, evidence, what clears it', () => {
    const ledger = new SmallLedger();
    ledger.camera('sh010_bg_v002');
    ledger.mark('sh010_bg_v002', 'AI placeholder');
    ledger.made('sh010_comp_v003', { sh010_bg_v002: 'component' });
    expect(ledger.findings('sh010_comp_v003')).toEqual([
      {
        rule: 'base-temporary-mark',
        outcome: 'deny',
        status: 'open',
        code: 'temporary-mark',
        root: 'sh010_bg_v002',
        element: null,
        message: 'sh010_bg_v002 is marked temporary: AI placeholder',
        path: ['sh010_comp_v003', 'sh010_bg_v002'],
        edges: ['component'],
        evidence: [{ stream: 'asset-nightfall/sh010_bg_v002', revision: 3 }],
        missing: null,
        clears: {
          message: 'A second person lifts the mark or the stage moves on, or what uses it is remade without it',
          anyOf: [
            [{ kind: 'lift', asset: 'sh010_bg_v002' }],
            [{ kind: 'fact', asset: 'sh010_bg_v002', fact: 'asset.stage' }],
            [{ kind: 'replace', asset: 'sh010_bg_v002' }],
          ],
        },
      },
    ]);
  });

  it('offers an approval at the root, where every edge lets it through, and at the item, with ready bodies', () => {
    const ledger = new SmallLedger();
    ledger.generated('sky');
    ledger.made('comp', { sky: 'component' });
    const use: Use = { class: 'dub', territories: ['DE'], languages: ['de'], medium: 'svod' };
    const body = {
      verdict: 'approved',
      kind: 'written',
      findings: [{ rule: 'base-generated', root: 'sky' }],
      scope: { prominence: 'key_element', classes: ['dub'], territories: ['DE'], languages: ['de'], mediums: ['svod'] },
    };
    expect(ledger.findings('comp', use)[0]?.clears.anyOf).toEqual([
      [{ kind: 'approval', asset: 'sky', body: { ...body, reach: 'contained', digest: { sha256: sha('sky') } } }],
      [{ kind: 'approval', asset: 'comp', body: { ...body, reach: 'exact', digest: { sha256: sha('comp') } } }],
    ]);
    ledger.made('graded', { comp: 'derivation' });
    expect(ledger.findings('graded', use)[0]?.clears.anyOf.map(([step]) => step?.asset)).toEqual(['graded']);
    expect(ledger.findings('sky', use)[0]?.clears.anyOf.map(([step]) => step?.asset)).toEqual(['sky']);
  });

  it('says of an approval that does not cover what it misses', () => {
    const ledger = new SmallLedger();
    ledger.generated('sky');
    const scope = { ...ANY_SCOPE, territories: ['FR'] };
    ledger.approve('sky', [['base-generated', 'sky']], { scope });
    expect(
      ledger.findings('sky', { class: 'final', territories: ['FR', 'DE'], languages: ['de'], medium: 'svod' })[0]
        ?.missing,
    ).toEqual({ territories: ['DE'] });
  });

  it('L3: names both versions, what is gone, and the confirmation that clears it', () => {
    const ledger = new SmallLedger();
    ledger.camera('plate');
    ledger.camera('sky');
    ledger.mark('sky', 'temp sky');
    ledger.made('v1', { sky: 'component' });
    ledger.made('v2', { plate: 'component', v1: 'revision' });
    ledger.made('cut', { v2: 'component' });
    expect(ledger.findings('cut')).toMatchObject([
      {
        rule: 'base-replacement-unconfirmed',
        root: 'sky',
        message: 'v2 replaces v1, and nobody confirmed that this is gone: sky is marked temporary: temp sky',
        path: ['cut', 'v2', 'v1', 'sky'],
        edges: ['component', 'revision', 'component'],
        evidence: [{ stream: 'asset-nightfall/sky', revision: 3 }],
        clears: {
          anyOf: [
            [
              {
                kind: 'confirm',
                asset: 'v2',
                body: { of: { asset: 'v1' }, roots: ['sky'], digest: { sha256: sha('v2') } },
              },
            ],
          ],
        },
      },
    ]);
  });

  it('the path to an unregistered input ends at the input', () => {
    const ledger = new SmallLedger();
    ledger.made('comp', { ghost: 'component' });
    ledger.made('cut', { comp: 'component' });
    expect(ledger.findings('cut')).toMatchObject([
      {
        root: 'ghost',
        path: ['cut', 'comp', 'ghost'],
        message: 'comp was made from ghost, which is not registered',
        clears: { anyOf: [[{ kind: 'register', asset: 'ghost' }], [{ kind: 'retract', asset: 'comp' }]] },
      },
    ]);
  });

  it('shortens what people wrote, and never cuts a character in half', () => {
    const ledger = new SmallLedger();
    ledger.camera('sky');
    ledger.mark('sky', `${'x'.repeat(238)}😀😀`);
    expect(ledger.findings('sky')[0]?.message).toBe(`sky is marked temporary: ${'x'.repeat(238)}…`);
  });

  it('takes what people wrote for text, never for a template', () => {
    const ledger = new SmallLedger();
    ledger.camera('sky');
    ledger.mark('sky', '{root} $& {stage}');
    expect(ledger.findings('sky')[0]?.message).toBe('sky is marked temporary: {root} $& {stage}');
  });
});

describe('tracePath', () => {
  it('goes the open way where another way is cleared', () => {
    const ledger = new SmallLedger();
    ledger.generated('sky');
    ledger.made('a', { sky: 'component' });
    ledger.approve('a', [['base-generated', 'sky']]);
    ledger.made('b', { sky: 'representation' });
    ledger.made('cut', { a: 'component', b: 'component' });
    expect(ledger.findings('cut')[0]?.path).toEqual(['cut', 'b', 'sky']);
  });

  it('goes on with the class whose approvals came over the edge', () => {
    const states: Record<string, FindingClass[]> = {
      p: [classOf('x', ['a:contained'], via('q')), classOf('x', ['b:contained', 'c:contained', 'd:exact'], via('s'))],
      q: [classOf('x')],
      s: [classOf('x')],
    };
    const look = (content: string) => ({ own: ownState(content), state: { classes: states[content] ?? [] } });
    const cls = classOf('x', ['b:contained', 'c:contained'], via('p'));
    expect(tracePath('n', cls, look).path).toEqual(['n', 'p', 's']);
  });

  it('is iterative: a lineage ten thousand deep is followed to its end', () => {
    const depth = 10_000;
    const look = (content: string): Evaluated => {
      const i = Number(content.slice(1));
      const cls = classOf('x', [], i === depth ? {} : via(`v${i + 1}`));
      const finding = { ...classOf('x'), message: 'generated', evidence: [] };
      return { own: ownState(content, i === depth ? { findings: [finding] } : {}), state: { classes: [cls] } };
    };
    const trace = tracePath('v0', classOf('x', [], via('v1')), look);
    expect([trace.path.length, trace.path.at(-1), trace.edges.length]).toEqual([depth + 1, `v${depth}`, depth]);
    expect(trace.ownFinding?.message).toBe('generated');
  });

  it('ends where a state that changed meanwhile breaks the chain or bends it into a circle', () => {
    const circle = classOf('x', [], via('a'));
    const broken = { path: ['n', 'a'], edges: ['component'], ownFinding: null, replaced: null, dropped: [] };
    expect(tracePath('n', circle, () => null)).toEqual(broken);
    const look = (content: string): Evaluated => ({ own: ownState(content), state: { classes: [circle] } });
    expect(tracePath('n', circle, look).path).toEqual(['n', 'a', 'a']);
  });
});

function via(from: string) {
  return { via: { from, edge: 'component' } } as const;
}

it('every rule of the base pack says what clears it', () => {
  for (const { clears, messages } of basePack.rules) {
    expect(clears.message).toMatch(/\w/);
    expect(clears.anyOf.flat().length).toBeGreaterThan(0);
    expect(Object.keys(messages).length).toBeGreaterThan(0);
  }
});
