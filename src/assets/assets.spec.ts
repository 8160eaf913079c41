import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  comp,
  generated,
  HOOK,
  ITO,
  marked,
  OKAFOR,
  plate,
  PRODUCTION,
  digestsOfBytes,
  eventIdFor,
  deliveryOpened,
  derived,
} from '../../libs/projections/src/testing/index.js';
import { AuditModule } from '../audit/index.js';
import { AssetsModule } from './index.js';
import { AssetLedger, type Person } from './testing/asset-ledger.js';

const ledger = new AssetLedger();
let ito: Person;
let okafor: Person;
let hook: Person;
let auditor: Person;
let vendor: Person;

beforeAll(async () => {
  await ledger.start(AssetsModule, AuditModule);
  ito = await ledger.person(ITO, 'reviewer');
  okafor = await ledger.person(OKAFOR, 'reviewer');
  hook = await ledger.person(HOOK, 'emitter', { kind: 'service' });
  auditor = await ledger.person('a.uditor@guild.example', 'auditor');
  vendor = await ledger.person('maya@vendor.example', 'reviewer', { restrict: { subject: 'acme/' } });
  await ledger.tell(
    plate('plate'),
    generated('acme/sky'),
    comp('comp', ['plate', 'acme/sky']),
    deliveryOpened('dailies', { class: 'review' }),
  );
});
afterAll(() => ledger.stop());

const sha256 = (asset: string) => ({ sha256: digestsOfBytes(asset).sha256 });
const lift = (asset: string, marks: unknown = 'all', more: object = {}) => ({
  marks,
  reason: 'replaced',
  digest: sha256(asset),
  evidence: [{ ref: 'dms://review/88' }],
  ...more,
});
const slug = (body: Readonly<Record<string, unknown>>) => String(body['type']).replace('urn:clearance:problem:', '');

describe('GET assets', () => {
  it('lists what there is, with the position it holds for, page by page', async () => {
    const first = await auditor.get('/assets?limit=2');
    expect([
      first.status,
      first.headers['clearance-position'],
      (first.body['items'] as { asset: string }[]).map(({ asset }) => asset),
    ]).toEqual([200, String(ledger.projector.factsAt), ['acme/sky', 'comp']]);
    const second = await auditor.get(`/assets?limit=2&cursor=${String(first.body['next'])}`);
    expect([(second.body['items'] as { asset: string }[]).map(({ asset }) => asset), second.body['next']]).toEqual([
      ['plate'],
      null,
    ]);
    const other = await auditor.get(`/assets?limit=2&kind=image&cursor=${String(first.body['next'])}`);
    expect([other.status, slug(other.body)]).toEqual([400, 'invalid-cursor']);
  });

  it.each([
    ['digest=md5:nothex', 'digest'],
    ['alias=colour:red', 'alias'],
    ['state=fine', 'state'],
    ['asOf=3', 'asOf'],
    ['use=nowhere', 'use'],
    ['changedAfter=yesterday', 'changedAfter'],
    ['limit=0', 'limit'],
    ['labels=x', 'labels'],
  ])('refuses ?%s and names the parameter', async (query, parameter) => {
    const { status, body } = await auditor.get(`/assets?${query}`);
    expect([status, slug(body), (body['errors'] as { parameter: string; in: string }[])[0]]).toMatchObject([
      422,
      'invalid-request',
      { parameter, in: 'query' },
    ]);
  });

  it('judges for a delivery when asked', async () => {
    const of = async (query: string) => (await auditor.get(`/assets/comp${query}`)).body['state'];
    expect([await of(''), await of('?use=dailies')]).toEqual(['needs-approval', 'clear']);
  });

  it('looks many up at once, in their order, and refuses what is no digest by its place', async () => {
    const found = await auditor.post('/assets/lookup', {
      ids: ['comp', 'nobody'],
      digests: [`sha256:${sha256('plate').sha256.toUpperCase()}`],
    });
    expect([
      found.status,
      (found.body['items'] as { matches: { asset: string }[] }[]).map(({ matches }) =>
        matches.map(({ asset }) => asset),
      ),
    ]).toEqual([200, [['comp'], [], ['plate']]]);
    const wrong = await auditor.post('/assets/lookup', { digests: ['sha256:00'] });
    expect([wrong.status, wrong.body['errors']]).toMatchObject([422, [{ pointer: '/digests/0' }]]);
    expect((await auditor.post('/assets/lookup', {})).status).toBe(422);
    const many = await auditor.post('/assets/lookup', {
      ids: Array.from({ length: 3_000 }, () => 'a'),
      aliases: Array.from({ length: 3_000 }, () => 'reel:a'),
    });
    expect(many.status).toBe(422);
  });

  it('answers 404 for what nobody registered and in a production where the caller has no role', async () => {
    expect((await auditor.get('/assets/nobody')).status).toBe(404);
    const stranger = await ledger.person('stranger@else.example', 'auditor', {
      grants: [{ role: 'auditor', productions: ['daybreak'] }],
    });
    expect((await stranger.get('/assets/comp')).status).toBe(404);
  });

  it('finds an asset whose id holds a slash, and answers 304 to whom has seen it', async () => {
    const seen = await auditor.get('/assets/acme%2Fsky');
    expect([seen.status, seen.body['asset']]).toEqual([200, 'acme/sky']);
    const again = await auditor.get('/assets/acme%2Fsky', { headers: { 'if-none-match': seen.headers['etag'] ?? '' } });
    expect(again.status).toBe(304);
  });

  it('shows a restricted token of other assets only that they are there, and no history', async () => {
    const { body } = await vendor.get('/assets/plate');
    expect(Object.keys(body).sort()).toEqual(['asset', 'position', 'production', 'state']);
    expect((await vendor.get('/assets/acme%2Fsky')).body['facts']).toEqual({});
    const history = await vendor.get('/assets/plate/history');
    expect([history.status, slug(history.body)]).toEqual([403, 'restricted']);
  });
});

describe('GET lineage', () => {
  it('answers JSON, Mermaid and Graphviz by Accept, and nothing else', async () => {
    const as = async (accept: string) => auditor.get('/assets/comp/lineage', { headers: { accept } });
    const json = await as('application/json');
    expect((json.body['nodes'] as unknown[]).length).toBe(3);
    const mermaid = await as('text/vnd.graphviz;q=0.5, text/vnd.mermaid');
    expect([mermaid.headers['content-type'], mermaid.text.startsWith('flowchart LR')]).toEqual([
      'text/vnd.mermaid; charset=utf-8',
      true,
    ]);
    expect((await as('text/vnd.graphviz')).text).toMatch(/^digraph lineage/);
    expect((await as('image/png')).status).toBe(406);
    expect((await as('image/png, */*;q=0.1')).status).toBe(200);
  });

  it('goes the way and as far as asked', async () => {
    const { body } = await auditor.get('/assets/plate/lineage?direction=downstream&depth=1&limit=5');
    expect((body['nodes'] as { asset: string }[]).map(({ asset }) => asset)).toEqual(['plate', 'comp']);
    expect((await auditor.get('/assets/plate/lineage?direction=sideways')).status).toBe(422);
  });
});

describe('temporary marks', () => {
  it('are set by people as by facts, with the event as answer, once for one Idempotency-Key (E5)', async () => {
    await ledger.tell(plate('bg'));
    const key = { 'idempotency-key': 'mark-1' };
    const first = await hook.post('/assets/bg/temporary-mark', { reason: 'stand-in' }, key);
    expect([first.status, first.body['type'], first.body['revision'], first.headers['clearance-position']]).toEqual([
      201,
      'marked-temporary',
      3,
      first.body['position'],
    ]);
    const again = await hook.post('/assets/bg/temporary-mark', { reason: 'stand-in' }, key);
    expect([again.status, again.body['id'], again.headers['idempotent-replayed']]).toEqual([
      201,
      first.body['id'],
      'true',
    ]);
    const other = await hook.post('/assets/bg/temporary-mark', { reason: 'another' }, key);
    expect([other.status, slug(other.body)]).toEqual([422, 'idempotency-key-reused']);
    expect((await auditor.get('/assets/bg')).body['state']).toBe('temporary');
    expect((await auditor.post('/assets/bg/temporary-mark', { reason: 'no' })).status).toBe(403);
  });

  it('F7: "all" is written out as the marks there are; one that comes later stands', async () => {
    const marks = [marked('fg', 'one'), marked('fg', 'two')];
    await ledger.tell(plate('fg'), marks);
    const lifted = await ito.post('/assets/fg/temporary-mark/lift', lift('fg'));
    expect([lifted.status, lifted.body['state'], lifted.headers['clearance-position']]).toEqual([
      200,
      'clear',
      lifted.body['position'],
    ]);
    const { body } = await auditor.get('/assets/fg/history?types=asset-temporary-mark-lifted');
    expect((body['items'] as { data: { marks: string[] } }[])[0]?.data.marks).toEqual(marks.map(eventIdFor));
    await ledger.tell(marked('fg', 'three'));
    expect((await auditor.get('/assets/fg')).body['state']).toBe('temporary');
  });

  it('F6: are lifted by a second person who is one, and for the bytes that are there', async () => {
    await ledger.tell(plate('mg'), marked('mg', 'by Ito', { authid: ITO }));
    const refusal = async (person: Person, body: object) => {
      const answer = await person.post('/assets/mg/temporary-mark/lift', body);
      return [answer.status, slug(answer.body)];
    };
    const robot = await ledger.person('robot@studio.example', 'reviewer', { kind: 'service' });
    expect(await refusal(hook, lift('mg'))).toEqual([403, 'role-required']);
    expect(await refusal(robot, lift('mg'))).toEqual([403, 'person-required']);
    expect(await refusal(ito, lift('mg'))).toEqual([403, 'four-eyes']);
    expect(await refusal(okafor, lift('other bytes'))).toEqual([409, 'digest-mismatch']);
    expect(await refusal(okafor, lift('mg', ['0190a7c2-0000-5000-8000-000000000000']))).toEqual([
      422,
      'invalid-request',
    ]);
    expect(await refusal(okafor, lift('mg', 'everything'))).toEqual([422, 'invalid-request']);
    expect(await refusal(okafor, lift('mg', 'all', { expectedRevision: 0 }))).toEqual([409, 'changed-meanwhile']);
    expect(await refusal(okafor, lift('nobody'))).toEqual([409, 'digest-mismatch']);
    expect(
      (await okafor.post('/assets/mg/temporary-mark/lift', lift('mg', 'all', { expectedRevision: 3 }))).status,
    ).toBe(200);
    expect(await refusal(okafor, lift('mg'))).toEqual([409, 'wrong-state']);
  });

  it('are not decided on what the read model has not seen: a fact that came a moment ago counts', async () => {
    await ledger.tell(plate('hot'), marked('hot'));
    ledger.watermarks.following = false;
    try {
      await ledger.tell(marked('hot', 'by Ito himself', { authid: ITO }));
      const late = await ito.post('/assets/hot/temporary-mark/lift', lift('hot'), { prefer: 'wait=0' });
      expect([late.status, slug(late.body)]).toEqual([503, 'behind']);
    } finally {
      ledger.watermarks.following = true;
    }
    const refused = await ito.post('/assets/hot/temporary-mark/lift', lift('hot'));
    expect([refused.status, slug(refused.body)]).toEqual([403, 'four-eyes']);
  });

  it('refuses a restricted token another asset than its own', async () => {
    const { status, body } = await vendor.post('/assets/plate/temporary-mark/lift', lift('plate'));
    expect([status, slug(body)]).toEqual([403, 'restricted']);
  });
});

describe('replacement confirmations', () => {
  it('L3: are given by a second person for what waits, and answer the event', async () => {
    await ledger.tell(
      comp('v1', ['plate', 'acme/sky']),
      comp('v2', ['plate']),
      derived('v2', [{ asset: 'v1', kind: 'revision' }]),
    );
    const body = { of: { asset: 'v1' }, roots: ['acme/sky'], removed: true, digest: sha256('v2'), reason: 'taken out' };
    const nothing = await ito.post('/assets/v2/replacement-confirmations', { ...body, roots: ['plate'] });
    expect([nothing.status, slug(nothing.body)]).toEqual([409, 'wrong-state']);
    const confirmed = await ito.post('/assets/v2/replacement-confirmations', body);
    expect([confirmed.status, confirmed.body['type'], confirmed.headers['location']]).toEqual([
      201,
      'replacement-confirmed',
      `/v1/productions/${PRODUCTION}/assets/v2/history`,
    ]);
    expect((await auditor.get('/assets/v2')).body['state']).toBe('clear');
  });

  it('F6: are refused to who made the root', async () => {
    await ledger.tell(
      generated('sky_by_ito', {}, { authid: ITO }),
      comp('w1', ['sky_by_ito']),
      comp('w2', ['plate']),
      derived('w2', [{ asset: 'w1', kind: 'revision' }]),
    );
    const body = { of: { asset: 'w1' }, roots: ['sky_by_ito'], digest: sha256('w2'), reason: 'taken out' };
    const refused = await ito.post('/assets/w2/replacement-confirmations', body);
    expect([refused.status, slug(refused.body)]).toEqual([403, 'four-eyes']);
    expect((await okafor.post('/assets/w2/replacement-confirmations', body)).status).toBe(201);
  });
});

describe('withdrawing a promotion', () => {
  it('takes an asset that is promoted there', async () => {
    const lead = await ledger.person('d.lead@studio.example', 'delivery');
    const { status, body } = await lead.post('/assets/plate/promotions/dailies/withdraw', { reason: 'recut' });
    expect([status, slug(body), body['state']]).toEqual([409, 'wrong-state', 'not-promoted']);
  });
});
