import { assetStream } from '@clearance/domain';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  comp,
  declared,
  digestsOfBytes,
  generated,
  HOOK,
  ITO,
  marked,
  OKAFOR,
  plate,
  PRODUCTION,
  registered,
} from '../../libs/projections/src/testing/index.js';
import { AssetsModule } from '../assets/index.js';
import { AssetLedger, type Answered, type Person } from '../assets/testing/asset-ledger.js';
import { ApprovalsModule } from './index.js';

const ledger = new AssetLedger();
let ito: Person;
let okafor: Person;
let auditor: Person;
let hook: Person;

beforeAll(async () => {
  await ledger.start(AssetsModule, ApprovalsModule);
  ito = await ledger.person(ITO, 'reviewer');
  okafor = await ledger.person(OKAFOR, 'reviewer');
  auditor = await ledger.person('a.uditor@guild.example', 'auditor');
  hook = await ledger.person(HOOK, 'emitter', { kind: 'service' });
});
afterAll(() => ledger.stop());

const ANYWHERE = { prominence: '*', classes: ['*'], territories: ['*'], languages: ['*'], mediums: ['*'] };
const finding = (root: string, rule = 'base-generated') => ({ rule, root });
const approval = (asset: string, more: object = {}) => ({
  verdict: 'approved',
  kind: 'written',
  digest: { sha256: digestsOfBytes(asset).sha256 },
  reach: 'exact',
  findings: [finding(asset)],
  scope: ANYWHERE,
  evidence: [{ ref: 'dms://legal/4711' }],
  ...more,
});
const seen = ({ status, body }: Answered) => [status, String(body['type']).replace('urn:clearance:problem:', '')];
const pointerOf = ({ body }: Answered) => (body['errors'] as { pointer: string }[] | undefined)?.[0]?.pointer;
const stateOf = async (asset: string) => (await auditor.get(`/assets/${asset}`)).body['state'];

describe('POST approvals of an asset', () => {
  it('F3: clears the findings named, for these bytes and this scope, and answers the approval with its place', async () => {
    await ledger.tell(generated('sky'));
    const given = await ito.post(
      '/assets/sky/approvals',
      approval('sky', { note: 'pilot only', grantedBy: { name: 'J. Doe' } }),
    );
    expect(given.status).toBe(201);
    expect(given.headers['location']).toBe(`/v1/productions/nightfall/approvals/${String(given.body['id'])}`);
    expect(given.body).toMatchObject({
      asset: 'sky',
      state: 'active',
      verdict: 'approved',
      kind: 'written',
      reach: 'exact',
      findings: [{ rule: 'base-generated', root: 'sky', element: null }],
      approver: { subject: ITO, role: 'reviewer' },
      quorum: { needed: 1, have: 1 },
      policy: { id: 'base' },
      note: 'pilot only',
      grantedBy: { name: 'J. Doe' },
      revokedAt: null,
      position: given.headers['clearance-position'],
    });
    expect(await stateOf('sky')).toBe('approved');
    expect((await auditor.get(`/approvals/${String(given.body['id'])}`)).body['state']).toBe('active');
  });

  it('E5: answers a replay alike, whatever has changed since, and another request under the key with 422', async () => {
    await ledger.tell(generated('kept'));
    const key = { 'idempotency-key': '"approve-kept"' };
    const first = await ito.post('/assets/kept/approvals', approval('kept'), key);
    await ledger.tell(marked('kept'));
    const again = await ito.post('/assets/kept/approvals', approval('kept'), key);
    expect([again.status, again.body['id'], again.body['position'], again.headers['idempotent-replayed']]).toEqual([
      201,
      first.body['id'],
      first.body['position'],
      'true',
    ]);
    expect(seen(await ito.post('/assets/kept/approvals', approval('kept', { reach: 'contained' }), key))).toEqual([
      422,
      'idempotency-key-reused',
    ]);
  });

  it('E5: judges anew what recorded nothing', async () => {
    await ledger.tell(registered('later'));
    const key = { 'idempotency-key': 'later' };
    expect((await ito.post('/assets/later/approvals', approval('later'), key)).status).toBe(422);
    await ledger.tell(generated('later').slice(1));
    expect((await ito.post('/assets/later/approvals', approval('later'), key)).status).toBe(201);
  });

  it('F3: "open" is exactly what was open and clearable at seenAt, written out', async () => {
    await ledger.tell(generated('bg'), comp('comp', ['bg']), declared('comp', { 'asset.genai': 'partial' }));
    const seenAt = String((await auditor.get('/assets/comp')).body['position']);
    expect(pointerOf(await ito.post('/assets/comp/approvals', approval('comp', { findings: 'open' })))).toBe('/seenAt');
    await ledger.tell(plate('something_else'));
    const given = await ito.post('/assets/comp/approvals', approval('comp', { findings: 'open', seenAt }));
    expect([given.status, given.body['findings'], given.body['seenAt']]).toEqual([
      201,
      [
        { rule: 'base-generated', root: 'bg', element: null },
        { rule: 'base-generated', root: 'comp', element: null },
      ],
      seenAt,
    ]);
    expect(await stateOf('comp')).toBe('approved');
  });

  it('F3: refuses "open" where the findings changed after seenAt, and where nothing is left', async () => {
    await ledger.tell(generated('fg'));
    const seenAt = String((await auditor.get('/assets/fg')).body['position']);
    await ledger.tell(comp('fg2', ['fg']));
    await ledger.tell(marked('fg'));
    const refused = await ito.post('/assets/fg2/approvals', approval('fg2', { findings: 'open', seenAt }));
    expect([seen(refused), refused.body['expected']]).toEqual([[409, 'changed-meanwhile'], seenAt]);
    await ledger.tell(plate('clean'));
    const nothing = await ito.post(
      '/assets/clean/approvals',
      approval('clean', { findings: 'open', seenAt: String(ledger.projector.factsAt) }),
    );
    expect(seen(nothing)).toEqual([409, 'wrong-state']);
  });

  it('F3: refuses what is not open, or what no approval clears', async () => {
    await ledger.tell(generated('temp'), marked('temp'));
    for (const named of [finding('temp', 'base-temporary-mark'), finding('elsewhere'), finding('temp', 'base-cycle')]) {
      const refused = await ito.post(
        '/assets/temp/approvals',
        approval('temp', { findings: [finding('temp'), named] }),
      );
      expect([seen(refused), pointerOf(refused)]).toEqual([[422, 'approval-kind'], '/findings/1']);
    }
    expect(seen(await ito.post('/assets/temp/approvals', approval('temp', { kind: 'ruling' })))).toEqual([
      422,
      'approval-kind',
    ]);
  });

  it('F6, E6: refuses roles, services and makers before it looks at the request', async () => {
    await ledger.tell(generated('by_ito', {}, { authid: ITO.toUpperCase() }));
    const robot = await ledger.person('robot@studio.example', 'reviewer', { kind: 'service' });
    expect(seen(await hook.post('/assets/by_ito/approvals', {}))).toEqual([403, 'role-required']);
    expect(seen(await robot.post('/assets/by_ito/approvals', {}))).toEqual([403, 'person-required']);
    const refused = await ito.post(
      '/assets/by_ito/approvals',
      approval('by_ito', { digest: { sha256: '0'.repeat(64) } }),
    );
    expect([seen(refused), refused.body['excluded']]).toEqual([[403, 'four-eyes'], [ITO, HOOK].sort()]);
    expect((await okafor.post('/assets/by_ito/approvals', approval('by_ito'))).status).toBe(201);
  });

  it('F6: waits for what was acknowledged of other assets before it decides', async () => {
    await ledger.tell(generated('root_of_it'), comp('made_of_it', ['root_of_it']));
    const body = approval('made_of_it', { findings: [finding('root_of_it')] });
    ledger.watermarks.following = false;
    try {
      await ledger.tell(declared('root_of_it', {}, { authid: ITO }));
      expect(seen(await ito.post('/assets/made_of_it/approvals', body))).toEqual([503, 'behind']);
    } finally {
      ledger.watermarks.following = true;
    }
    expect(seen(await ito.post('/assets/made_of_it/approvals', body))).toEqual([403, 'four-eyes']);
    const recorded = await ledger.store.readStream(assetStream(PRODUCTION, 'made_of_it'));
    expect(recorded.map(({ type }) => type)).not.toContain('approved');
  });

  it('binds to bytes: 409 for others, for none, and for an asset that nobody registered', async () => {
    await ledger.tell(generated('bound'), [registered('formless'), declared('formless', { 'asset.genai': 'full' })]);
    expect(
      seen(await ito.post('/assets/bound/approvals', approval('bound', { digest: { sha256: 'f'.repeat(64) } }))),
    ).toEqual([409, 'digest-mismatch']);
    expect(seen(await ito.post('/assets/formless/approvals', approval('formless')))).toEqual([409, 'bytes-unknown']);
    expect(seen(await ito.post('/assets/nobody/approvals', approval('nobody')))).toEqual([404, 'not-found']);
  });

  it.each<[string, object, string]>([
    ['no verdict', { verdict: undefined }, '/verdict'],
    ['an empty list in the scope', { scope: { ...ANYWHERE, territories: [] } }, '/scope/territories'],
    ['a scope without mediums', { scope: { ...ANYWHERE, mediums: undefined } }, '/scope/mediums'],
    ['no evidence', { evidence: [] }, '/evidence'],
    ['an unknown reach', { reach: 'everything' }, '/reach'],
    ['a finding that is none', { findings: [{ rule: 'base-generated' }] }, '/findings'],
    ['an end in the past', { expiresAt: '2020-01-01T00:00:00Z' }, '/expiresAt'],
    ['an end without offset', { expiresAt: '2030-01-01' }, '/expiresAt'],
    ['a request that nobody made', { request: 'req_none' }, '/request'],
    ['an unknown member', { findingz: 'open' }, '/findingz'],
  ])('refuses %s and says where', async (_, more, pointer) => {
    await ledger.tell(generated('strict', {}, { id: pointer }));
    const refused = await ito.post('/assets/strict/approvals', approval('strict', more));
    expect([refused.status, pointerOf(refused)]).toEqual([422, pointer]);
  });

  it('records a rejection, which clears nothing', async () => {
    await ledger.tell(generated('poor'));
    const rejected = await ito.post('/assets/poor/approvals', approval('poor', { verdict: 'rejected' }));
    expect([rejected.status, rejected.body['state'], rejected.body['verdict']]).toEqual([201, 'rejected', 'rejected']);
    expect(await stateOf('poor')).toBe('needs-approval');
    const revoked = await okafor.post(`/approvals/${String(rejected.body['id'])}/revoke`, {
      reason: 'a slip',
      effect: 'ab-initio',
    });
    expect([seen(revoked), revoked.body['state']]).toEqual([[409, 'wrong-state'], 'rejected']);
  });
});

describe('POST approvals of kind break-glass', () => {
  const glass = (asset: string, more: object = {}) =>
    approval(asset, {
      kind: 'break-glass',
      justification: 'it airs tonight',
      expiresAt: new Date(Date.parse(ledger.clock.now()) + 3_600_000).toISOString(),
      ...more,
    });

  it('are given in the role of that name, and leave everything as it is but for the finding that says so', async () => {
    await ledger.tell(generated('dusk'));
    const duty = await ledger.person('duty@studio.example', 'break-glass');
    expect(seen(await ito.post('/assets/dusk/approvals', glass('dusk')))).toEqual([403, 'role-required']);
    expect(seen(await duty.post('/assets/dusk/approvals', approval('dusk')))).toEqual([403, 'role-required']);
    const given = await duty.post('/assets/dusk/approvals', glass('dusk'));
    expect([given.status, given.body]).toMatchObject([
      201,
      {
        state: 'active',
        kind: 'break-glass',
        justification: 'it airs tonight',
        approver: { subject: 'duty@studio.example', role: 'break-glass' },
        quorum: { needed: 1, have: 1 },
      },
    ]);
    const { body } = await auditor.get('/assets/dusk');
    expect([body['state'], body['compliant'], body['findings']]).toMatchObject([
      'needs-approval',
      false,
      [{ rule: 'base-generated', status: 'overridden', overriddenBy: [given.body['id']] }],
    ]);
    // It is open all the same: whoever decides now can approve it.
    await ito.post('/assets/dusk/approvals', approval('dusk'));
    expect(await stateOf('dusk')).toBe('approved');
  });

  it('are not given for many at once', async () => {
    await ledger.tell(generated('dawn'));
    const both = await ledger.person('both@studio.example', 'reviewer', {
      grants: [
        { role: 'reviewer', productions: [PRODUCTION] },
        { role: 'break-glass', productions: [PRODUCTION] },
      ],
    });
    const answer = await both.post('/approvals', { approvals: [{ asset: 'dawn', ...glass('dawn') }] });
    const [result] = answer.body['results'] as { status: string; problem: { type: string } }[];
    expect([result?.status, result?.problem.type]).toEqual(['refused', 'urn:clearance:problem:approval-kind']);
    expect((await both.post('/assets/dawn/approvals', glass('dawn'))).body['approver']).toMatchObject({
      role: 'break-glass',
    });
  });
});

describe('POST approvals of many', () => {
  it('takes or refuses each by itself, in order, and replays the whole alike (E2)', async () => {
    await ledger.tell(generated('one'), generated('two', {}, { authid: ITO }), generated('three'));
    const body = { approvals: ['one', 'two', 'three', 'nobody'].map((asset) => ({ asset, ...approval(asset) })) };
    const key = { 'idempotency-key': 'many' };
    const answer = await ito.post('/approvals', body, key);
    const results = answer.body['results'] as {
      status: string;
      approval: { id: string; asset: string } | null;
      problem: { type: string } | null;
    }[];
    expect([answer.status, results.map(({ status }) => status)]).toEqual([
      200,
      ['accepted', 'refused', 'accepted', 'refused'],
    ]);
    expect(results.map(({ problem }) => problem?.type ?? null)).toEqual([
      null,
      'urn:clearance:problem:four-eyes',
      null,
      'urn:clearance:problem:not-found',
    ]);
    const again = (await ito.post('/approvals', body, key)).body['results'] as typeof results;
    expect(again.map((each) => each.approval?.id ?? null)).toEqual(results.map((each) => each.approval?.id ?? null));
  });

  it('refuses none and more than 500', async () => {
    expect((await ito.post('/approvals', { approvals: [] })).status).toBe(422);
    const many = Array.from({ length: 501 }, () => ({ asset: 'one', ...approval('one') }));
    expect((await ito.post('/approvals', { approvals: many })).status).toBe(422);
  });
});

describe('POST revoke', () => {
  it('takes an approval back once, from the start or from a time', async () => {
    await ledger.tell(generated('gone'), generated('ending'));
    const id = String((await ito.post('/assets/gone/approvals', approval('gone'))).body['id']);
    const revoked = await okafor.post(`/approvals/${id}/revoke`, { reason: 'wrong show', effect: 'ab-initio' });
    expect([revoked.status, revoked.body['state'], revoked.body['revocation']]).toMatchObject([
      200,
      'revoked',
      { effect: 'ab-initio', reason: 'wrong show', by: OKAFOR },
    ]);
    expect(await stateOf('gone')).toBe('needs-approval');
    const twice = await okafor.post(`/approvals/${id}/revoke`, { reason: 'again', effect: 'ab-initio' });
    expect([seen(twice), twice.body['state']]).toEqual([[409, 'wrong-state'], 'revoked']);
    const other = String((await ito.post('/assets/ending/approvals', approval('ending'))).body['id']);
    const ending = await okafor.post(`/approvals/${other}/revoke`, {
      reason: 'licence ends',
      effect: 'from',
      effectiveAt: '2027-01-01T01:00:00+01:00',
    });
    expect([ending.body['state'], ending.body['revokedAt'], await stateOf('ending')]).toEqual([
      'active',
      '2027-01-01T00:00:00.000Z',
      'approved',
    ]);
    expect(seen(await okafor.post('/approvals/apr_none/revoke', { reason: 'x', effect: 'from' }))).toEqual([
      404,
      'not-found',
    ]);
    expect((await okafor.post(`/approvals/${other}/revoke`, { reason: 'x' })).status).toBe(422);
  });
});

describe('GET approvals', () => {
  it('filters and pages', async () => {
    const { body } = await auditor.get('/approvals?asset=gone&state=revoked,void');
    expect((body['items'] as { asset: string }[]).map(({ asset }) => asset)).toEqual(['gone']);
    const first = await auditor.get('/approvals?limit=1');
    expect((first.body['items'] as unknown[]).length).toBe(1);
    const second = await auditor.get(`/approvals?limit=1&cursor=${String(first.body['next'])}`);
    expect((second.body['items'] as { id: string }[])[0]?.id).not.toBe(
      (first.body['items'] as { id: string }[])[0]?.id,
    );
    expect((await auditor.get('/approvals?state=fine')).status).toBe(422);
    expect((await auditor.get('/approvals/apr_none')).status).toBe(404);
  });
});

describe('approval requests', () => {
  it('ask for what is open and are closed by the approval that names them', async () => {
    await ledger.tell(generated('asked'), marked('asked'));
    const made = await hook.post('/assets/asked/approval-requests', {
      kind: 'written',
      scope: ANYWHERE,
      note: 'E101',
      assignees: [ITO],
      dueAt: '2030-01-01T00:00:00Z',
    });
    expect([made.status, made.headers['location']]).toEqual([
      201,
      `/v1/productions/nightfall/approval-requests/${String(made.body['id'])}`,
    ]);
    expect(made.body).toMatchObject({
      asset: 'asked',
      state: 'open',
      findings: [{ rule: 'base-generated', root: 'asked' }],
      reach: 'exact',
      requestedBy: HOOK,
      digest: { sha256: digestsOfBytes('asked').sha256 },
    });
    expect(await stateOf('asked')).toBe('temporary');
    const given = await ito.post('/assets/asked/approvals', approval('asked', { request: made.body['id'] }));
    const closed = await auditor.get(`/approval-requests/${String(made.body['id'])}`);
    expect([closed.body['state'], closed.body['approval']]).toEqual(['approved', given.body['id']]);
    expect(((await auditor.get('/approval-requests?state=open&asset=asked')).body['items'] as unknown[]).length).toBe(
      0,
    );
  });

  it('may be answered only for the asset that they are about', async () => {
    await ledger.tell(generated('mine'), generated('yours'));
    const made = await hook.post('/assets/mine/approval-requests', { kind: 'written', scope: ANYWHERE });
    const refused = await ito.post('/assets/yours/approvals', approval('yours', { request: made.body['id'] }));
    expect([seen(refused), pointerOf(refused)]).toEqual([[422, 'invalid-request'], '/request']);
  });

  it('are refused where nothing is open, for auditors, and for a due date that has passed', async () => {
    await ledger.tell(plate('fine'), generated('due'));
    expect(seen(await hook.post('/assets/fine/approval-requests', { kind: 'written', scope: ANYWHERE }))).toEqual([
      409,
      'wrong-state',
    ]);
    expect(seen(await auditor.post('/assets/due/approval-requests', { kind: 'written', scope: ANYWHERE }))).toEqual([
      403,
      'role-required',
    ]);
    const past = await hook.post('/assets/due/approval-requests', {
      kind: 'written',
      scope: ANYWHERE,
      dueAt: '2020-01-01T00:00:00Z',
    });
    expect(pointerOf(past)).toBe('/dueAt');
  });
});
