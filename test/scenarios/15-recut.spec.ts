import { describe, expect, it } from 'vitest';
import { anywhere } from '../harness/index.js';
import { openNetflix } from './support/netflix.js';

const netflix = await openNetflix('s15_recut');
const { stage } = netflix;
await netflix.tool('s15-imagine');
await netflix.art('prop', { tool: { id: 's15-imagine', version: '1' } });
await stage.openDelivery('ep1');

describe('Scenario 15: an incidental prop becomes story-relevant after a recut', () => {
  it('passes as incidental, under an approval for no more than that', async () => {
    await netflix.declareUse('ep1', 'prop', { prominence: 'incidental', onScreen: 'no' });
    const scope = { ...anywhere, prominence: 'incidental' };
    expect((await stage.approve('prop', { findings: [{ rule: 'NFX-G1', root: 'prop' }], scope })).status).toBe(201);
    const decision = await stage.checkAssets('ep1', 'prop');
    expect(decision.decision).toBe('release');
    expect((await stage.release('ep1', decision.id)).status).toBe(200);
  });

  it('is held by the new use: the approval does not cover it', async () => {
    await netflix.declareUse('ep1', 'prop', { prominence: 'story_relevant', onScreen: 'yes', humanInput: 'some' });
    const decision = await stage.checkAssets('ep1', 'prop');
    expect(decision.decision).toBe('hold');
    const findings = decision.items[0]?.findings ?? [];
    expect(findings.find(({ rule }) => rule === 'NFX-G1')?.missing).toEqual({ prominence: ['story_relevant'] });
    expect(findings.map(({ rule }) => rule)).toContain('NFX-F4');
  });

  it('compromises what was released on the old word', async () => {
    await stage.awaitEvent('delivery-compromised', ({ data }) => JSON.stringify(data).includes('prop'));
    expect((await stage.delivery('ep1')).state).toBe('compromised');
  });
});
