import { describe, expect, it } from 'vitest';
import { generated, openStage } from '../harness/index.js';

/** Long enough to release within, short enough to wait for; nothing else happens in this production meanwhile. */
const VALID_MS = 8_000;

const stage = await openStage('story_expiry');
await stage.told(generated('poster'));
await stage.openDelivery('ep101');

describe('An approval that ends by itself', () => {
  it('D5: affects what was released under it, without any event having to arrive', async () => {
    const approved = await stage.approve('poster', {
      findings: [{ rule: 'base-generated', root: 'poster' }],
      expiresAt: new Date(Date.now() + VALID_MS).toISOString(),
    });
    expect(approved.status).toBe(201);
    const check = await stage.checkAssets('ep101', 'poster');
    expect(check.decision).toBe('release');
    const released = await stage.release('ep101', check.id);
    expect([released.status, released.body.delivery.state]).toEqual([200, 'released']);

    const concern = await stage.awaitEvent('delivery-affected', () => true);
    expect(concern.type).toBe('affected');
    expect((concern.data as { causes: { key: unknown }[] }).causes.map((cause) => cause.key)).toEqual([
      { rule: 'base-generated', root: 'poster', element: null },
    ]);
    expect((await stage.view('poster')).state).toBe('needs-approval');
    expect((await stage.checkAssets('ep101', 'poster')).decision).toBe('hold');
  });
});
