import { describe, expect, it } from 'vitest';
import { cameraPlate, demand } from '../harness/index.js';
import { likeness, openNetflix } from './support/netflix.js';

const netflix = await openNetflix('s36_after');
const { stage } = netflix;
await netflix.tool('s36-imagine');
const tool = { id: 's36-imagine', version: '1' };
const approve = async (asset: string, rule: string, element: string | null = null, kind = 'written') => {
  const answer = await stage.approve(asset, { findings: [{ rule, root: asset, ...(element && { element }) }], kind });
  demand(answer, 201, `approving ${asset}`);
  return answer.body;
};
const released = async (delivery: string, asset: string) => {
  await stage.openDelivery(delivery);
  await netflix.declareUse(delivery, asset, { prominence: 'incidental' });
  const decision = await stage.checkAssets(delivery, asset);
  demand(await stage.release(delivery, decision.id), 200, `releasing ${delivery}`);
};
const stateAfter = async (delivery: string, event: string) => {
  await stage.awaitEvent(`delivery-${event}`, ({ stream }) => stream.endsWith(`/${delivery}`));
  return (await stage.delivery(delivery)).state;
};

describe('Scenario 36: what is found out after the release', () => {
  it('compromises it where an approval is void from the start', async () => {
    await netflix.art('poster', { tool });
    const approval = await approve('poster', 'NFX-G1');
    await released('ep1', 'poster');
    const revoke = { reason: 'granted in error', effect: 'ab-initio' };
    await stage.command(stage.cast.okafor, `/approvals/${approval.id}/revoke`, revoke);
    expect(await stateAfter('ep1', 'compromised')).toBe('compromised');
  });

  it('affects it where a consent ends at a date after it, and compromises it where it never held', async () => {
    for (const [delivery, effectiveAt, event] of [
      ['ep2', undefined, 'affected'],
      ['ep3', '2026-01-01T00:00:00Z', 'compromised'],
    ] as const) {
      const consent = `con_${delivery}`;
      const asset = `lead_${delivery}`;
      await netflix.consent(consent);
      await netflix.art(asset, { tool, facts: likeness(consent) });
      await approve(asset, 'NFX-G1');
      await approve(asset, 'NFX-M4', 'per_lead', 'ruling');
      await released(delivery, asset);
      const body = { reason: 'withdrawn in writing', ...(effectiveAt && { effectiveAt }) };
      await stage.command(stage.cast.ito, `/consents/${consent}/withdraw`, body);
      expect(await stateAfter(delivery, event)).toBe(event);
    }
  });

  it('questions it where something is no longer known', async () => {
    await stage.told(cameraPlate('plate'));
    await released('ep4', 'plate');
    await netflix.say('plate', { 'asset.genai': 'unknown' });
    await stage.awaitEvent('delivery-questioned', ({ stream }) => stream.endsWith('/ep4'));
    expect(['questioned', 'compromised']).toContain((await stage.delivery('ep4')).state);
  });
});
