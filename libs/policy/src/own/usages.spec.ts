import { describe, expect, it } from 'vitest';
import { HOOK, REVIEWER, SECOND, SmallLedger } from '../testing/ledger.js';
import { outsideUsage } from './outside-usage.js';
import { usagesNamed } from './usages.js';

const THIRD = 'tess@studio.example';

/** A generated sky, made under a usage that was approved; nobody has confirmed it yet. */
function ledgerWithSky(): SmallLedger {
  const ledger = new SmallLedger();
  ledger.generated('sky');
  ledger.declare('sky', { likeness: [] });
  ledger.say('sky', 'made-under', { usage: 'skies' });
  ledger.usages.propose('skies').approve('skies');
  return ledger;
}
const state = (ledger: SmallLedger, id = 'sky') => ledger.judge(id).state;
/** What is outside the usage, as the facts of an asset stand. */
const outside = (ledger: SmallLedger, id = 'sky') =>
  outsideUsage(ledger.dossier(id), 'skies', ledger.usages.usage('skies')!.proposed!.data);

describe('bytes made under a usage', () => {
  it('are cleared by a confirmation of their conformance, and by nothing less', () => {
    const ledger = ledgerWithSky();
    expect(state(ledger)).toBe('needs-approval');
    ledger.usages.confirm('skies', ['sky']);
    expect(state(ledger)).toBe('approved');
    expect(ledger.judge('sky').cleared).toMatchObject([{ rule: 'base-generated', by: ['upr_2'] }]);
    expect(ledger.own('sky')).toMatchObject({
      approvals: [
        {
          id: 'upr_2',
          kind: 'written',
          reach: 'contained',
          keys: [{ rule: 'base-generated', root: 'sky', element: null }],
          ended: false,
          endsAt: null,
          evidence: { stream: 'usage-nightfall/skies', revision: 1 },
        },
      ],
      asked: ['usage:skies'],
    });
  });

  it('are those that the confirmation names: no others, however alike', () => {
    const ledger = ledgerWithSky();
    ledger.usages.confirm('skies', ['another']);
    expect(state(ledger)).toBe('needs-approval');
  });

  it('have to say so themselves, in a fact that stands', () => {
    const ledger = new SmallLedger();
    ledger.generated('sky');
    ledger.declare('sky', { likeness: [] });
    ledger.usages.propose('skies').approve('skies').confirm('skies', ['sky']);
    expect(state(ledger)).toBe('needs-approval');
    expect(ledger.own('sky')).not.toHaveProperty('asked');
    const fact = ledger.say('sky', 'made-under', { usage: 'skies' });
    expect(state(ledger)).toBe('approved');
    ledger.retract('sky', [fact], THIRD);
    expect(state(ledger)).toBe('needs-approval');
    expect(usagesNamed(ledger.dossier('sky'))).toEqual([]);
  });

  it('may come before the usage is proposed, approved and confirmed, in any order', () => {
    const ledger = new SmallLedger();
    ledger.usages.propose('other').approve('other').confirm('other', ['sky']);
    ledger.say('sky', 'made-under', { usage: 'skies' });
    ledger.generated('sky');
    ledger.declare('sky', { likeness: [] });
    expect(state(ledger)).toBe('needs-approval');
    ledger.usages.propose('skies').confirm('skies', ['sky']);
    expect(state(ledger)).toBe('needs-approval');
    ledger.usages.approve('skies');
    expect(state(ledger)).toBe('approved');
  });

  it('pass their clearing on as an approval of that reach does, and only for the scope approved', () => {
    const ledger = ledgerWithSky();
    ledger.usages.confirm('skies', ['sky']);
    ledger.made('comp', { sky: 'component' });
    ledger.made('grade', { comp: 'derivation' });
    ledger.made('sky_v2', { sky: 'revision' });
    expect([state(ledger, 'comp'), state(ledger, 'grade'), state(ledger, 'sky_v2')]).toEqual([
      'approved',
      'needs-approval',
      'needs-approval',
    ]);
    ledger.generated('moon');
    ledger.declare('moon', { likeness: [] });
    ledger.say('moon', 'made-under', { usage: 'moons' });
    const scope = {
      prominence: 'incidental',
      classes: ['final'],
      territories: ['DE'],
      languages: ['*'],
      mediums: ['*'],
    } as const;
    ledger.usages.propose('moons', { scope }).approve('moons').confirm('moons', ['moon']);
    const use = { class: 'final', territories: ['DE', 'FR'], languages: ['de'], medium: 'svod' } as const;
    expect(ledger.judge('moon', use).open[0]?.missing).toEqual({
      territories: ['FR'],
      prominence: ['key_element'],
    });
    ledger.uses.set('moon', { prominence: 'incidental' });
    expect(ledger.judge('moon', { ...use, territories: ['DE'] }).state).toBe('approved');
    ledger.uses.set('moon', { prominence: 'story_relevant' });
    expect(ledger.judge('moon', { ...use, territories: ['DE'] }).open[0]?.missing).toEqual({
      prominence: ['story_relevant'],
    });
  });

  it('are cleared of the rules that the usage names, as far as its kind clears them', () => {
    const ledger = ledgerWithSky();
    ledger.mark('sky');
    ledger.generated('moon');
    ledger.declare('moon', { likeness: [] });
    ledger.say('moon', 'made-under', { usage: 'moons' });
    ledger.usages.confirm('skies', ['sky']);
    ledger.usages
      .propose('moons', { rules: ['base-cycle'] })
      .approve('moons')
      .confirm('moons', ['moon']);
    expect(ledger.outcome('sky')).toEqual({ state: 'temporary', open: ['base-temporary-mark sky'] });
    expect(ledger.outcome('moon')).toEqual({ state: 'needs-approval', open: ['base-generated moon'] });
    expect(ledger.own('moon').approvals).toEqual([]);
    const other = ledgerWithSky();
    other.usages.propose('legal', { kind: 'legal' }).approve('legal').confirm('legal', ['sky']);
    other.say('sky', 'made-under', { usage: 'legal' });
    expect(state(other)).toBe('needs-approval');
  });
});

describe('F6: who may approve and confirm', () => {
  it('nobody who proposed it, in whatever spelling', () => {
    const ledger = ledgerWithSky();
    ledger.usages.confirm('skies', ['sky'], 'DANA@studio.example');
    expect(state(ledger)).toBe('needs-approval');
    ledger.usages.confirm('skies', ['sky'], REVIEWER);
    expect(state(ledger)).toBe('approved');
    const own = new SmallLedger();
    own.generated('sky');
    own.declare('sky', { likeness: [] });
    own.say('sky', 'made-under', { usage: 'skies' });
    own.usages.propose('skies').approve('skies', 'Dana@studio.example').confirm('skies', ['sky']);
    expect(state(own)).toBe('needs-approval');
  });

  it('nobody who had a hand in the bytes, also where that becomes known later', () => {
    const ledger = ledgerWithSky();
    ledger.usages.confirm('skies', ['sky'], HOOK);
    expect(state(ledger)).toBe('needs-approval');
    ledger.usages.confirm('skies', ['sky'], SECOND);
    expect(state(ledger)).toBe('approved');
    ledger.say('sky', 'made-under', { usage: 'skies' }, { behalf: SECOND });
    expect(state(ledger)).toBe('needs-approval');
    ledger.usages.confirm('skies', ['sky'], THIRD);
    expect(state(ledger)).toBe('approved');
    ledger.declare('sky', { 'asset.genai': 'full' }, { behalf: REVIEWER });
    expect(state(ledger)).toBe('needs-approval');
    ledger.usages.approve('skies', SECOND);
    expect(state(ledger)).toBe('needs-approval');
    ledger.usages.approve('skies', 'kim@studio.example');
    expect(state(ledger)).toBe('approved');
  });
});

describe('a usage that ends', () => {
  const confirmed = () => {
    const ledger = ledgerWithSky();
    ledger.usages.confirm('skies', ['sky']);
    return ledger;
  };

  it('clears nothing once it is revoked, rejected or its confirmation taken back', () => {
    const revoked = confirmed();
    revoked.usages.revoke('skies');
    expect([state(revoked), revoked.own('sky').approvals]).toEqual(['needs-approval', []]);
    const rejected = confirmed();
    rejected.usages.reject('skies');
    expect(state(rejected)).toBe('needs-approval');
    const taken = confirmed();
    taken.usages.confirm('skies', ['sky']).unconfirm('skies', 'cfm_3');
    expect(state(taken)).toBe('approved');
    taken.usages.unconfirm('skies', 'cfm_4');
    expect(state(taken)).toBe('needs-approval');
  });

  it('ends in log time where it is revoked from a date, or its approval expires', () => {
    const later = '2026-03-11T00:00:00.000Z';
    const dated = confirmed();
    dated.usages.revoke('skies', { effect: 'from', effectiveAt: later });
    expect([state(dated), dated.own('sky').dueAt]).toEqual(['approved', [later]]);
    dated.logTime = later;
    expect([state(dated), dated.own('sky').dueAt]).toEqual(['needs-approval', []]);
    // D5: it covered the use when something was released, and has ended since.
    expect(dated.failing('sky', '2026-03-10T13:00:00.000Z').map(({ kind }) => kind)).toEqual(['affected']);
    const undated = confirmed();
    undated.usages.revoke('skies', { effect: 'from' });
    expect(state(undated)).toBe('needs-approval');
    const expiring = new SmallLedger();
    expiring.generated('sky');
    expiring.declare('sky', { likeness: [] });
    expiring.say('sky', 'made-under', { usage: 'skies' });
    expiring.usages.propose('skies').approve('skies', REVIEWER, { expiresAt: later }).confirm('skies', ['sky']);
    expect([state(expiring), expiring.own('sky').dueAt]).toEqual(['approved', [later]]);
    expiring.logTime = later;
    expect([state(expiring), expiring.own('sky').approvals[0]?.ended]).toEqual(['needs-approval', true]);
  });

  it('waits for the start of its window', () => {
    const ledger = new SmallLedger();
    ledger.generated('sky');
    ledger.declare('sky', { likeness: [] });
    ledger.say('sky', 'made-under', { usage: 'skies' });
    const window = { from: '2026-03-20T00:00:00.000Z', until: '2026-03-21T00:00:00.000Z' };
    const scope = {
      prominence: '*',
      classes: ['*'],
      territories: ['*'],
      languages: ['*'],
      mediums: ['*'],
      window,
    } as const;
    ledger.usages.propose('skies', { scope }).approve('skies').confirm('skies', ['sky']);
    const { approvals, dueAt } = ledger.own('sky');
    expect([state(ledger), approvals[0]?.beginsAt, dueAt]).toEqual([
      'needs-approval',
      window.from,
      [window.from, window.until],
    ]);
    ledger.logTime = window.from;
    expect(state(ledger)).toBe('approved');
    ledger.logTime = window.until;
    expect([state(ledger), ledger.own('sky').approvals[0]]).toMatchObject(['needs-approval', { ended: true }]);
    expect(ledger.own('sky').approvals[0]).not.toHaveProperty('beginsAt');
  });
});

describe('what is outside a usage', () => {
  const confirmedSky = (usage: Parameters<SmallLedger['usages']['propose']>[1]) => {
    const ledger = new SmallLedger();
    ledger.generated('sky');
    ledger.declare('sky', { likeness: [] });
    ledger.say('sky', 'made-under', { usage: 'skies' });
    ledger.usages.propose('skies', usage).approve('skies').confirm('skies', ['sky']);
    return ledger;
  };

  it.each<[string, Parameters<SmallLedger['usages']['propose']>[1], readonly string[]]>([
    ['nothing', {}, []],
    [
      'another tool',
      { tools: [{ id: 'veo', version: '*', modes: ['*'] }] },
      ['comfyui 0.3.44 (mode not stated) is not among its tools'],
    ],
    [
      'another version',
      { tools: [{ id: 'comfyui', version: '0.4.*', modes: ['*'] }] },
      ['comfyui 0.3.44 (mode not stated) is not among its tools'],
    ],
    [
      'a mode that is not stated',
      { tools: [{ id: 'comfyui', version: '*', modes: ['txt2img'] }] },
      ['comfyui 0.3.44 (mode not stated) is not among its tools'],
    ],
  ])('%s', (_, usage, expected) => {
    const ledger = confirmedSky(usage);
    expect([outside(ledger), state(ledger)]).toEqual([expected, expected.length === 0 ? 'approved' : 'needs-approval']);
  });

  it('a mode other than those approved', () => {
    const ledger = new SmallLedger();
    ledger.asset('sky');
    ledger.declare('sky', { likeness: [] });
    ledger.say('sky', 'made-under', { usage: 'skies' });
    const tool = { id: 'comfyui', version: '0.3.44', mode: 'txt2img' };
    ledger.say('sky', 'generated-by-tool', { tool });
    ledger.usages.propose('skies', { tools: [{ id: 'comfyui', version: '*', modes: ['txt2img', 'inpaint'] }] });
    expect(outside(ledger)).toEqual([]);
    ledger.say('sky', 'generated-by-tool', { tool: { ...tool, mode: 'img2img' } });
    expect(outside(ledger)).toEqual(['comfyui 0.3.44 (img2img) is not among its tools']);
  });

  it('every tool that made it counts, also of a derivation; and one that is not stated', () => {
    const ledger = ledgerWithSky();
    ledger.camera('plate');
    ledger.usages.confirm('skies', ['sky']);
    ledger.say('sky', 'derived-from', {
      inputs: [{ asset: 'plate', kind: 'derivation' }],
      inputsComplete: 'yes',
      tool: { id: 'nuke', version: '15.1' },
    });
    expect([outside(ledger), state(ledger)]).toEqual([
      ['nuke 15.1 (mode not stated) is not among its tools'],
      'needs-approval',
    ]);
    const unstated = ledgerWithSky();
    unstated.camera('plate');
    unstated.derive('sky', { plate: 'derivation' }, 'yes');
    expect(outside(unstated)).toEqual(['a derivation does not state its tool']);
    const placed = ledgerWithSky();
    placed.camera('plate');
    placed.derive('sky', { plate: 'component' }, 'yes');
    expect(outside(placed)).toEqual([]);
    const none = new SmallLedger();
    none.asset('sky');
    none.declare('sky', { 'asset.digitalSourceType': 'trainedAlgorithmicMedia', likeness: [] });
    none.say('sky', 'made-under', { usage: 'skies' });
    none.usages.propose('skies');
    expect(outside(none)).toEqual(['with which tool it was made is not stated']);
  });

  it('a part of a list that does not repeat the tool is no step of its own', () => {
    const ledger = ledgerWithSky();
    ledger.camera('plate');
    const part = (n: number) => ({
      inputs: [{ asset: 'plate', kind: 'derivation' as const }],
      list: 'l',
      part: n,
      parts: 2,
    });
    ledger.say('sky', 'derived-from', { ...part(1), tool: { id: 'comfyui', version: '0.3.44' } });
    ledger.say('sky', 'derived-from', part(2));
    expect(outside(ledger)).toEqual([]);
  });

  it('performers: who is not among them, and who is not declared or cannot be read', () => {
    const seen = (...likenesses: unknown[]) => {
      const ledger = new SmallLedger();
      ledger.generated('sky');
      ledger.say('sky', 'made-under', { usage: 'skies' });
      for (const likeness of likenesses) ledger.declare('sky', { likeness });
      ledger.usages.propose('skies', { performers: ['p_7'] });
      return outside(ledger);
    };
    const unknown = 'which performers can be seen or heard is not declared (likeness)';
    expect(seen()).toEqual([unknown]);
    expect(seen('unknown')).toEqual([unknown]);
    expect(seen([])).toEqual([]);
    expect(seen([{ performer: 'p_7', kind: 'replica' }])).toEqual([]);
    expect(seen([{ performer: 'p_7' }], [{ performer: 'p_9' }, { performer: 'p_8' }])).toEqual([
      'p_8 is not among its performers',
      'p_9 is not among its performers',
    ]);
    expect(seen([{ performer: 'p_7' }, { kind: 'replica' }])).toEqual([unknown]);
    expect(seen([], 'unknown')).toEqual([unknown]);
    expect(seen([{ performer: 'unknown' }])).toEqual([unknown]);
    expect(seen([{ performer: '' }])).toEqual([unknown]);
    expect(seen(['p_7'])).toEqual([unknown]);
    expect(seen([null])).toEqual([unknown]);
  });

  it('performers under whatever name a pack lists them', () => {
    const ledger = ledgerWithSky();
    ledger.declare('sky', { voices: [{ performer: 'p_8' }, { line: 'x' }], places: ['harbour'], scene: 'night' });
    expect(outside(ledger)).toEqual(['p_8 is not among its performers']);
    ledger.declare('sky', { voices: [{ performer: 7 }] });
    expect(outside(ledger)).toContain('which performers can be seen or heard is not declared (likeness)');
  });

  it('says so where nothing says that it was made under the usage', () => {
    const ledger = new SmallLedger();
    ledger.generated('sky');
    ledger.declare('sky', { likeness: [] });
    ledger.say('sky', 'made-under', { usage: 'others' });
    ledger.usages.propose('skies');
    expect(outside(ledger)).toEqual(['nothing says that it was made under skies']);
    expect(usagesNamed(ledger.dossier('sky'))).toEqual(['others']);
  });

  it('is looked at again whenever a fact comes in', () => {
    const ledger = confirmedSky({ performers: ['p_7'] });
    expect(state(ledger)).toBe('approved');
    ledger.declare('sky', { likeness: [{ performer: 'p_7' }] });
    expect(state(ledger)).toBe('approved');
    ledger.declare('sky', { likeness: [{ performer: 'p_8' }] });
    expect(state(ledger)).toBe('needs-approval');
  });
});
