import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Role } from '@clearance/domain';
import request from 'supertest';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { consentRecorded, ITO, saying } from '../../libs/projections/src/testing/index.js';
import { AssetLedger } from '../assets/testing/asset-ledger.js';
import { grantToken, openProductions, type TokenWish } from '../http/testing/index.js';
import { RegistersModule } from './index.js';

const ledger = new AssetLedger();
let app: NestFastifyApplication;
let ito: string;

async function hire(role: Role, productions: readonly string[], wish: Partial<TokenWish> = {}): Promise<string> {
  const { secret } = await grantToken(ledger, {
    subject: ITO,
    kind: 'person',
    grants: [{ role, productions }],
    ...wish,
  });
  return secret;
}
beforeAll(async () => {
  app = await ledger.app([RegistersModule]);
  await openProductions(ledger, 'nightfall', 'daybreak');
  ito = await hire('reviewer', ['*']);
});
afterAll(async () => {
  await app.close();
  await ledger.stop();
});

const get = (path: string, token = ito) =>
  request(app.getHttpServer()).get(`/v1${path}`).set('Authorization', `Bearer ${token}`);
const post = (path: string, body: object, headers: Record<string, string> = {}, token = ito) =>
  request(app.getHttpServer()).post(`/v1${path}`).set('Authorization', `Bearer ${token}`).set(headers).send(body);
const problem = ({ status, body }: { status: number; body: { type?: string; errors?: object[] } }) => [
  status,
  String(body.type).replace('urn:clearance:problem:', ''),
  ...(body.errors ?? []).map((fault) => Object.values(fault)[0] as string),
];

const TERMS = {
  reviewedAt: '2026-02-01T00:00:00Z',
  from: '2026-01-01T00:00:00Z',
  tier: 'enterprise',
  processing: 'vendor',
  enterpriseAgreement: 'yes',
  storesIO: 'no',
  trainsOnIO: 'no',
  evidence: [{ ref: 'dms://terms/1' }],
};
const CONSENT = {
  performer: 'performer_7',
  purpose: 'de-ageing',
  uses: ['face, episode 1'],
  languages: ['*'],
  territories: ['*'],
  mediums: ['*'],
  window: {},
  document: { ref: 'dms://consents/7' },
  guildOk: 'yes',
};

describe('tools', () => {
  it('are registered once, and answered with what was said of them', async () => {
    const made = await post('/tools', { id: 'comfyui', name: 'ComfyUI' });
    expect([made.status, made.headers['location'], made.body]).toMatchObject([
      201,
      '/v1/tools/comfyui',
      { id: 'comfyui', supplier: null, state: 'active', registeredBy: ITO, classifications: [], revision: 0 },
    ]);
    expect(made.headers['clearance-position']).toBe(made.body.position);
    expect(problem(await post('/tools', { id: 'comfyui', name: 'other' }))).toEqual([409, 'already-exists']);
    expect(problem(await post('/tools', { id: 'no spaces', name: 'x' }))).toEqual([422, 'invalid-request', '/id']);
    expect(problem(await post('/tools', { id: 'x', name: 'x', vendor: 'y' }))).toEqual([
      422,
      'invalid-request',
      '/vendor',
    ]);
  });

  it('E5: the same request under the same key is answered again', async () => {
    const key = { 'Idempotency-Key': 'classify-1' };
    const body = { version: '0.3.*', mode: 'txt2img', class: 'generative' };
    const first = await post('/tools/comfyui/classifications', body, key);
    const again = await post('/tools/comfyui/classifications', body, key);
    expect([first.status, again.status, again.headers['idempotent-replayed']]).toEqual([201, 201, 'true']);
    expect([again.body.position, again.body.classifications.length]).toEqual([first.body.position, 1]);
    expect(problem(await post('/tools/comfyui/classifications', { ...body, class: 'none' }, key))).toEqual([
      422,
      'idempotency-key-reused',
    ]);
  });

  it('are classified by the one who saw them last', async () => {
    const body = { version: '*', mode: '*', class: 'assistive', expectedRevision: 0 };
    const late = await post('/tools/comfyui/classifications', body);
    expect([problem(late), late.body.expected, late.body.actual]).toEqual([[409, 'changed-meanwhile'], 0, 1]);
    expect((await post('/tools/comfyui/classifications', { ...body, expectedRevision: 1 })).status).toBe(201);
    expect(problem(await post('/tools/nobody/classifications', body))).toEqual([404, 'not-found']);
    expect(problem(await post('/tools/comfyui/classifications', { ...body, version: '0.*.1' }))).toEqual([
      422,
      'invalid-request',
      '/version',
    ]);
  });

  it('are classified and under terms as of any time', async () => {
    expect((await post('/tools/comfyui/terms-reviews', TERMS)).status).toBe(201);
    const only = { ...TERMS, from: '2026-02-01T00:00:00Z', tier: 'studio', productions: ['nightfall'] };
    expect((await post('/tools/comfyui/terms-reviews', only)).status).toBe(201);
    const ask = async (query: string) => (await get(`/tools/comfyui/classification?version=0.3.44&${query}`)).body;
    expect(await ask('mode=txt2img&at=2026-03-01T00:00:00%2B01:00&production=nightfall')).toMatchObject({
      tool: 'comfyui',
      version: '0.3.44',
      mode: 'txt2img',
      production: 'nightfall',
      class: 'generative',
      terms: { tier: 'studio' },
      suspended: false,
      basis: [
        { type: 'classified', revision: 1 },
        { type: 'terms-reviewed', revision: 4 },
      ],
      at: '2026-02-28T23:00:00.000Z',
      until: null,
    });
    expect(await ask('mode=upscale&at=2026-03-01T00:00:00Z')).toMatchObject({
      class: 'assistive',
      terms: { tier: 'enterprise' },
      production: null,
    });
    expect(await ask('at=2025-03-01T00:00:00Z')).toMatchObject({ class: 'generative', mode: null, terms: null });
    expect((await ask('')).at).toBe(ledger.clock.time);
    expect(problem(await get('/tools/comfyui/classification'))).toEqual([422, 'invalid-request', 'version']);
    expect(problem(await get('/tools/nobody/classification?version=1'))).toEqual([404, 'not-found']);
  });

  it('tell nothing of productions in which the caller has no role', async () => {
    const stranger = await hire('emitter', ['daybreak']);
    const { body } = await get('/tools/comfyui', stranger);
    expect(body.termsReviews.map(({ tier }: { tier: string }) => tier)).toEqual(['enterprise']);
    const asked = (production: string) =>
      get(`/tools/comfyui/classification?version=1&production=${production}`, stranger);
    expect([problem(await asked('nightfall')), problem(await asked('nowhere'))]).toEqual([
      [404, 'not-found'],
      [404, 'not-found'],
    ]);
    expect((await asked('daybreak')).body.terms.tier).toBe('enterprise');
  });

  it('are suspended and reinstated', async () => {
    const state = async (act: string, body: object) => {
      const { status, body: tool } = await post(`/tools/comfyui/${act}`, { reason: 'terms changed', ...body });
      return [status, tool.state];
    };
    expect(await state('suspend', { from: '2026-02-15T00:00:00Z' })).toEqual([200, 'suspended']);
    expect(problem(await post('/tools/comfyui/suspend', { reason: 'again' }))).toEqual([409, 'wrong-state']);
    const listed = await get('/tools?state=suspended');
    expect(listed.body).toMatchObject({ items: [{ id: 'comfyui', state: 'suspended' }], next: null });
    expect(await state('reinstate', {})).toEqual([200, 'active']);
    expect(problem(await post('/tools/comfyui/reinstate', { reason: ' ' }))).toEqual([
      422,
      'invalid-request',
      '/reason',
    ]);
  });

  it('are listed page by page', async () => {
    await post('/tools', { id: 'denoiser', name: 'Denoiser' });
    const first = await get('/tools?limit=1');
    expect([first.body.items.map(({ id }: { id: string }) => id), first.headers['link']]).toEqual([
      ['comfyui'],
      expect.stringContaining('rel="next"'),
    ]);
    const second = await get(`/tools?limit=1&cursor=${String(first.body.next)}`);
    expect([second.body.items.map(({ id }: { id: string }) => id), second.body.next]).toEqual([['denoiser'], null]);
    expect(problem(await get(`/tools?state=active&cursor=${String(first.body.next)}`))).toEqual([
      400,
      'invalid-cursor',
    ]);
  });
});

describe('vendors', () => {
  const ASSESSED = {
    assessedAt: '2026-02-01T00:00:00Z',
    expiresAt: '2026-06-01T00:00:00Z',
    dataHandling: 'pass',
    creativeControl: 'conditional',
    results: 'pass',
    conditions: 'a supervisor signs every shot off',
    evidence: [{ ref: 'dms://vendors/acme' }],
  };

  it('are registered and assessed, until the assessment ends', async () => {
    expect((await post('/vendors', { id: 'acme', name: 'ACME' })).status).toBe(201);
    await post('/vendors', { id: 'zenith', name: 'Zenith' });
    const assessed = await post('/vendors/acme/assessments', ASSESSED);
    expect([assessed.status, assessed.body.state, assessed.body.until]).toEqual([
      201,
      'assessed',
      '2026-06-01T00:00:00.000Z',
    ]);
    expect((await get('/vendors/acme?at=2026-06-01T00:00:00Z')).body).toMatchObject({
      state: 'not-assessed',
      assessment: null,
      assessments: [{ creativeControl: 'conditional', conditions: 'a supervisor signs every shot off' }],
    });
    const { conditions: _, ...without } = ASSESSED;
    expect(problem(await post('/vendors/acme/assessments', without))).toEqual([422, 'invalid-request', '/conditions']);
    expect((await get('/vendors?state=assessed')).body.items.map(({ id }: { id: string }) => id)).toEqual(['acme']);
  });

  it('see what is said of themselves, and of no other', async () => {
    const token = await hire('emitter', ['nightfall'], { restrict: { vendor: 'zenith', subject: 'zenith/' } });
    const held = await hire('emitter', ['nightfall'], { restrict: { subject: 'x/' } });
    const ids = async (by: string) => (await get('/vendors', by)).body.items.map(({ id }: { id: string }) => id);
    expect([await ids(token), await ids(held)]).toEqual([['zenith'], []]);
    const statuses = async (by: string) => [
      (await get('/vendors/zenith', by)).status,
      (await get('/vendors/acme', by)).status,
    ];
    expect([await statuses(token), await statuses(held)]).toEqual([
      [200, 404],
      [404, 404],
    ]);
  });
});

describe('consents', () => {
  const P = '/productions/nightfall';

  it('get an id that the same request has again', async () => {
    const key = { 'Idempotency-Key': 'record-1' };
    const first = await post(`${P}/consents`, CONSENT, key);
    const again = await post(`${P}/consents`, CONSENT, key);
    expect([first.status, first.body.id, first.headers['location']]).toEqual([
      201,
      expect.stringMatching(/^con_[0-9a-f]{32}$/),
      `/v1${P}/consents/${String(first.body.id)}`,
    ]);
    expect([again.status, again.body.id, again.headers['idempotent-replayed']]).toEqual([201, first.body.id, 'true']);
    expect((await get(`${P}/consents/${String(first.body.id)}`)).body).toMatchObject({
      kind: 'consent',
      performer: 'performer_7',
      licensor: null,
      state: 'granted',
      window: { from: null, until: null },
      guildOk: 'yes',
    });
  });

  it('are by a performer or a licensor, and name people by opaque ids alone', async () => {
    const { performer: _, guildOk: __, ...rest } = CONSENT;
    const record = (body: object) => post(`${P}/consents`, body);
    expect((await record({ ...rest, id: 'lic_1', licensor: 'library_3' })).body).toMatchObject({
      id: 'lic_1',
      kind: 'licence',
      performer: null,
      licensor: 'library_3',
      guildOk: 'unknown',
    });
    const faults = await Promise.all(
      [
        rest,
        { ...CONSENT, licensor: 'library_3' },
        { ...rest, performer: 'performer_7' },
        { ...CONSENT, performer: 'Ana Example' },
        { ...CONSENT, window: undefined },
        { ...CONSENT, territories: [] },
        { ...CONSENT, guildOk: true },
      ].map(async (body) => problem(await record(body))),
    );
    expect(faults).toEqual(
      ['/performer', '/licensor', '/guildOk', '/performer', '/window', '/territories', '/guildOk'].map((pointer) => [
        422,
        'invalid-request',
        pointer,
      ]),
    );
    expect(problem(await record({ ...CONSENT, id: 'lic_1' }))).toEqual([409, 'already-exists']);
  });

  it('are recorded by a person', async () => {
    const robot = await hire('reviewer', ['nightfall'], { kind: 'service' });
    expect(problem(await post(`${P}/consents`, CONSENT, {}, robot))).toEqual([403, 'person-required']);
  });

  it('are withdrawn, suspended and reinstated', async () => {
    await post(`${P}/consents`, { ...CONSENT, id: 'con_1' });
    const act = async (what: string, body: object = {}) => {
      const { status, body: seen } = await post(`${P}/consents/con_1/${what}`, { reason: 'by letter', ...body });
      return [status, seen.state];
    };
    expect(await act('suspend', { evidence: [{ ref: 'dms://letters/1' }] })).toEqual([200, 'suspended']);
    expect(await act('reinstate')).toEqual([200, 'granted']);
    expect(await act('withdraw', { effectiveAt: '2026-05-01T00:00:00Z' })).toEqual([200, 'granted']);
    expect((await get(`${P}/consents/con_1?at=2026-05-01T00:00:00Z`)).body).toMatchObject({
      state: 'withdrawn',
      changes: [{ type: 'suspended' }, { type: 'reinstated' }, { type: 'withdrawn', by: ITO }],
    });
    expect(await act('withdraw')).toEqual([200, 'withdrawn']);
    expect(problem(await post(`${P}/consents/con_1/reinstate`, { reason: 'after all' }))).toEqual([409, 'wrong-state']);
    expect(problem(await post(`${P}/consents/nobody/withdraw`, { reason: 'x' }))).toEqual([404, 'not-found']);
  });

  it('are suspended with their group', async () => {
    await post(`${P}/consents`, { ...CONSENT, id: 'con_2', group: 'sag' });
    const suspended = await post(`${P}/consent-groups/sag/suspend`, { reason: 'strike' });
    expect([suspended.status, suspended.body]).toMatchObject([
      200,
      { group: 'sag', production: 'nightfall', state: 'suspended', until: null, revision: 0 },
    ]);
    expect((await get(`${P}/consents?group=sag&state=suspended`)).body.items).toMatchObject([
      { id: 'con_2', groupSuspended: true },
    ]);
    expect(problem(await post(`${P}/consent-groups/sag/suspend`, { reason: 'strike' }))).toEqual([409, 'wrong-state']);
    expect((await post(`${P}/consent-groups/sag/lift`, { reason: 'agreed' })).body.state).toBe('active');
    expect((await get(`${P}/consents/con_2`)).body.state).toBe('granted');
    expect(problem(await post(`${P}/consent-groups/the%20strike/lift`, { reason: 'x' }))).toEqual([
      422,
      'invalid-request',
      'group',
    ]);
  });

  it('are not for vendors, nor for tokens held to some assets', async () => {
    for (const restrict of [{ vendor: 'acme' }, { subjects: ['acme/'] }]) {
      const token = await hire('reviewer', ['nightfall'], { restrict });
      expect(problem(await get(`${P}/consents`, token))).toEqual([403, 'restricted']);
      expect(problem(await post(`${P}/consents/con_1/withdraw`, { reason: 'x' }, {}, token))).toEqual([
        403,
        'restricted',
      ]);
    }
  });

  it('are answered as not known where something said of them cannot be read', async () => {
    await ledger.tell(consentRecorded('odd'), saying('consent-nightfall/odd', 'withdrawn', { reason: 7 }));
    expect((await get(`${P}/consents/odd`)).body).toMatchObject({ state: 'unknown', until: null });
  });
});

describe('an id that no entry can have', () => {
  it.each(['%00', '%7F', 'a%20b', 'a%2Fb', 'x'.repeat(3_000), '%F0%9F%98%80'])('is not found: %s', async (id) => {
    const tool = { version: '*', mode: '*', class: 'none' };
    const assessed = {
      assessedAt: '2026-02-01T00:00:00Z',
      expiresAt: '2026-06-01T00:00:00Z',
      dataHandling: 'pass',
      creativeControl: 'pass',
      results: 'pass',
      evidence: [{ ref: 'dms://vendors/acme' }],
    };
    const reason = { reason: 'x' };
    const asked = [
      await post(`/tools/${id}/classifications`, tool),
      await post(`/tools/${id}/terms-reviews`, TERMS),
      await post(`/tools/${id}/suspend`, reason),
      await post(`/vendors/${id}/assessments`, assessed),
      await post(`/productions/nightfall/consents/${id}/withdraw`, reason),
      await get(`/tools/${id}`),
      await get(`/tools/${id}/classification?version=1`),
      await get(`/vendors/${id}`),
      await get(`/productions/nightfall/consents/${id}`),
    ];
    expect(asked.map(problem)).toEqual(asked.map(() => [404, 'not-found']));
  });
});
