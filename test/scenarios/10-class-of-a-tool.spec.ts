import { describe, expect, it } from 'vitest';
import { cameraPlate } from '../harness/index.js';
import { openNetflix } from './support/netflix.js';

const netflix = await openNetflix('s10_tools');
const { stage } = netflix;
await netflix.tool('s10-enhance', { mode: 'denoise', class: 'assistive' });
await stage.told(cameraPlate('plate'));
const inputs = [{ asset: 'plate', kind: 'derivation' as const }];
const said = { 'asset.genai': 'none', 'asset.stage': 'deliverable' };
const made = (asset: string, tool: { version: string; mode?: string }) =>
  netflix.art(asset, { tool: { id: 's10-enhance', ...tool }, inputs, facts: said });
await stage.openDelivery('ep1');

describe('Scenario 10: the upscale is generative, whatever the artist calls it', () => {
  it('decides by what the register says of the mode, not by the label', async () => {
    await made('denoised', { version: '5.0', mode: 'denoise' });
    expect(await netflix.heldBy('ep1', 'denoised')).not.toContain('NFX-G1');
    await netflix.classify('s10-enhance', 'super-resolution', 'generative');
    await made('upscaled', { version: '5.0', mode: 'super-resolution' });
    expect(await netflix.heldBy('ep1', 'upscaled')).toContain('NFX-G1');
  });

  it('takes a mode that nobody stated for the worst one enabled', async () => {
    await made('unstated', { version: '5.0' });
    expect(await netflix.heldBy('ep1', 'unstated')).toContain('NFX-G1');
  });

  it('judges again what was made when a version turns out to generate', async () => {
    await netflix.classify('s10-enhance', 'denoise', 'generative', '5.*');
    expect(await netflix.heldBy('ep1', 'denoised')).toContain('NFX-G1');
  });
});
