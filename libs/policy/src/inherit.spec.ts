import { describe, expect, it } from 'vitest';
import { sha, SmallLedger } from './testing/ledger.js';
import { inherit } from './inherit.js';
import { basePack } from './packs/base.js';
import { carried, classOf, edgeTo, ownState } from './testing/values.js';
import type { Evaluated } from './types.js';

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

describe('L3: version links', () => {
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
    const given = ledger.approve('v3', [['base-generated', 'v3']]);
    ledger.made('v4', { v3: 'revision' });
    expect(classesOf(ledger, 'v3')).toEqual([`base-generated v3 [${given}:contained]`]);
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

  it('a pack without rules for it lets no finding go: it stays what it was, without its approvals', () => {
    const rules = basePack.rules.filter(({ when }) => when !== 'replacement' && when !== 'input-unregistered');
    const pack = { ...basePack, rules };
    const v1 = { own: ownState('v1'), state: { classes: [classOf('sky', ['apr_1:contained'])] } };
    const own = ownState('v2', { edges: [edgeTo('plate'), edgeTo('v1', 'revision')], completeness: 'yes' });
    const empty = { own: ownState('plate'), state: { classes: [] } };
    const known = { v1, plate: empty } as Record<string, Evaluated>;
    expect(inherit(own, (content) => known[content] ?? null, pack).classes).toEqual([
      classOf('sky', [], { via: { from: 'v1', edge: 'revision' } }),
    ]);
    expect(inherit(ownState('n', { edges: [edgeTo('lost')] }), () => null, pack).classes).toEqual([
      classOf('lost', [], {
        rule: 'base-input-unregistered',
        outcome: 'unknown',
        code: 'input-unregistered',
        via: { from: 'lost', edge: 'component' },
      }),
    ]);
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
