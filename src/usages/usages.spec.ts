import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  adopted,
  boardPack,
  declared,
  digestsOfBytes,
  DIRECTOR,
  generated,
  HOOK,
  ITO,
  madeUnder,
  OKAFOR,
  ofUsage,
  packPublished,
  pinOf,
  type Saying,
} from '../../libs/projections/src/testing/index.js';
import { AssetsModule } from '../assets/index.js';
import { AssetLedger, type Answered, type Person } from '../assets/testing/asset-ledger.js';
import { UsagesModule } from './index.js';

const ledger = new AssetLedger();
let director: Person;
let ito: Person;
let okafor: Person;
let auditor: Person;
let vendor: Person;

beforeAll(async () => {
  await ledger.start(AssetsModule, UsagesModule);
  director = await ledger.person(DIRECTOR, 'delivery');
  ito = await ledger.person(ITO, 'reviewer');
  okafor = await ledger.person(OKAFOR, 'reviewer');
  auditor = await ledger.person('a.uditor@guild.example', 'auditor');
  vendor = await ledger.person('pipeline@acme.example', 'emitter', {
    kind: 'service',
    restrict: { subjects: ['acme/'] },
  });
});
afterAll(() => ledger.stop());

const ANYWHERE = { prominence: '*', classes: ['*'], territories: ['*'], languages: ['*'], mediums: ['*'] };
const EVIDENCE = [{ ref: 'dms://legal/4711' }];
const usage = (more: object = {}) => ({
  purpose: 'painted skies',
  tools: [{ id: 'comfyui', version: '0.3.*', modes: ['*'] }],
  performers: [],
  kind: 'written',
  rules: ['base-generated'],
  reach: 'contained',
  scope: ANYWHERE,
  ...more,
});
const sky = (asset: string, under: string): Saying[] => [
  ...generated(asset),
  declared(asset, { likeness: [] }),
  madeUnder(asset, under),
];
const bytes = (...assets: string[]) => assets.map((asset) => ({ sha256: digestsOfBytes(asset).sha256 }));
const seen = ({ status, body }: Answered) => [status, String(body['type']).replace('urn:clearance:problem:', '')];
const pointers = ({ body }: Answered) => (body['errors'] as { pointer: string }[]).map(({ pointer }) => pointer);
const stateOf = async (asset: string) => (await auditor.get(`/assets/${asset}`)).body['state'];
const ids = ({ body }: Answered) => (body['items'] as { id: string }[]).map(({ id }) => id);

/** A usage that is proposed, and approved by Ito. */
async function approved(id: string, more: object = {}): Promise<void> {
  expect((await director.post('/usages', usage({ id, ...more }))).status).toBe(201);
  expect((await ito.post(`/usages/${id}/approve`, { evidence: EVIDENCE })).status).toBe(200);
}

describe('a usage', () => {
  it('is proposed, approved by a second person, and clears the bytes whose conformance a second person confirms', async () => {
    const made = await director.post('/usages', usage({ id: 'skies', note: 'E101' }));
    expect([made.status, made.headers['location']]).toEqual([201, '/v1/productions/nightfall/usages/skies']);
    expect(made.body).toMatchObject({
      id: 'skies',
      production: 'nightfall',
      state: 'proposed',
      purpose: 'painted skies',
      note: 'E101',
      performers: [],
      scope: { ...ANYWHERE, window: null },
      proposedBy: DIRECTOR,
      quorum: { needed: 1, have: 0 },
      approvals: [],
      rejection: null,
      revocation: null,
      conformances: [],
      revision: 0,
    });
    expect(made.headers['clearance-position']).toBe(made.body['position']);
    await ledger.tell(sky('sky', 'skies'), sky('moon', 'skies'));
    const given = await ito.post('/usages/skies/approve', { evidence: EVIDENCE, grantedBy: { name: 'J. Doe' } });
    expect([given.status, given.body]).toMatchObject([
      200,
      {
        state: 'approved',
        quorum: { needed: 1, have: 1 },
        approvals: [
          { by: ITO, evidence: EVIDENCE, grantedBy: { name: 'J. Doe' }, inForce: true, policy: { id: 'base' } },
        ],
      },
    ]);
    expect(await stateOf('sky')).toBe('needs-approval');
    const confirmed = await okafor.post('/usages/skies/conformance', {
      digests: bytes('sky', 'sky'),
      evidence: EVIDENCE,
    });
    const id = String(confirmed.body['id']);
    expect([confirmed.status, confirmed.headers['location'], confirmed.body]).toMatchObject([
      201,
      `/v1/productions/nightfall/usages/skies/conformance/${id}`,
      { usage: 'skies', digests: [digestsOfBytes('sky').sha256], by: OKAFOR, evidence: EVIDENCE, revoked: null },
    ]);
    expect([await stateOf('sky'), await stateOf('moon')]).toEqual(['approved', 'needs-approval']);
    expect((await auditor.get(`/usages/skies/conformance/${id}`)).body['digests']).toEqual(confirmed.body['digests']);
    const more = await okafor.post('/usages/skies/conformance', { assets: ['moon'], evidence: EVIDENCE });
    expect([more.status, await stateOf('moon')]).toEqual([201, 'approved']);
    const back = await ito.post(`/usages/skies/conformance/${id}/revoke`, { reason: 'another sky' });
    expect([back.status, back.body['revoked']]).toMatchObject([200, { reason: 'another sky', by: ITO }]);
    expect([await stateOf('sky'), await stateOf('moon')]).toEqual(['needs-approval', 'approved']);
    const shown = await auditor.get('/usages/skies');
    expect(shown.body['conformances']).toMatchObject([
      { id, digests: 1, revoked: { by: ITO } },
      { digests: 1, revoked: null },
    ]);
    const revoked = await ito.post('/usages/skies/revoke', { reason: 'granted in error', effect: 'ab-initio' });
    expect([revoked.status, revoked.body['state'], await stateOf('moon')]).toEqual([200, 'revoked', 'needs-approval']);
    expect(revoked.body['revocation']).toMatchObject({ effect: 'ab-initio', effectiveAt: null, by: ITO });
  });

  it('gets an id where none is given, and comes into being once (E5)', async () => {
    const key = { 'idempotency-key': 'one' };
    const made = await director.post('/usages', usage(), key);
    expect(String(made.body['id'])).toMatch(/^usg_[0-9a-f]{32}$/);
    const again = await director.post('/usages', usage(), key);
    expect([again.body['id'], again.headers['idempotent-replayed']]).toEqual([made.body['id'], 'true']);
    expect(seen(await director.post('/usages', usage({ id: 'skies' })))).toEqual([409, 'already-exists']);
  });

  it.each<[string, object, string, string]>([
    ['no tool', { tools: [] }, 'invalid-request', '/tools'],
    ['no list of performers', { performers: undefined }, 'invalid-request', '/performers'],
    [
      'a scope without territories',
      { scope: { ...ANYWHERE, territories: [] } },
      'invalid-request',
      '/scope/territories',
    ],
    ['an unknown member', { model: 'x' }, 'invalid-request', '/model'],
    ['a rule that there is not', { rules: ['NFX-G1'] }, 'approval-kind', '/rules/0'],
    ['a rule that this kind does not clear', { kind: 'ruling' }, 'approval-kind', '/rules/0'],
  ])('is not proposed with %s', async (_, more, slug, pointer) => {
    const refused = await director.post('/usages', usage(more));
    expect([...seen(refused), pointers(refused)[0]]).toEqual([422, slug, pointer]);
  });

  it('F6: is approved and confirmed neither by who proposed it nor by a maker', async () => {
    const both = await ledger.person(DIRECTOR, 'reviewer');
    await director.post('/usages', usage({ id: 'eyes' }));
    expect(seen(await both.post('/usages/eyes/approve', { evidence: EVIDENCE }))).toEqual([403, 'four-eyes']);
    expect(seen(await both.post('/usages/eyes/reject', { reason: 'no' }))).toEqual([403, 'four-eyes']);
    await ito.post('/usages/eyes/approve', { evidence: EVIDENCE });
    await ledger.tell(sky('eye', 'eyes'), declared('eye', { 'asset.genai': 'full' }, { authid: OKAFOR }));
    const refused = await okafor.post('/usages/eyes/conformance', { assets: ['eye'], evidence: EVIDENCE });
    expect([seen(refused), refused.body['excluded']]).toEqual([[403, 'four-eyes'], [DIRECTOR, OKAFOR, HOOK].sort()]);
    expect(seen(await both.post('/usages/eyes/conformance', { assets: ['eye'], evidence: EVIDENCE }))).toEqual([
      403,
      'four-eyes',
    ]);
    expect((await ito.post('/usages/eyes/conformance', { assets: ['eye'], evidence: EVIDENCE })).status).toBe(201);
  });

  it('names what is outside it, and confirms nothing of the request then', async () => {
    await approved('narrow', { tools: [{ id: 'comfyui', version: '0.3.44', modes: ['txt2img'] }] });
    await ledger.tell(sky('n1', 'narrow'), sky('n2', 'others'));
    await ledger.tell(declared('n2', { likeness: [{ performer: 'p_7' }] }));
    const refused = await okafor.post('/usages/narrow/conformance', { assets: ['n1', 'n2'], evidence: EVIDENCE });
    expect([seen(refused), refused.body['state']]).toEqual([[409, 'wrong-state'], 'outside-usage']);
    expect(refused.body['errors']).toMatchObject([
      { pointer: '/assets/0', message: 'comfyui 0.3.44 (mode not stated) is not among its tools' },
      { pointer: '/assets/1', message: 'nothing says that it was made under narrow' },
      { pointer: '/assets/1', message: 'comfyui 0.3.44 (mode not stated) is not among its tools' },
      { pointer: '/assets/1', message: 'p_7 is not among its performers' },
    ]);
  });

  it('confirms bytes that are known, by digest or by asset, while it is approved', async () => {
    await director.post('/usages', usage({ id: 'early' }));
    await ledger.tell(sky('e1', 'early'));
    const confirm = (body: object) => okafor.post('/usages/early/conformance', { evidence: EVIDENCE, ...body });
    const early = await confirm({ assets: ['e1'] });
    expect([seen(early), early.body['state']]).toEqual([[409, 'wrong-state'], 'proposed']);
    await ito.post('/usages/early/approve', { evidence: EVIDENCE });
    for (const body of [{}, { assets: ['e1'], digests: bytes('e1') }]) {
      const refused = await confirm(body);
      expect([...seen(refused), pointers(refused)]).toEqual([422, 'invalid-request', ['/digests']]);
    }
    const unknown = await confirm({ assets: ['e1', 'nobody'] });
    expect([...seen(unknown), pointers(unknown)]).toEqual([422, 'invalid-request', ['/assets/1']]);
    const strange = await confirm({ digests: bytes('nobody') });
    expect([...seen(strange), pointers(strange)]).toEqual([422, 'invalid-request', ['/digests/0']]);
    expect(seen(await okafor.post('/usages/none/conformance', { assets: ['e1'], evidence: EVIDENCE }))).toEqual([
      404,
      'not-found',
    ]);
    expect((await confirm({ digests: bytes('e1') })).status).toBe(201);
  });

  it('is turned down for good', async () => {
    await director.post('/usages', usage({ id: 'poor' }));
    const rejected = await ito.post('/usages/poor/reject', { reason: 'not this show' });
    expect([rejected.status, rejected.body]).toMatchObject([
      200,
      { state: 'rejected', rejection: { reason: 'not this show', by: ITO } },
    ]);
    for (const [act, body] of [
      ['approve', { evidence: EVIDENCE }],
      ['reject', { reason: 'again' }],
      ['revoke', { reason: 'again', effect: 'ab-initio' }],
    ] as const) {
      const refused = await okafor.post(`/usages/poor/${act}`, body);
      expect([act, seen(refused), refused.body['state']]).toEqual([act, [409, 'wrong-state'], 'rejected']);
    }
  });
});

describe('a kind that takes several people', () => {
  it('is pending until enough different people have approved', async () => {
    await ledger.tell(packPublished(boardPack()), adopted(pinOf(boardPack())));
    await director.post('/usages', usage({ id: 'grand', kind: 'board', rules: ['BOARD-1'] }));
    await ledger.tell(sky('castle', 'grand'));
    const first = await ito.post('/usages/grand/approve', { evidence: EVIDENCE });
    expect(first.body).toMatchObject({ state: 'pending-quorum', quorum: { needed: 2, have: 1 } });
    const twice = await ito.post('/usages/grand/approve', { evidence: EVIDENCE });
    expect([seen(twice), twice.body['state']]).toEqual([[409, 'wrong-state'], 'approved-before']);
    const third = await ledger.person('m.ueller@studio.example', 'reviewer');
    const confirm = () => third.post('/usages/grand/conformance', { assets: ['castle'], evidence: EVIDENCE });
    expect((await confirm()).body['state']).toBe('pending-quorum');
    const second = await okafor.post('/usages/grand/approve', { evidence: EVIDENCE });
    expect(second.body).toMatchObject({ state: 'approved', quorum: { needed: 2, have: 2 } });
    expect(await stateOf('castle')).toBe('needs-approval');
    expect((await confirm()).status).toBe(201);
    expect(await stateOf('castle')).toBe('approved');
    await ledger.tell(adopted());
  });
});

describe('questions about usages', () => {
  it('list them by state, kind, rule, tool, performer and proposer, page by page', async () => {
    await director.post('/usages', usage({ id: 'q1', performers: ['p_7'] }));
    await ito.post('/usages', usage({ id: 'q2', tools: [{ id: 'veo', version: '3', modes: ['*'] }] }));
    expect(ids(await auditor.get('/usages?performer=p_7'))).toEqual(['q1']);
    expect(ids(await auditor.get('/usages?tool=veo'))).toEqual(['q2']);
    expect(ids(await auditor.get(`/usages?by=${ITO}`))).toEqual(['q2']);
    expect(ids(await auditor.get('/usages?state=rejected'))).toEqual(['poor']);
    expect(ids(await auditor.get('/usages?kind=board&rule=BOARD-1'))).toEqual(['grand']);
    expect(ids(await auditor.get('/usages?rule=BOARD-1&kind=written'))).toEqual([]);
    const first = await auditor.get('/usages?limit=2');
    const second = await auditor.get(`/usages?limit=2&cursor=${String(first.body['next'])}`);
    expect([ids(first)[0], ids(second).length]).toEqual(['skies', 2]);
    expect(seen(await auditor.get('/usages/none'))).toEqual([404, 'not-found']);
    expect(seen(await auditor.get('/usages/q1/conformance/none'))).toEqual([404, 'not-found']);
  });

  it('tell which assets were made under one, and how each stands to it', async () => {
    await approved('listed');
    await ledger.tell(
      sky('l1', 'listed'),
      sky('l2', 'listed'),
      declared('l3', { likeness: 'unknown' }),
      madeUnder('l3', 'listed'),
    );
    await okafor.post('/usages/listed/conformance', { assets: ['l1'], evidence: EVIDENCE });
    const all = await auditor.get('/usages/listed/assets');
    expect(all.body['items']).toMatchObject([
      {
        asset: 'l1',
        sha256: digestsOfBytes('l1').sha256,
        state: 'approved',
        confirmed: { by: OKAFOR },
        outside: [],
        clears: true,
      },
      { asset: 'l2', state: 'needs-approval', confirmed: null, outside: [], clears: false },
      {
        asset: 'l3',
        sha256: null,
        confirmed: null,
        outside: [
          'with which tool it was made is not stated',
          'which performers can be seen or heard is not declared (likeness)',
        ],
        clears: false,
      },
    ]);
    const open = await auditor.get('/usages/listed/assets?confirmed=no&limit=1');
    expect((open.body['items'] as { asset: string }[]).map(({ asset }) => asset)).toEqual(['l2']);
    const rest = await auditor.get(`/usages/listed/assets?confirmed=no&limit=1&cursor=${String(open.body['next'])}`);
    expect((rest.body['items'] as { asset: string }[]).map(({ asset }) => asset)).toEqual(['l3']);
    expect(seen(await auditor.get('/usages/none/assets'))).toEqual([404, 'not-found']);
  });

  it('show a vendor what they proposed, and nothing else', async () => {
    const made = await vendor.post('/usages', usage({ id: 'theirs' }));
    expect(made.status).toBe(201);
    expect(ids(await vendor.get('/usages'))).toEqual(['theirs']);
    expect(seen(await vendor.get('/usages/skies'))).toEqual([404, 'not-found']);
    expect(seen(await vendor.get('/usages/skies/assets'))).toEqual([404, 'not-found']);
    expect((await vendor.get('/usages/theirs')).status).toBe(200);
  });

  it('say that nothing is known of one of which something cannot be read', async () => {
    await approved('odd');
    await ledger.tell(ofUsage('odd', 'revoked', { reason: 7 }));
    expect((await auditor.get('/usages/odd')).body['state']).toBe('unknown');
  });
});
