import { describe, expect, it } from 'vitest';
import {
  cameraPlate,
  comp,
  digestsOf,
  expectProblem,
  findingKeys,
  itemAt,
  openStage,
  placeholder,
  report,
} from '../harness/index.js';

const digest = digestsOf('sh010_comp_v003').sha256;
const bare = `sha256:${digest}`;
const stage = await openStage('s29_twice');
const stranger = await openStage('s29_stranger');
await stage.told(cameraPlate('plate'), comp('sh010_comp_v003', ['plate']), report(bare, { bytes: 'sh010_comp_v003' }));
await stage.openDelivery('ep101');

describe('Scenario 29: one digest registered twice, once with inputs, once bare', () => {
  it('I1: joins the claims: the bare one has the inputs of the other', async () => {
    for (const claim of ['sh010_comp_v003', bare]) {
      const view = await stage.view(claim);
      expect([view.state, view.compliant, view.findings]).toEqual(['clear', true, []]);
      expect([view.asset, ...view.twins].sort()).toEqual([bare, 'sh010_comp_v003'].sort());
    }
  });

  it('I2: is one candidate at the gate, under the id whose digest came first', async () => {
    const decision = await stage.checkAssets('ep101', 'sh010_comp_v003');
    const item = itemAt(decision, 'package/sh010_comp_v003');
    expect([decision.decision, item.asset, item.match?.rung]).toEqual(['release', 'sh010_comp_v003', 'digest']);
  });

  it('a mark on either is a mark on both', async () => {
    await stage.told({ event: 'marked-temporary', subject: bare, data: { reason: 'old grade' } });
    for (const claim of ['sh010_comp_v003', bare]) {
      const view = await stage.view(claim);
      expect([view.state, findingKeys(view.findings)]).toEqual([
        'temporary',
        ['base-temporary-mark sh010_comp_v003 open'],
      ]);
    }
  });

  it("a stranger's registration in another production changes nothing here", async () => {
    const before = await stage.view('plate');
    await stranger.told(placeholder('stolen', { bytes: 'plate' }));
    expect(await stranger.state('stolen')).toBe('temporary');
    expect(await stage.view('plate', { minPosition: stranger.seen })).toMatchObject({
      state: before.state,
      findings: before.findings,
      twins: before.twins,
      revision: before.revision,
    });
  });

  it('L6: neither side sees the other, not even that it exists', async () => {
    expectProblem(await stranger.cast.auditor.get(stage.asset('plate')), 404, 'not-found');
    expectProblem(await stranger.cast.auditor.get(`${stage.path}/assets`), 404, 'not-found');
    await stranger.told(
      report('borrowed', { inputs: [{ asset: 'plate', production: stage.production, kind: 'component' }] }),
    );
    expect(findingKeys((await stranger.view('borrowed')).findings)[0]).toMatch(/^base-input-unregistered \S+ open$/);
  });
});
