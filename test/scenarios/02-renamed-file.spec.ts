import { describe, expect, it } from 'vitest';
import { cameraPlate, digestsOf, findingKeys, findingOf, itemAt, openStage, placeholder } from '../harness/index.js';

const stage = await openStage('s02_renamed');
await stage.told(placeholder('sh020_bg_v002'));
await stage.openDelivery('ep101');

describe('Scenario 2: a temporary file renamed or moved', () => {
  it('recognises the bytes under any path and holds them with the status they had', async () => {
    const moved = 'FINAL/vfx/approved_background.exr';
    const decision = await stage.check('ep101', { items: [{ path: moved, digests: digestsOf('sh020_bg_v002') }] });
    expect(decision.decision).toBe('hold');
    const item = itemAt(decision, moved);
    expect([item.status, item.asset, item.state]).toEqual(['held', 'sh020_bg_v002', 'temporary']);
    expect(item.match).toMatchObject({ rung: 'digest', releasable: true });
    expect(findingOf(item.findings, 'base-temporary-mark', 'sh020_bg_v002').path).toEqual(['sh020_bg_v002']);
  });

  it('finds them by any one of the cryptographic digests', async () => {
    const { sha1, md5 } = digestsOf('sh020_bg_v002');
    const decision = await stage.check('ep101', {
      items: [
        { path: 'by-sha1.exr', digests: { sha1 } },
        { path: 'by-md5.exr', digests: { md5: md5.toUpperCase() } },
      ],
    });
    for (const path of ['by-sha1.exr', 'by-md5.exr']) {
      const item = itemAt(decision, path);
      expect([path, item.asset, item.state]).toEqual([path, 'sh020_bg_v002', 'temporary']);
    }
  });

  it('I1, I2: a fresh registration of the same bytes under a clean name is the same content', async () => {
    await stage.told(cameraPlate('sh020_clean_plate_v001', { bytes: 'sh020_bg_v002' }));
    for (const claim of ['sh020_clean_plate_v001', 'sh020_bg_v002']) {
      const view = await stage.view(claim);
      expect(view.state).toBe('temporary');
      expect([view.asset, ...view.twins].sort()).toEqual(['sh020_bg_v002', 'sh020_clean_plate_v001']);
      expect(findingKeys(view.findings)).toEqual([
        'base-generated sh020_bg_v002 open',
        'base-temporary-mark sh020_bg_v002 open',
      ]);
    }
  });
});
