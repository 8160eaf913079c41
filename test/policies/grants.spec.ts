import { beforeAll, describe, expect, it } from 'vitest';
import {
  cameraPlate,
  demand,
  digestsOf,
  expectProblem,
  findingKeys,
  issueToken,
  openStage,
  report,
  type Caller,
  type Problem,
} from '../harness/index.js';
import { housePack } from './house-pack.js';

const stage = await openStage('pol_grants');
const evidence = [{ ref: 'dms://rulings/3' }];
const pointersOf = (answer: { body: unknown }) => ((answer.body as Problem).errors ?? []).map(({ pointer }) => pointer);

beforeAll(async () => {
  const raw = { contentType: 'application/yaml', content: housePack('granthouse') };
  demand(await stage.root.send('POST', '/v1/policies', { raw }), 201, 'publishing');
  const body = { packs: [{ id: 'granthouse', version: '1' }], reason: 'as agreed' };
  demand(stage.noted(await stage.cast.admin.send('PUT', `${stage.path}/policy`, { body })), 200, 'adopting');
});

describe('shares', () => {
  interface Share {
    id: string;
    to: string;
    assets: string[];
    digests: object[];
    position: string;
  }
  const share = (body: unknown, by: Caller = stage.cast.admin) => by.post<Share>(`${stage.path}/shares`, body);

  it('L6: are granted for assets or for digests, and listed in their order', async () => {
    const first = await share({ to: 'dawn', assets: ['plate', 'lib/sky'], reason: 'same library' });
    expect([first.status, first.headers['location']]).toEqual([201, `${stage.path}/shares/${first.body.id}`]);
    expect(first.body).toEqual({
      id: expect.stringMatching(/^shr_/) as string,
      production: 'pol_grants',
      to: 'dawn',
      assets: ['plate', 'lib/sky'],
      digests: [],
      reason: 'same library',
      grantedAt: expect.stringMatching(/Z$/) as string,
      grantedBy: stage.cast.admin.subject,
      position: first.headers['clearance-position'],
    });
    const { sha256 } = digestsOf('sky');
    const second = stage.noted(await share({ to: 'dusk', digests: [{ sha256 }], reason: 'stock' }));
    const list = await stage.read<{ items: Share[]; next: string | null }>(`${stage.path}/shares`);
    expect(list.items.map(({ id }) => id)).toEqual([first.body.id, second.body.id]);
    const toDusk = await stage.read<{ items: Share[] }>(`${stage.path}/shares`, { to: 'dusk' });
    expect(toDusk.items.map(({ digests }) => digests)).toEqual([[{ sha256 }]]);
    const page = await stage.read<{ items: Share[]; next: string }>(`${stage.path}/shares`, { limit: 1 });
    const rest = await stage.read<{ items: Share[] }>(`${stage.path}/shares`, { limit: 1, cursor: page.next });
    expect([page.items, rest.items].flat().map(({ to }) => to)).toEqual(['dawn', 'dusk']);
    const { position: _, ...granted } = first.body;
    expect(await stage.read(`${stage.path}/shares/${first.body.id}`)).toMatchObject(granted);
    expectProblem(await stage.cast.auditor.get(`${stage.path}/shares/shr_none`), 404, 'not-found');
  });

  it('name another production and either list', async () => {
    for (const [body, pointer] of [
      [{ to: 'pol_grants', assets: ['a'], reason: 'r' }, '/to'],
      [{ to: 'Dawn', assets: ['a'], reason: 'r' }, '/to'],
      [{ to: 'dawn', reason: 'r' }, '/assets'],
      [{ to: 'dawn', assets: ['a', '../b'], reason: 'r' }, '/assets/1'],
      [{ to: 'dawn', digests: [{}], reason: 'r' }, '/digests/0'],
    ] as const) {
      const refused = await share(body);
      expectProblem(refused, 422, 'invalid-request');
      expect(pointersOf(refused)).toEqual([pointer]);
    }
  });
});

describe('rulings on a tool', () => {
  interface Ruling {
    id: string;
    state: string;
    rules: string[];
    expiresAt: string | null;
    ruledBy: string;
  }
  const wish = {
    tool: 'grant-denoiser',
    version: '10.*',
    mode: 'denoise',
    rules: ['GRANTHOUSE-2'],
    reason: 'noise reduction only',
    evidence,
  };
  const rule = async (parts: object = {}, by: Caller = stage.cast.ito) =>
    stage.noted(await by.post<Ruling>(`${stage.path}/tool-rulings`, { ...wish, ...parts }));
  const classify = async (mode: string, cls: string) =>
    demand(
      stage.noted(
        await reviewer.post('/v1/tools/grant-denoiser/classifications', { version: '*', mode, class: cls, evidence }),
      ),
      201,
      `classifying ${mode}`,
    );
  let reviewer: Caller;

  beforeAll(async () => {
    reviewer = await issueToken(stage.root, {
      subject: 't.ools@studio.example',
      kind: 'person',
      grants: [{ role: 'reviewer', productions: ['*'] }],
    });
    demand(await reviewer.post('/v1/tools', { id: 'grant-denoiser', name: 'Denoiser' }), 201, 'registering');
  });

  it('are refused while nobody classed the tool as one that only assists', async () => {
    expectProblem(await rule(), 422, 'approval-kind');
    await classify('enhance', 'generative');
    await classify('denoise', 'assistive');
    expectProblem(await rule({ mode: 'enhance' }), 422, 'approval-kind');
  });

  it('F3: name rules of the policy in force, and only what those escalate', async () => {
    for (const [rules, slug] of [
      [['GRANTHOUSE-2', 'NFX-P3'], 'invalid-request'],
      [['GRANTHOUSE-2', 'GRANTHOUSE-1'], 'approval-kind'],
    ] as const) {
      const refused = await rule({ rules });
      expectProblem(refused, 422, slug);
      expect(pointersOf(refused)).toEqual(['/rules/1']);
    }
    const unproven = await rule({ evidence: [] });
    expectProblem(unproven, 422, 'invalid-request');
    expectProblem(await rule({ expiresAt: '2020-01-01T00:00:00Z' }), 422, 'invalid-request');
  });

  it('clear every use of the tool, before and after, in the mode ruled on alone', async () => {
    const tool = (mode: string) => ({ id: 'grant-denoiser', version: '10.2', mode });
    await stage.told(report('voice1', { tool: tool('denoise') }), report('voice2', { tool: tool('enhance') }));
    const open = async (asset: string) =>
      findingKeys((await stage.view(asset)).findings).filter((key) => key.startsWith('GRANTHOUSE-2'));
    expect([await open('voice1'), await open('voice2')]).toEqual([
      ['GRANTHOUSE-2 voice1 open'],
      ['GRANTHOUSE-2 voice2 open'],
    ]);
    const ruled = await rule();
    expect(ruled.status).toBe(201);
    expect(ruled.body).toEqual({
      id: expect.stringMatching(/^rul_/) as string,
      production: 'pol_grants',
      ...wish,
      state: 'active',
      expiresAt: null,
      ruledAt: expect.stringMatching(/Z$/) as string,
      ruledBy: stage.cast.ito.subject,
      revoked: null,
      position: ruled.headers['clearance-position'],
    });
    expect(ruled.headers['location']).toBe(`${stage.path}/tool-rulings/${ruled.body.id}`);
    await stage.told(report('voice3', { tool: tool('denoise') }));
    expect([await open('voice1'), await open('voice2'), await open('voice3')]).toEqual([
      ['GRANTHOUSE-2 voice1 cleared'],
      ['GRANTHOUSE-2 voice2 open'],
      ['GRANTHOUSE-2 voice3 cleared'],
    ]);
  });

  it('are listed, by tool and by whether they still hold', async () => {
    const soon = new Date(Date.now() + 3_600_000).toISOString();
    const second = await rule({ expiresAt: soon, reason: 'for an hour' });
    expect([second.status, second.body.expiresAt]).toEqual([201, soon]);
    const list = (query = {}) => stage.read<{ items: Ruling[] }>(`${stage.path}/tool-rulings`, query);
    expect((await list()).items.map(({ expiresAt }) => expiresAt)).toEqual([null, soon]);
    expect((await list({ tool: 'grant-denoiser', state: 'active' })).items).toHaveLength(2);
    expect((await list({ state: 'expired' })).items).toEqual([]);
    expect((await list({ tool: 'other' })).items).toEqual([]);
    const one = await stage.read<Ruling>(`${stage.path}/tool-rulings/${second.body.id}`);
    expect([one.state, one.rules]).toEqual(['active', ['GRANTHOUSE-2']]);
    expectProblem(await stage.cast.auditor.get(`${stage.path}/tool-rulings/rul_none`), 404, 'not-found');
  });

  it('clear nothing any more once they are revoked', async () => {
    const tool = { id: 'grant-denoiser', version: '12.0', mode: 'denoise' };
    await stage.told(report('voice4', { tool }));
    const { body } = await rule({ version: '12.*' });
    const open = async () => findingKeys((await stage.view('voice4')).findings);
    expect(await open()).toContain('GRANTHOUSE-2 voice4 cleared');
    const path = `${stage.path}/tool-rulings/${body.id}/revoke`;
    const wrong = await stage.cast.okafor.post(path, {
      reason: 'r',
      effect: 'ab-initio',
      effectiveAt: '2027-01-01T00:00:00Z',
    });
    expectProblem(wrong, 422, 'invalid-request');
    expect(pointersOf(wrong)).toEqual(['/effectiveAt']);
    const revoked = stage.noted(
      await stage.cast.okafor.post<Ruling>(path, { reason: 'it resynthesizes speech', effect: 'ab-initio', evidence }),
    );
    expect([revoked.status, revoked.body]).toMatchObject([
      200,
      {
        id: body.id,
        state: 'revoked',
        revoked: {
          reason: 'it resynthesizes speech',
          effect: 'ab-initio',
          effectiveAt: null,
          evidence,
          revokedBy: stage.cast.okafor.subject,
        },
      },
    ]);
    expect(await open()).toContain('GRANTHOUSE-2 voice4 open');
    expectProblem(await stage.cast.okafor.post(path, { reason: 'again', effect: 'from' }), 409, 'wrong-state');
    const list = await stage.read<{ items: Ruling[] }>(`${stage.path}/tool-rulings`, { state: 'revoked' });
    expect(list.items.map(({ id }) => id)).toEqual([body.id]);
  });
});

describe('declared uses', () => {
  interface Use {
    asset: string;
    prominence: string;
    declaredBy: string;
    revision: number;
  }
  const uses = (delivery: string) => `${stage.path}/deliveries/${delivery}/uses`;
  const wish = { asset: 'stock', prominence: 'incidental', onScreen: 'yes', humanInput: 'some' };
  const declare = async (parts: object = {}, delivery = 'ep101', by: Caller = stage.cast.lead) =>
    stage.noted(await by.post<Use>(uses(delivery), { ...wish, ...parts }));
  const missing = async (delivery: string, by?: Caller) =>
    (await stage.read<{ items: object[] }>(`${uses(delivery)}/missing`, {}, by)).items;
  const held = async (delivery: string) =>
    (await stage.checkAssets(delivery, 'stock')).items.flatMap(({ findings }) =>
      findings.filter(({ status, outcome }) => status === 'open' && outcome !== 'notice').map(({ rule }) => rule),
    );

  it('F8: count in the delivery they are declared for, and what nobody declared counts as the most demanding', async () => {
    await stage.told(
      cameraPlate('stock', {
        facts: {
          'asset.digitalSourceType': 'digitalCapture',
          'asset.source': 'library',
          'asset.licence': 'no',
        },
      }),
    );
    for (const delivery of ['ep101', 'ep102']) await stage.openDelivery(delivery);
    expect([await held('ep101'), await held('ep102')]).toEqual([['GRANTHOUSE-1'], ['GRANTHOUSE-1']]);
    const asked = [{ asset: 'stock', fields: ['prominence'], rules: ['GRANTHOUSE-1'] }];
    expect([await missing('ep101'), await missing('ep102')]).toEqual([asked, asked]);
    const declared = await declare();
    expect([declared.status, declared.body]).toEqual([
      200,
      {
        production: 'pol_grants',
        delivery: 'ep101',
        ...wish,
        note: null,
        declaredAt: expect.stringMatching(/Z$/) as string,
        declaredBy: stage.cast.lead.subject,
        revision: 1,
        position: declared.headers['clearance-position'],
      },
    ]);
    expect([await held('ep101'), await held('ep102')]).toEqual([[], ['GRANTHOUSE-1']]);
    expect([await missing('ep101'), await missing('ep102')]).toEqual([[], asked]);
    await declare({ prominence: 'story_relevant', note: 'read aloud since the recut' });
    expect(await held('ep101')).toEqual(['GRANTHOUSE-1']);
    // It was said; that it does not clear anything is another matter.
    expect(await missing('ep101')).toEqual([]);
    await declare({ prominence: 'unknown' });
    expect(await missing('ep101')).toEqual(asked);
    await declare({ prominence: 'story_relevant', note: 'read aloud since the recut' });
  });

  it('are listed by asset, the last statement about each', async () => {
    await declare({ asset: 'another', prominence: 'unknown' });
    const { items } = await stage.read<{ items: Use[] }>(uses('ep101'));
    expect(items.map(({ asset, prominence }) => [asset, prominence])).toEqual([
      ['another', 'unknown'],
      ['stock', 'story_relevant'],
    ]);
    const page = await stage.read<{ items: Use[]; next: string }>(uses('ep101'), { limit: 1 });
    const rest = await stage.read<{ items: Use[]; next: null }>(uses('ep101'), { limit: 1, cursor: page.next });
    expect([page.items[0]?.asset, rest.items[0]?.asset, rest.next]).toEqual(['another', 'stock', null]);
    expect((await stage.read<{ items: Use[] }>(uses('ep102'))).items).toEqual([]);
  });

  it('say all three, of an asset that the token may speak of, in a delivery that is there', async () => {
    for (const [parts, pointer] of [
      [{ prominence: 'huge' }, '/prominence'],
      [{ prominence: undefined }, '/prominence'],
      [{ onScreen: true }, '/onScreen'],
      [{ humanInput: undefined }, '/humanInput'],
      [{ asset: 'a b' }, '/asset'],
    ] as const) {
      const refused = await declare(parts);
      expectProblem(refused, 422, 'invalid-request');
      expect(pointersOf(refused)).toEqual([pointer]);
    }
    expectProblem(await declare({}, 'nowhere'), 404, 'not-found');
    expectProblem(await stage.cast.auditor.get(uses('nowhere')), 404, 'not-found');
    expectProblem(await declare({ expectedRevision: 99 }), 409, 'changed-meanwhile');
    const vendor = await issueToken(stage.root, {
      subject: 'v.lead@acme.example',
      kind: 'person',
      grants: [{ role: 'delivery', productions: ['pol_grants'] }],
      restrict: { subjects: ['acme/'] },
    });
    expectProblem(await declare({}, 'ep101', vendor), 403, 'restricted');
    expect((await declare({ asset: 'acme/poster' }, 'ep101', vendor)).status).toBe(200);
    const seen = await stage.read<{ items: Use[] }>(uses('ep101'), {}, vendor);
    expect(seen.items.map(({ asset }) => asset)).toEqual(['acme/poster']);
    expect([await missing('ep102'), await missing('ep102', vendor)]).toMatchObject([[{ asset: 'stock' }], []]);
    expectProblem(await stage.cast.auditor.get(`${uses('nowhere')}/missing`), 404, 'not-found');
  });
});
