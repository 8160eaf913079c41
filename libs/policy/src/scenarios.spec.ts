import { describe, expect, it } from 'vitest';
import { inherit } from './inherit.js';
import { basePack } from './packs/base.js';
import { REVIEWER, SECOND, sha, SmallLedger } from './testing/ledger.js';
import { edgeTo, ownState } from './testing/values.js';
import type { ContentState, Evaluated, OwnState } from './types.js';

/** Slips of scenarios.md that the lineage algebra has to stop, each on values. */
describe('scenarios', () => {
  it('4: a version-up does not inherit the approval of the version before', () => {
    const ledger = new SmallLedger();
    ledger.generated('v3');
    ledger.approve('v3', [['base-generated', 'v3']], { reach: 'processed' });
    ledger.made('v4', { v3: 'revision' });
    ledger.approve('v4', [['base-generated', 'v3']], { digest: { sha256: sha('v3') } });
    expect(ledger.outcome('v3')).toEqual({ state: 'approved', open: [] });
    expect(ledger.outcome('v4')).toEqual({ state: 'needs-approval', open: ['base-generated v3'] });
  });

  it('13: a replacement starts from its own facts; a self-label clears nothing', () => {
    const ledger = new SmallLedger();
    ledger.camera('street');
    ledger.generated('billboard1');
    ledger.made('v1', { billboard1: 'component', street: 'component' });
    ledger.generated('billboard2');
    ledger.declare('billboard2', { 'asset.digitalSourceType': 'digitalCreation', 'asset.genai': 'none' });
    ledger.made('v2', { billboard2: 'component', street: 'component', v1: 'revision' });
    ledger.confirm('v2', 'v1', ['billboard1']);
    expect(ledger.outcome('v2')).toEqual({ state: 'needs-approval', open: ['base-generated billboard2'] });
  });

  it('13: light paint-over relabelled as made by hand keeps what it was painted over', () => {
    const ledger = new SmallLedger();
    ledger.generated('sky');
    ledger.made('paint', { sky: 'derivation' });
    ledger.declare('paint', { 'asset.digitalSourceType': 'humanEdits', 'asset.genai': 'none' });
    expect(ledger.outcome('paint')).toEqual({ state: 'needs-approval', open: ['base-generated sky'] });
  });

  it('23: a cycle makes its members, and what is made from them, unknown', () => {
    const ledger = new SmallLedger();
    ledger.made('a', { b: 'component' });
    ledger.made('b', { c: 'derivation' });
    ledger.made('c', { a: 'representation' });
    ledger.made('cut', { c: 'component' });
    for (const id of ['a', 'b', 'c'])
      expect(ledger.outcome(id)).toEqual({ state: 'unknown', open: [`base-cycle ${id}`] });
    expect(ledger.outcome('cut')).toEqual({ state: 'unknown', open: ['base-cycle c'] });
  });

  it('23: an asset reached by a clean and a tainted path is tainted', () => {
    const ledger = new SmallLedger();
    ledger.camera('plate');
    ledger.mark('plate');
    ledger.camera('clean');
    ledger.made('left', { clean: 'component' });
    ledger.made('right', { plate: 'component', clean: 'component' });
    ledger.made('cut', { left: 'component', right: 'component' });
    expect(ledger.outcome('cut')).toEqual({ state: 'temporary', open: ['base-temporary-mark plate'] });
  });

  it('23: lineage ten thousand deep is evaluated one step at a time', () => {
    const depth = 10_000;
    let below: Evaluated | null = null;
    for (let i = depth; i >= 0; i--) {
      const own = deepOwn(i, depth);
      const parent = below;
      const state: ContentState = inherit(own, () => parent, basePack);
      below = { own, state };
    }
    expect(below?.state.classes).toMatchObject([
      { rule: 'base-temporary-mark', root: `v${depth}`, via: { from: 'v1' } },
    ]);
  });

  it('25: an approver who is the maker, through another claim of the same bytes, approves nothing', () => {
    const ledger = new SmallLedger();
    ledger.generated('sky');
    ledger.say('stock/sky', 'bytes-identified', { digests: { sha256: sha('sky') } }, { behalf: 'Rita@studio.example' });
    ledger.approve('sky', [['base-generated', 'sky']]);
    expect(ledger.outcome('sky').state).toBe('needs-approval');
    ledger.approve('sky', [['base-generated', 'sky']], {}, SECOND);
    expect(ledger.outcome('sky').state).toBe('approved');
  });

  it('26: a revision logged with a clean plate and incomplete inputs stays tainted', () => {
    const ledger = new SmallLedger();
    ledger.camera('plate');
    ledger.generated('sky');
    ledger.made('v1', { sky: 'component', plate: 'component' });
    ledger.asset('v2');
    ledger.derive('v2', { v1: 'revision', plate: 'component' });
    expect(ledger.outcome('v2')).toEqual({
      state: 'unknown',
      open: ['base-inputs-incomplete v2', 'base-origin-unknown v2', 'base-generated sky'],
    });
  });

  it('27: a comp that names the plate and omits the sky is unknown until its inputs are declared', () => {
    const ledger = new SmallLedger();
    ledger.camera('plate');
    ledger.generated('sky');
    ledger.asset('comp');
    ledger.derive('comp', { plate: 'component' });
    expect(ledger.outcome('comp').open).toEqual(['base-inputs-incomplete comp', 'base-origin-unknown comp']);
    ledger.derive('comp', { sky: 'component' }, 'yes');
    expect(ledger.outcome('comp')).toEqual({ state: 'needs-approval', open: ['base-generated sky'] });
  });

  it('28: an approval because of one plate does not cover another that shows up tomorrow', () => {
    const ledger = new SmallLedger();
    ledger.generated('a');
    ledger.camera('b');
    ledger.mark('b');
    ledger.made('master', { a: 'component' });
    ledger.approve('master', [['base-generated', 'a']], { reach: 'exact' });
    expect(ledger.outcome('master').state).toBe('approved');
    ledger.derive('master', { b: 'component' }, 'yes');
    expect(ledger.outcome('master')).toEqual({ state: 'temporary', open: ['base-temporary-mark b'] });
  });

  it('28, F1: new evidence under a key that was cleared does not reopen it', () => {
    const ledger = new SmallLedger();
    ledger.generated('sky');
    ledger.approve('sky', [['base-generated', 'sky']]);
    ledger.declare('sky', { 'asset.genai': 'full' });
    expect(ledger.outcome('sky').state).toBe('approved');
  });

  it('29: one digest registered twice, once with inputs and once bare, is one content', () => {
    const ledger = new SmallLedger();
    ledger.generated('sky');
    ledger.made('comp', { sky: 'component' });
    ledger.say('ingest/comp.exr', 'registered', { name: 'comp.exr', kind: 'image' });
    ledger.say('ingest/comp.exr', 'bytes-identified', { digests: { sha256: sha('comp') } });
    expect(ledger.evaluate('ingest/comp.exr').own.content).toBe('comp');
    expect(ledger.outcome('ingest/comp.exr')).toEqual(ledger.outcome('comp'));
    expect(ledger.outcome('comp').open).toEqual(['base-generated sky']);
  });

  it('30: an adverse value stands beside a later and a forged one until a second person rules', () => {
    const ledger = new SmallLedger();
    ledger.camera('plate');
    const full = ledger.declare('plate', { 'asset.genai': 'full' });
    ledger.declare('plate', { 'asset.genai': 'none' });
    ledger.declare('plate', { 'asset.genai': 'none' }, { occurredAt: '2031-01-01T00:00:00.000Z' });
    expect(ledger.outcome('plate').state).toBe('needs-approval');
    ledger.retract('plate', [full], REVIEWER, SECOND);
    expect(ledger.outcome('plate').state).toBe('clear');
  });

  it('32: registering under another id inherits the adverse facts of the digest', () => {
    const ledger = new SmallLedger();
    ledger.camera('plate');
    ledger.mark('plate');
    ledger.camera('clean-name');
    ledger.say('clean-name', 'bytes-identified', { digests: { sha1: 'a'.repeat(40) } });
    ledger.say('plate', 'bytes-identified', { digests: { sha1: 'a'.repeat(40) } });
    expect(ledger.outcome('clean-name').open).toContain('base-temporary-mark plate');
  });
});

function deepOwn(i: number, depth: number): OwnState {
  if (i < depth) return ownState(`v${i}`, { edges: [edgeTo(`v${i + 1}`)] });
  const mark = { rule: 'base-temporary-mark', outcome: 'deny', code: 'temporary-mark' } as const;
  return ownState(`v${i}`, { findings: [{ ...mark, root: `v${i}`, element: null, message: '', evidence: [] }] });
}
