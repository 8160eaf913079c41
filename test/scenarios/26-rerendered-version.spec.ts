import { describe, expect, it } from 'vitest';
import {
  cameraPlate,
  comp,
  digestsOf,
  expectProblem,
  findingKeys,
  findingOf,
  itemAt,
  openStage,
  placeholder,
  report,
  type Caller,
} from '../harness/index.js';

const stage = await openStage('s26_rerendered');
await stage.told(
  cameraPlate('plate'),
  cameraPlate('real_sky'),
  placeholder('ai_sky'),
  comp('comp_v001', ['plate', 'ai_sky']),
  report('comp_v002', {
    inputs: [
      { asset: 'plate', kind: 'component' },
      { asset: 'real_sky', kind: 'component' },
      { asset: 'comp_v001', kind: 'revision' },
    ],
  }),
);
await stage.openDelivery('ep101');

async function confirm(by: Caller) {
  return stage.noted(
    await by.send('POST', `${stage.asset('comp_v002')}/replacement-confirmations`, {
      query: { minPosition: stage.seen },
      body: {
        of: { asset: 'comp_v001' },
        roots: ['ai_sky'],
        replacedBy: ['real_sky'],
        digest: { sha256: digestsOf('comp_v002').sha256 },
        reason: 'the sky was shot on Tuesday',
        evidence: [{ ref: 'dms://review/91' }],
      },
    }),
  );
}

describe('Scenario 26: a comp re-rendered from cleared material, revision of a tainted one', () => {
  it('L3: carries what its own inputs no longer reach as one unconfirmed replacement', async () => {
    const view = await stage.view('comp_v002');
    expect([view.state, view.compliant]).toEqual(['needs-approval', false]);
    expect(findingKeys(view.findings)).toEqual(['base-replacement-unconfirmed ai_sky open']);
    const finding = findingOf(view.findings, 'base-replacement-unconfirmed', 'ai_sky');
    expect([finding.outcome, finding.path, finding.edges]).toEqual([
      'approval',
      ['comp_v002', 'comp_v001', 'ai_sky'],
      ['revision', 'component'],
    ]);
    expect(finding.clears?.anyOf.flat().map((step) => step.kind)).toContain('confirm');
    const item = itemAt(await stage.checkAssets('ep101', 'comp_v002'), 'package/comp_v002');
    expect([item.status, item.state]).toEqual(['held', 'needs-approval']);
  });

  it('F3: cannot be approved away', async () => {
    const wish = { findings: [{ rule: 'base-replacement-unconfirmed', root: 'ai_sky' }] };
    expectProblem(await stage.approve('comp_v002', wish), 422, 'approval-kind');
    expect(await stage.state('comp_v002')).toBe('needs-approval');
  });

  it('is clean once a second person confirms the replacement, and the confirmation is an event', async () => {
    expectProblem(await confirm(stage.cast.hook), 403, 'role-required');
    expect((await confirm(stage.cast.ito)).status).toBe(201);
    const view = await stage.view('comp_v002');
    expect(view.compliant).toBe(true);
    expect(findingKeys(view.findings).filter((key) => key.endsWith(' open'))).toEqual([]);
    expect((await stage.history('comp_v002')).map((event) => event.type)).toContain('replacement-confirmed');
    expect((await stage.checkAssets('ep101', 'comp_v002')).decision).toBe('release');
    expect(await stage.state('comp_v001')).toBe('temporary');
  });

  it('L3: a paint-over logged as "revision plus a clean plate" stays tainted while its inputs are incomplete', async () => {
    await stage.told(
      report('paint_v002', {
        inputs: [
          { asset: 'plate', kind: 'component' },
          { asset: 'comp_v001', kind: 'revision' },
        ],
        inputsComplete: 'unknown',
      }),
    );
    const view = await stage.view('paint_v002');
    expect(view.state).toBe('unknown');
    expect(findingKeys(view.findings)).toEqual([
      'base-generated ai_sky open',
      'base-inputs-incomplete paint_v002 open',
      'base-origin-unknown paint_v002 open',
      'base-temporary-mark ai_sky open',
    ]);
    expect(findingOf(view.findings, 'base-temporary-mark', 'ai_sky').path).toEqual([
      'paint_v002',
      'comp_v001',
      'ai_sky',
    ]);
  });

  it('L3: a paint-over that admits what it was painted on carries it by that edge, not as a replacement', async () => {
    await stage.told(
      report('paint_v003', {
        inputs: [
          { asset: 'comp_v001', kind: 'derivation' },
          { asset: 'comp_v001', kind: 'revision' },
        ],
      }),
    );
    const view = await stage.view('paint_v003');
    expect(view.state).toBe('temporary');
    expect(findingKeys(view.findings)).toEqual(['base-generated ai_sky open', 'base-temporary-mark ai_sky open']);
  });
});
