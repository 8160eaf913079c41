import { describe, expect, it } from 'vitest';
import { cameraPlate, comp, demand, generated, openStage, type Decision } from '../harness/index.js';

interface Diff {
  assets: { asset: string; from: string; to: string; rules: string[] }[];
  deliveries: { delivery: string; rules: string[] }[];
  summary: { evaluated: number; changed: number };
}
const NETFLIX = { id: 'netflix-genai', version: '2025.11' };
const stage = await openStage('s22_policy');
await stage.told(cameraPlate('plate'), generated('sky'), comp('cut', ['plate', 'sky']));
await stage.openDelivery('ep1');
await stage.approve('cut', { findings: [{ rule: 'base-generated', root: 'sky' }] });
const before = await stage.checkAssets('ep1', 'cut');
demand(await stage.release('ep1', before.id), 200, 'releasing');

const diff = async (body: object) => {
  const answer = await stage.cast.admin.send<Diff>('POST', '/v1/policies/diff', {
    body: { production: stage.production, ...body },
    query: { minPosition: stage.seen },
  });
  demand(answer, 200, 'diff');
  return answer.body;
};

describe('Scenario 22: a newer policy is released', () => {
  it('says beforehand which shipped assets would fail, with the rules', async () => {
    const would = await diff({ to: [NETFLIX] });
    expect(would.assets.find(({ asset }) => asset === 'cut')).toMatchObject({ from: 'approved', to: 'denied' });
    expect(would.deliveries.map(({ delivery, rules }) => [delivery, rules.includes('+NFX-G1')])).toEqual([
      ['ep1', true],
    ]);
    expect(would.summary).toEqual({ evaluated: 3, changed: 2, listed: 2 });
    expect(await stage.state('cut')).toBe('approved');
  });

  it('leaves decisions as they were made, and never compromises a release', async () => {
    const body = { packs: [NETFLIX], reason: 'new season' };
    demand(stage.noted(await stage.cast.admin.send('PUT', `${stage.path}/policy`, { body })), 200, 'adopting');
    expect(await stage.state('cut')).toBe('denied');
    const old = await stage.read<Decision & { policies: { id: string }[] }>(
      `${stage.path}/deliveries/ep1/checks/${before.id}`,
    );
    expect([old.decision, old.policies.map(({ id }) => id)]).toEqual(['release', ['base']]);
    const fresh = (await stage.checkAssets('ep1', 'cut')) as Decision & { policies: { id: string; version: string }[] };
    expect([fresh.decision, fresh.policies.map(({ id, version }) => `${id}@${version}`)]).toEqual([
      'hold',
      ['base@1', 'netflix-genai@2025.11'],
    ]);
    expect((await stage.delivery('ep1')).state).toBe('released');
    expect(await stage.events('delivery-compromised')).toEqual([]);
  });

  it('lists what was released under the older policy', async () => {
    const older = await stage.read<{ items: { id: string; release: { olderPolicy: boolean } }[] }>(
      `${stage.path}/deliveries`,
      { olderPolicy: 'true' },
    );
    expect(older.items.map(({ id, release }) => [id, release.olderPolicy])).toEqual([['ep1', true]]);
    const current = await stage.read<{ items: unknown[] }>(`${stage.path}/deliveries`, { olderPolicy: 'false' });
    expect(current.items).toEqual([]);
  });

  it('refuses to compare with a pack that is not there, and says where', async () => {
    const answer = await stage.cast.admin.post<{ errors: { pointer: string }[] }>('/v1/policies/diff', {
      production: stage.production,
      to: [{ id: 'netflix-genai', version: '1999.01' }],
    });
    expect([answer.status, answer.body.errors.map(({ pointer }) => pointer)]).toEqual([422, ['/to/0']]);
  });
});
