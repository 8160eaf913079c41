import { describe, expect, it } from 'vitest';
import { cameraPlate } from '../harness/index.js';
import { openNetflix } from './support/netflix.js';

const netflix = await openNetflix('s14_vendor');
const { stage } = netflix;
await netflix.tool('s14-roto', { class: 'assistive' });
await netflix.tool('s14-clean', { class: 'assistive' });
await stage.told(cameraPlate('plate'));
await stage.openDelivery('ep1');
const step = (asset: string, parts: Record<string, unknown>) =>
  stage.told({
    event: 'derived-from',
    subject: asset,
    data: { inputsComplete: 'yes', basis: 'declared', vendor: 's14-acme', ...parts },
  });
const inputs = [{ asset: 'plate', kind: 'derivation' }];

describe('Scenario 14: a vendor used AI and declared nothing', () => {
  it('holds a vendor chain of which a step names no tool', async () => {
    await stage.told(cameraPlate('shot'));
    await step('shot', { inputs, step: 'roto', tool: { id: 's14-roto', version: '2', mode: 'matte' } });
    await step('shot', { inputs, step: 'paint' });
    const held = await netflix.heldBy('ep1', 'shot');
    expect(held).toContain('NFX-V1');
    expect(held).toContain('NFX-V2');
  });

  it('asks for less once the vendor is assessed and every step is declared', async () => {
    await netflix.keeper.post('/v1/vendors', { id: 's14-acme', name: 'Acme' });
    const assessed = await netflix.keeper.post('/v1/vendors/s14-acme/assessments', {
      assessedAt: '2026-01-01T00:00:00Z',
      expiresAt: '2099-01-01T00:00:00Z',
      dataHandling: 'pass',
      creativeControl: 'pass',
      results: 'pass',
      evidence: [{ ref: 'dms://assessments/4' }],
    });
    stage.noted(assessed);
    expect(await netflix.heldBy('ep1', 'shot')).not.toContain('NFX-V2');
  });
});
