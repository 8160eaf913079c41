import { describe, expect, it } from 'vitest';
import { expectProblem, placeholder, report } from '../harness/index.js';
import { openNetflix } from './support/netflix.js';

const netflix = await openNetflix('s13_replacement');
const { stage } = netflix;
await netflix.tool('s13-imagine');
await stage.told(placeholder('billboard', { tool: { id: 's13-imagine', version: '1' } }));
await stage.openDelivery('ep1');

describe('Scenario 13: the replaced placeholder is AI again', () => {
  it('starts from its own facts: the replacement is generated, and held for that', async () => {
    await netflix.art('billboard_v2', {
      tool: { id: 's13-imagine', version: '1' },
      inputs: [{ asset: 'billboard', kind: 'revision' }],
    });
    expect(await netflix.heldBy('ep1', 'billboard_v2')).toContain('NFX-G1');
  });

  it('is not human-made because its maker says so after a light paint-over', async () => {
    await stage.told(
      report('billboard_v3', {
        inputs: [{ asset: 'billboard', kind: 'derivation' }],
        facts: { 'asset.genai': 'none', 'asset.digitalSourceType': 'humanEdits' },
      }),
    );
    const held = await netflix.heldBy('ep1', 'billboard_v3');
    expect(held).toContain('base-temporary-mark');
    expect(held).toContain('NFX-G1');
  });

  it('is cleared by nobody who made it', async () => {
    await stage.told(placeholder('by_ito', {}, { authid: 'k.ito@studio.example' }));
    expectProblem(await stage.lift('by_ito'), 403, 'four-eyes');
  });
});
