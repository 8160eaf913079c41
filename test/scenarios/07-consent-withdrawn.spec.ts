import { describe, expect, it } from 'vitest';
import { comp } from '../harness/index.js';
import { likeness, openNetflix } from './support/netflix.js';

interface Impact {
  assets: { asset: string; cites: boolean }[];
  deliveries: { delivery: string; state: string; released: boolean }[];
}

const netflix = await openNetflix('s07_consent');
const { stage } = netflix;
await netflix.tool('s07-deage');
await netflix.consent('con_lead', { group: 'guild' });
await netflix.art('lead', { tool: { id: 's07-deage', version: '2' }, facts: likeness('con_lead') });
await stage.told(comp('cut', ['lead']));
await stage.openDelivery('ep1');
await netflix.declareUse('ep1', 'lead', { prominence: 'incidental' });
/** Everything but the consent. */
await stage.approve('lead', { findings: [{ rule: 'NFX-G1', root: 'lead' }], reach: 'contained' });
await stage.approve('lead', {
  findings: [{ rule: 'NFX-M4', root: 'lead', element: 'per_lead' } as never],
  reach: 'contained',
  kind: 'ruling',
});
const impact = () => stage.read<Impact>(`${stage.path}/consents/con_lead/impact`);

describe('Scenario 7: a consent is suspended with its group, and withdrawn, after the release', () => {
  it('passes while the consent stands', async () => {
    const decision = await stage.checkAssets('ep1', 'cut');
    expect(decision.decision).toBe('release');
    const released = await stage.release('ep1', decision.id);
    expect([released.status, released.body.delivery.state]).toEqual([200, 'released']);
    expect(await impact()).toMatchObject({
      assets: [
        { asset: 'lead', cites: true },
        { asset: 'cut', cites: false },
      ],
      deliveries: [{ delivery: 'ep1', released: true }],
    });
  });

  it('affects the release when the group is suspended, holds the next one, and clears when it is lifted', async () => {
    await stage.command(stage.cast.ito, '/consent-groups/guild/suspend', { reason: 'strike' });
    await stage.awaitEvent('delivery-affected', () => true);
    expect((await stage.delivery('ep1')).state).toBe('affected');
    expect(await netflix.heldBy('ep1', 'cut')).toContain('NFX-T1');
    await stage.command(stage.cast.ito, '/consent-groups/guild/lift', { reason: 'agreed' });
    await stage.awaitEvent('delivery-concern-closed', () => true);
    expect(await netflix.heldBy('ep1', 'cut')).toEqual([]);
    expect((await stage.delivery('ep1')).state).toBe('released');
  });

  it('lists every release that rests on it once it is withdrawn, and holds whatever comes next', async () => {
    await stage.command(stage.cast.ito, '/consents/con_lead/withdraw', { reason: 'withdrawn in writing' });
    expect(await stage.state('cut')).toBe('denied');
    expect(await netflix.heldBy('ep1', 'cut')).toContain('NFX-T1');
    await stage.awaitEvent('delivery-affected', ({ data }) => JSON.stringify(data).includes('NFX-T1'));
    expect((await impact()).deliveries).toMatchObject([{ delivery: 'ep1', state: 'affected', released: true }]);
  });

  it('still shows why it passed then', async () => {
    const checks = await stage.read<{ items: { id: string; decision: string }[] }>(
      `${stage.path}/deliveries/ep1/checks`,
    );
    expect(checks.items.at(-1)?.decision).toBe('release');
  });
});
