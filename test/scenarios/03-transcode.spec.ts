import { describe, expect, it } from 'vitest';
import {
  cameraPlate,
  comp,
  digestsOf,
  findingKeys,
  findingOf,
  itemAt,
  itemOf,
  openStage,
  placeholder,
  report,
  verdicts,
} from '../harness/index.js';

const stage = await openStage('s03_transcode');
await stage.told(cameraPlate('plate'), placeholder('sky'), comp('comp', ['plate', 'sky']));
await stage.openDelivery('ep101');

describe('Scenario 3: transcode, regrade, proxy: a new hash without its metadata', () => {
  it('holds a hash that nobody registered as unregistered', async () => {
    const decision = await stage.checkAssets('ep101', 'comp_h264');
    expect(verdicts(decision)).toEqual({ 'package/comp_h264': 'held unregistered' });
    const item = itemAt(decision, 'package/comp_h264');
    expect([item.asset, item.match]).toEqual([null, null]);
    expect(decision.summary.byCode).toEqual({ unregistered: 1 });
  });

  it('L5: registering it without an edge does not state an origin', async () => {
    await stage.told(report('comp_h264'));
    expect(findingKeys((await stage.view('comp_h264')).findings)).toEqual(['base-origin-unknown comp_h264 open']);
    expect((await stage.checkAssets('ep101', 'comp_h264')).decision).toBe('hold');
  });

  it('L2: a representation edge carries the taint of what it was encoded from', async () => {
    await stage.told({
      event: 'derived-from',
      subject: 'comp_h264',
      data: { inputs: [{ asset: 'comp', kind: 'representation' }], inputsComplete: 'yes' },
    });
    const view = await stage.view('comp_h264');
    expect(view.state).toBe('temporary');
    const mark = findingOf(view.findings, 'base-temporary-mark', 'sky');
    expect([mark.path, mark.edges]).toEqual([
      ['comp_h264', 'comp', 'sky'],
      ['representation', 'component'],
    ]);
  });

  it('L2: so does a regrade that names its source by digest alone', async () => {
    const source = { digest: { sha256: digestsOf('comp').sha256 }, kind: 'derivation' as const };
    await stage.told(report('comp_graded', { inputs: [source] }));
    const mark = findingOf((await stage.view('comp_graded')).findings, 'base-temporary-mark', 'sky');
    expect([mark.path, mark.edges]).toEqual([
      ['comp_graded', 'comp', 'sky'],
      ['derivation', 'component'],
    ]);
  });

  it('releases the transcode of clear material once the edge is declared', async () => {
    await stage.told(report('plate_proxy', { inputs: [{ asset: 'plate', kind: 'representation' }] }));
    const decision = await stage.check('ep101', { items: [itemOf('plate_proxy')] });
    expect([decision.decision, verdicts(decision)]).toEqual(['release', { 'package/plate_proxy': 'cleared' }]);
  });
});
