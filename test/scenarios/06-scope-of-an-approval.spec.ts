import { describe, expect, it } from 'vitest';
import { anywhere } from '../harness/index.js';
import { openNetflix } from './support/netflix.js';

const netflix = await openNetflix('s06_scope');
const { stage } = netflix;
await netflix.tool('s06-imagine');
await netflix.art('poster', { tool: { id: 's06-imagine', version: '4' } });
await stage.openDelivery('ep1', { territories: ['US'], languages: ['en-US'] });
await stage.openDelivery('ep1-de', { territories: ['DE'], languages: ['de-DE'], class: 'dub' });
await stage.openDelivery('trailer', { territories: ['US'], languages: ['en-US'], class: 'marketing' });
for (const delivery of ['ep1', 'ep1-de', 'trailer']) {
  await netflix.declareUse(delivery, 'poster', { prominence: 'incidental', onScreen: 'no' });
}
const findings = [{ rule: 'NFX-G1', root: 'poster' }];
const scope = { ...anywhere, classes: ['final'], territories: ['US'], languages: ['en-US'] };
const missingIn = async (delivery: string) => {
  const decision = await stage.checkAssets(delivery, 'poster');
  const open = decision.items[0]?.findings.find(({ rule, status }) => rule === 'NFX-G1' && status === 'open');
  return { decision: decision.decision, missing: open?.missing };
};

describe('Scenario 6: an approval for one territory, language or class is used for another', () => {
  it('is held before anybody approves, with the approval that would clear it ready to be sent', async () => {
    const decision = await stage.checkAssets('ep1', 'poster');
    expect(decision.decision).toBe('hold');
    const finding = decision.items[0]?.findings.find(({ rule }) => rule === 'NFX-G1');
    expect((finding?.clears?.anyOf ?? []).flat().map(({ kind }) => kind)).toContain('approval');
  });

  it('is cleared where the approval reaches', async () => {
    expect((await stage.approve('poster', { findings, scope })).status).toBe(201);
    expect(await missingIn('ep1')).toEqual({ decision: 'release', missing: undefined });
  });

  it('is held elsewhere, and the missing scope is named', async () => {
    expect(await missingIn('ep1-de')).toEqual({
      decision: 'hold',
      missing: { classes: ['dub'], territories: ['DE'], languages: ['de-DE'] },
    });
    expect(await missingIn('trailer')).toEqual({ decision: 'hold', missing: { classes: ['marketing'] } });
  });
});
