import { describe, expect, it } from 'vitest';
import { cameraPlate, comp, placeholder } from '../harness/index.js';
import { openNetflix } from './support/netflix.js';

const netflix = await openNetflix('s08_music');
const { stage } = netflix;
await stage.told(
  cameraPlate('dialogue', { kind: 'audio' }),
  placeholder('temp_cue', { kind: 'music', tool: { id: 's08-composer', version: '1' }, temporary: 'temp cue' }),
  comp('mix', ['dialogue', 'temp_cue'], { kind: 'audio' }),
);
await stage.openDelivery('ep1');

describe('Scenario 8: temporary music is left in the mix', () => {
  it('holds the mix because of the stem, with the path to it', async () => {
    const decision = await stage.checkAssets('ep1', 'mix');
    expect(decision.decision).toBe('hold');
    const mark = decision.items[0]?.findings.find(({ rule }) => rule === 'base-temporary-mark');
    expect([mark?.root, mark?.path]).toEqual(['temp_cue', ['mix', 'temp_cue']]);
  });

  it('is not cleared by approving the mix: a mark is lifted, or the stem replaced', async () => {
    const findings = [{ rule: 'base-temporary-mark', root: 'temp_cue' }];
    expect((await stage.approve('mix', { findings })).status).toBe(422);
  });

  it('is not marked in a mix without it, but held until a second person confirms the replacement', async () => {
    await stage.told(
      cameraPlate('score', { kind: 'music', facts: { 'asset.digitalSourceType': 'digitalCreation' } }),
      comp('mix_v2', ['dialogue', 'score'], {
        kind: 'audio',
        inputs: [
          { asset: 'dialogue', kind: 'component' },
          { asset: 'score', kind: 'component' },
          { asset: 'mix', kind: 'revision' },
        ],
      }),
    );
    const held = await netflix.heldBy('ep1', 'mix_v2');
    expect(held).toContain('base-replacement-unconfirmed');
    expect(held).not.toContain('base-temporary-mark');
  });
});
