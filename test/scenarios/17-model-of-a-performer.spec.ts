import { describe, expect, it } from 'vitest';
import { cameraPlate, demand, expectProblem, findingKeys } from '../harness/index.js';
import { likeness, openNetflix } from './support/netflix.js';

const here = await openNetflix('s17_pitch');
const there = await openNetflix('s17_show');
const { stage } = here;
await here.tool('s17-voice');
const model = {
  'model.ofPerformer': 'yes',
  'model.trainedForProduction': 's17_show',
  'model.scopeOfWork': 'within',
  'model.partiesConsent': 'none',
};
const tool = { id: 's17-voice', version: '1' };

describe('Scenario 17: the model of a performer is used on another production', () => {
  it('is denied where the model was made for another show', async () => {
    await here.consent('con_lead');
    await here.art('pitch_voice', { tool, facts: { ...model, ...likeness('con_lead') } });
    expect(await stage.state('pitch_voice')).toBe('denied');
    const { findings } = await stage.view('pitch_voice');
    expect(findingKeys(findings)).toContain('NFX-T5 pitch_voice open');
  });

  it('has nothing against it on its own show', async () => {
    await there.consent('con_lead');
    await there.art('show_voice', { tool, facts: { ...model, ...likeness('con_lead') } });
    const { findings } = await there.stage.view('show_voice');
    expect(findingKeys(findings)).not.toContain('NFX-T5 show_voice open');
  });

  it('L6: sees nothing of the other production until it shares, and then no more than rule and owner', async () => {
    const inputs = [{ asset: 'show_voice', production: 's17_show', kind: 'component' as const }];
    await stage.told(cameraPlate('mix', { inputs }));
    expect(findingKeys((await stage.view('mix')).findings)).toContain(
      'base-input-unregistered show_voice@s17_show open',
    );
    expectProblem(await stage.cast.auditor.get('/v1/productions/s17_show/assets/show_voice'), 404, 'not-found');
    const share = { to: 's17_pitch', assets: ['show_voice'], reason: 'crossover' };
    demand(stage.noted(await there.stage.cast.admin.post('/v1/productions/s17_show/shares', share)), 201, 'sharing');
    const { findings } = await stage.view('mix');
    const crossed = findings.filter(({ root }) => root === 'show_voice@s17_show');
    expect(crossed.map(({ rule }) => rule)).toContain('NFX-G1');
    expect(crossed.every(({ evidence }) => evidence.length === 0)).toBe(true);
    expect(JSON.stringify(crossed)).not.toContain('per_lead');
  });
});
