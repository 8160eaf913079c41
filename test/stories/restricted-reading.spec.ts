import { describe, expect, it } from 'vitest';
import {
  type Caller,
  cameraPlate,
  digestsOf,
  expectProblem,
  issueToken,
  openStage,
  placeholder,
} from '../harness/index.js';

const stage = await openStage('story_restricted');
await stage.told(
  cameraPlate('acme/sky'),
  placeholder('acme/cloud'),
  cameraPlate('studio/hero'),
  placeholder('studio/secret'),
);
const vendor = await issueToken(stage.root, {
  subject: 'v.lead@acme.example',
  kind: 'service',
  grants: [{ role: 'delivery', productions: ['story_restricted'] }],
  restrict: { subjects: ['acme/'] },
});

interface Decision {
  readonly id: string;
  readonly decision: string;
  readonly summary: { readonly total: number; readonly held: number };
  readonly items: readonly Record<string, unknown>[];
}
const listed = (...assets: string[]) => ({
  items: assets.map((asset) => ({ path: `${asset.replace('/', '-')}.exr`, digests: digestsOf(asset) })),
});
const delivery = (id: string) => `${stage.path}/deliveries/${id}`;
const hidden = (asset: string | null, state: string | null, status: string) => ({
  asset,
  production: 'story_restricted',
  state,
  status,
});

/** Checks these assets in a delivery of their own, and says where the check is. */
async function checked(id: string, ...assets: string[]): Promise<{ path: string; check: string }> {
  await stage.openDelivery(id);
  const { status, body } = await stage.cast.lead.post<Decision>(`${delivery(id)}/checks`, listed(...assets));
  expect(status).toBe(201);
  return { path: `${delivery(id)}/checks/${body.id}`, check: body.id };
}

describe('A token that is held to some assets', () => {
  it('reads of the items of a check only those whole that it may read about, and how the others stand', async () => {
    const { path } = await checked('mixed', 'acme/sky', 'acme/cloud', 'studio/hero', 'studio/secret', 'nobody/knows');
    const whole = await stage.read<Decision>(path);
    const narrowed = await stage.read<Decision>(path, {}, vendor);
    const expected = [
      whole.items[0],
      whole.items[1],
      hidden('studio/hero', 'clear', 'cleared'),
      hidden('studio/secret', 'temporary', 'held'),
      hidden(null, null, 'held'),
    ];
    expect(narrowed).toEqual({ ...whole, items: expected });
    expect(whole.items.map(({ path: file }) => file)).toContain('studio-secret.exr');
    expect(JSON.stringify(narrowed)).not.toMatch(/studio-|nobody/);
    const items = async (query: Record<string, string>, by = vendor as Caller) =>
      (await stage.read<Decision>(`${path}/items`, query, by)).items;
    expect(await items({})).toEqual(expected);
    expect(await items({ status: 'held' })).toEqual([expected[1], expected[3], expected[4]]);
    expect(await items({ code: 'unregistered' })).toEqual([]);
    expect(await items({ code: 'unregistered' }, stage.cast.auditor)).toHaveLength(1);
  });

  it('is told of a check and a refused release of its own as much', async () => {
    await stage.openDelivery('own');
    const body = listed('acme/sky', 'studio/secret');
    const check = await vendor.post<Decision>(`${delivery('own')}/checks`, body);
    expect([check.status, check.body.decision, check.body.summary.held]).toEqual([201, 'hold', 1]);
    expect(check.body.items[1]).toEqual(hidden('studio/secret', 'temporary', 'held'));
    const strict = await vendor.post<{ decision: Decision }>(`${delivery('own')}/checks?strict=true`, body);
    expectProblem(strict, 409, 'held');
    expect(strict.body.decision.items[1]).toEqual(check.body.items[1]);
    const refused = await vendor.post<{ decision: Decision }>(`${delivery('own')}/release`, {
      check: strict.body.decision.id,
    });
    expectProblem(refused, 409, 'release-refused');
    expect(refused.body.decision.items).toEqual([hidden('studio/secret', 'temporary', 'held')]);
  });

  it('asks for approval of nothing else, and is not told the files that no asset is known for', async () => {
    const { path } = await checked('wanted', 'studio/secret', 'nobody/knows');
    const asked = await vendor.post<{ created: unknown[]; skipped: unknown[] }>(`${path}/approval-requests`, {});
    expect([asked.status, asked.body.created, asked.body.skipped]).toEqual([
      200,
      [],
      [{ asset: 'studio/secret', reason: 'The token may not write about studio/secret.' }],
    ]);
  });

  it('gets a receipt of what it may read about as a whole, or none; its status always', async () => {
    for (const [id, assets, status] of [
      ['theirs', ['acme/sky'], 200],
      ['ours', ['acme/sky', 'studio/hero'], 403],
    ] as const) {
      const { check } = await checked(id, ...assets);
      expect((await stage.cast.lead.post(`${delivery(id)}/release`, { check })).status).toBe(200);
      const receipt = await vendor.get(`${delivery(id)}/receipt`);
      expect([id, receipt.status]).toEqual([id, status]);
      if (status === 403) expectProblem(receipt, 403, 'restricted');
      expect((await vendor.get(`${delivery(id)}/receipt/status`)).body).toMatchObject({ state: 'valid' });
      expect((await stage.cast.auditor.get(`${delivery(id)}/receipt`)).status).toBe(200);
    }
  });

  it('sees that a delivery is compromised, and by what only where it may read about it', async () => {
    for (const id of ['theirs', 'ours'])
      expect((await stage.read<{ state: string }>(delivery(id))).state).toBe('released');
    await stage.told({ event: 'marked-temporary', subject: 'studio/hero', data: { reason: 'AI placeholder' } });
    await stage.awaitEvent('delivery-compromised', ({ stream }) => stream.endsWith('/ours'));
    const whole = await stage.read<{ state: string; concerns: { paths: string[]; findings: object[] }[] }>(
      delivery('ours'),
    );
    expect([whole.state, whole.concerns[0]?.paths, whole.concerns[0]?.findings.length]).toEqual([
      'compromised',
      ['studio-hero.exr'],
      1,
    ]);
    const narrowed = { ...whole, concerns: [{ ...whole.concerns[0], paths: [], findings: [] }] };
    expect(await stage.read(delivery('ours'), {}, vendor)).toEqual(narrowed);
    const list = await stage.read<{ items: { id: string }[] }>(`${stage.path}/deliveries`, {}, vendor);
    expect(list.items.find(({ id }) => id === 'ours')).toEqual(narrowed);
  });
});
