import { beforeAll, describe, expect, it } from 'vitest';
import {
  cameraPlate,
  demand,
  expectProblem,
  findingKeys,
  generated,
  openStage,
  type Caller,
  type Problem,
  type Stage,
} from '../harness/index.js';
import { housePack } from './house-pack.js';

interface Adoption {
  production: string;
  packs: { id: string; version: string; digest: string; switches: Record<string, boolean> }[];
  digest: string;
  base: { id: string; version: string; digest: string };
  reason: string | null;
  adoptedAt: string | null;
  adoptedBy: string | null;
  faults: string[];
  revision: number;
  position: string;
}

const NETFLIX = { id: 'netflix-genai', version: '2025.11' };
const EU = { id: 'eu-ai-act-50', version: '2026.08' };
const HOUSE = { id: 'adopthouse', version: '1' };

const stage = await openStage('pol_adopting');

const put = async (
  body: unknown,
  { on = stage, by = on.cast.admin, headers = {} }: { on?: Stage; by?: Caller; headers?: Record<string, string> } = {},
) => on.noted(await by.send<Adoption>('PUT', `${on.path}/policy`, { body, headers }));
const adopt = (...packs: object[]) => put({ packs, reason: 'delivery to the streamer' });
const inForce = (on = stage) => on.read<Adoption>(`${on.path}/policy`);
const pointers = (answer: { body: unknown }) =>
  ((answer.body as Problem).errors ?? []).map(({ pointer, message }) => [pointer, message]);

beforeAll(async () => {
  const raw = { contentType: 'application/yaml', content: housePack('adopthouse') };
  demand(await stage.root.send('POST', '/v1/policies', { raw }), 201, 'publishing');
});

describe('adopting packs', () => {
  it('of none is what a production begins with', async () => {
    const fresh = await openStage('pol_fresh');
    expect(await inForce(fresh)).toEqual({
      production: 'pol_fresh',
      packs: [],
      digest: expect.any(String) as string,
      base: { id: 'base', version: '1', digest: (await inForce(fresh)).digest },
      reason: null,
      adoptedAt: null,
      adoptedBy: null,
      faults: [],
      revision: 0,
      position: expect.any(String) as string,
    });
  });

  it('pins each with its digest and every switch, and says who adopted them when', async () => {
    const answer = await adopt({ ...NETFLIX, switches: { incidentalNeedsApproval: false } }, HOUSE);
    expect(answer.status).toBe(200);
    expect(answer.body.packs).toEqual([
      {
        ...NETFLIX,
        digest: 'eaafd36c8ac165585607e34fb8712ac69947719f6a0b9ae3fcebbff901c02737',
        switches: { incidentalNeedsApproval: false, ownMaterialNeedsApproval: true },
      },
      { ...HOUSE, digest: expect.any(String) as string, switches: { askForLicence: true } },
    ]);
    expect([answer.body.adoptedBy, answer.body.reason, answer.body.faults]).toEqual([
      stage.cast.admin.subject,
      'delivery to the streamer',
      [],
    ]);
    const { position: _one, ...shown } = await inForce();
    const { position: _other, ...answered } = answer.body;
    expect(shown).toEqual(answered);
    const { body } = await stage.root.get<{ packs: object[] }>(stage.path);
    expect(body.packs).toEqual([NETFLIX, HOUSE]);
  });

  it('is said again under the same key (E5), and not where it changed meanwhile', async () => {
    const { revision } = await inForce();
    const headers = { 'Idempotency-Key': 'adopt-once' };
    const wish = { packs: [HOUSE], reason: 'the house alone', expectedRevision: revision };
    const first = await put(wish, { headers });
    const again = await put(wish, { headers });
    expect([first.status, again.status, again.headers['idempotent-replayed'], again.body]).toEqual([
      200,
      200,
      'true',
      first.body,
    ]);
    expectProblem(await put({ ...wish, reason: 'once more' }), 409, 'changed-meanwhile');
  });

  it('of what is not there is refused at its place, and changes nothing', async () => {
    const before = await inForce();
    const refusals: [object[], [string, unknown][]][] = [
      [[{ id: 'netflix-genai', version: '2024.01' }], [['/packs/0', expect.stringContaining('published version')]]],
      [[HOUSE, { id: 'nobody', version: '1' }], [['/packs/1', expect.stringContaining('published version')]]],
      [[HOUSE, { ...HOUSE, version: '2' }], [['/packs/1/id', 'is named twice']]],
      [[{ id: 'base', version: '1' }], [['/packs/0', expect.any(String)]]],
      [
        [{ ...HOUSE, switches: { askForLicense: false, askForLicence: 'off' } }],
        [
          ['/packs/0/switches/askForLicense', 'is no switch of adopthouse@1; there are askForLicence'],
          ['/packs/0/switches/askForLicence', 'must be true or false'],
        ],
      ],
    ];
    for (const [packs, expected] of refusals) {
      const answer = await adopt(...packs);
      expectProblem(answer, 422, 'invalid-request');
      expect(pointers(answer)).toEqual(expected);
    }
    expectProblem(await put({ packs: [] }), 422, 'invalid-request');
    expectProblem(await put({ packs: [HOUSE], reason: ' ' }), 422, 'invalid-request');
    const { position: _one, ...then } = before;
    const { position: _other, ...now } = await inForce();
    expect(now).toEqual(then);
  });

  it('of packs that cannot stand together is refused at the one that comes second', async () => {
    const twin = housePack(
      'twinhouse',
      '1',
      ['id: TWINHOUSE-2', 'id: ADOPTHOUSE-2'],
      ['{ TWINHOUSE-2: escalate }', '{ ADOPTHOUSE-2: escalate }'],
    );
    const raw = { contentType: 'application/yaml', content: twin };
    demand(await stage.root.send('POST', '/v1/policies', { raw }), 201, 'publishing');
    const refused = await adopt(HOUSE, { id: 'twinhouse', version: '1' });
    expectProblem(refused, 422, 'invalid-request');
    expect(pointers(refused)).toEqual([
      ['/packs/1', 'cannot be adopted with the others: the rule "ADOPTHOUSE-2" stands in adopthouse@1 too'],
    ]);
  });

  it('takes an admin of the production, and one that is open', async () => {
    expectProblem(await put({ packs: [], reason: 'x' }, { by: stage.cast.ito }), 403, 'role-required');
    const closed = await openStage('pol_closed');
    demand(await closed.root.post(`${closed.path}/close`, { reason: 'wrapped' }), 200, 'closing');
    expectProblem(await put({ packs: [HOUSE], reason: 'x' }, { on: closed }), 409, 'wrong-state');
  });
});

describe('opening a production with packs', () => {
  const open = (id: string, ...packs: object[]) =>
    stage.root.post<{ packs: object[] } & Problem>('/v1/productions', { id, packs });

  it('adopts them at once', async () => {
    const opened = await open('pol_opened', { ...EU, switches: { onMarketBeforeAugust2026: true } }, HOUSE);
    expect([opened.status, opened.body.packs]).toEqual([201, [EU, HOUSE]]);
    const { body } = await stage.root.get<Adoption>('/v1/productions/pol_opened/policy');
    expect([body.packs.map(({ switches }) => switches), body.reason]).toEqual([
      [{ onMarketBeforeAugust2026: true }, { askForLicence: true }],
      'named when the production was opened',
    ]);
    const listed = await stage.root.get<{ items: { id: string; packs: object[] }[] }>('/v1/productions', {
      limit: 1000,
    });
    expect(listed.body.items.find(({ id }) => id === 'pol_opened')?.packs).toEqual([EU, HOUSE]);
  });

  it('does not open it where they cannot be adopted', async () => {
    const refused = await open('pol_never', HOUSE, { id: 'nobody', version: '1' });
    expectProblem(refused, 422, 'invalid-request');
    expect(pointers(refused)[0]?.[0]).toBe('/packs/1');
    expectProblem(await stage.root.get('/v1/productions/pol_never'), 404, 'not-found');
  });
});

describe('a policy that was adopted', () => {
  it('is what assets are judged by from then on, and no longer where it is taken back', async () => {
    const judged = await openStage('pol_judged');
    await judged.told(generated('poster'), cameraPlate('plate'));
    expect(findingKeys((await judged.view('poster')).findings)).toEqual(['base-generated poster open']);
    demand(await put({ packs: [NETFLIX], reason: 'as agreed' }, { on: judged }), 200, 'adopting');
    const rules = new Set((await judged.view('poster')).findings.map(({ rule }) => rule));
    expect([rules.has('NFX-G1'), rules.has('base-generated')]).toEqual([true, false]);
    expect((await judged.view('plate')).findings.filter(({ outcome }) => outcome !== 'notice')).toEqual([]);
    await judged.openDelivery('ep101');
    const check = await judged.checkAssets('ep101', 'plate');
    expect((check as unknown as { policies: { id: string }[] }).policies.map(({ id }) => id)).toEqual([
      'base',
      'netflix-genai',
    ]);
    demand(await put({ packs: [], reason: 'after all not' }, { on: judged }), 200, 'adopting');
    expect(findingKeys((await judged.view('poster')).findings)).toEqual(['base-generated poster open']);
  });
});
