import { describe, expect, it } from 'vitest';
import { comp, report } from '../harness/index.js';
import { openNetflix } from './support/netflix.js';

const netflix = await openNetflix('s09_library');
const { stage } = netflix;
await stage.told(report('stock_sky'), comp('shot', ['stock_sky']));
await stage.openDelivery('ep1');

describe('Scenario 9: a library item is AI and its vendor says nothing', () => {
  it('is held while nobody states an origin, by every rule that would ask for it', async () => {
    expect(await stage.state('shot')).toBe('denied');
    expect(await netflix.heldBy('ep1', 'shot')).toContain('base-origin-unknown');
  });

  it('passes with a warranty on record', async () => {
    await stage.told({
      event: 'facts-declared',
      subject: 'stock_sky',
      data: {
        facts: { 'asset.digitalSourceType': 'digitalCapture', 'asset.genai': 'none' },
        basis: 'vendor-warranty',
        evidence: [{ ref: 'dms://warranty/12' }],
      },
    });
    const decision = await stage.checkAssets('ep1', 'shot');
    expect(decision.decision).toBe('release');
    expect((await stage.release('ep1', decision.id)).status).toBe(200);
  });

  it('taints everything made from it when the truth comes out, and names the release', async () => {
    await netflix.say('stock_sky', { 'asset.genai': 'full' });
    expect(await stage.state('shot')).toBe('denied');
    expect(await netflix.heldBy('ep1', 'shot')).toContain('NFX-G1');
    await stage.awaitEvent('delivery-compromised', ({ data }) => JSON.stringify(data).includes('stock_sky'));
    expect((await stage.delivery('ep1')).state).toBe('compromised');
  });
});
