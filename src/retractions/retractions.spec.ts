import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  declared,
  eventIdFor,
  HOOK,
  ITO,
  marked,
  OKAFOR,
  plate,
  type Saying,
} from '../../libs/projections/src/testing/index.js';
import { AssetsModule } from '../assets/index.js';
import { AssetLedger, type Answered, type Person } from '../assets/testing/asset-ledger.js';
import { RetractionsModule } from './index.js';

const ledger = new AssetLedger();
let ito: Person;
let okafor: Person;
let hook: Person;

beforeAll(async () => {
  await ledger.start(AssetsModule, RetractionsModule);
  ito = await ledger.person(ITO, 'reviewer');
  okafor = await ledger.person(OKAFOR, 'reviewer');
  hook = await ledger.person(HOOK, 'emitter', { kind: 'service' });
});
afterAll(() => ledger.stop());

const seen = ({ status, body }: Answered) => [status, String(body['type']).replace('urn:clearance:problem:', '')];
const stateOf = async (asset: string) => (await ito.get(`/assets/${asset}`)).body['state'];
const wrongFact = (asset: string) => declared(asset, { 'asset.genai': 'full' });
const propose = (asset: string, facts: readonly Saying[], by = ito) =>
  by.post(`/assets/${asset}/retractions`, { events: facts.map(eventIdFor), reason: 'a slip' });

describe('retractions', () => {
  it('F7: change nothing until a second person accepts', async () => {
    await ledger.tell(plate('a'), wrongFact('a'));
    const proposed = await propose('a', [wrongFact('a')], hook);
    expect([proposed.status, proposed.body['state'], proposed.body['proposedBy'], await stateOf('a')]).toEqual([
      201,
      'proposed',
      HOOK,
      'needs-approval',
    ]);
    const path = `/retractions/${String(proposed.body['id'])}`;
    expect(proposed.headers['location']).toBe(`/v1/productions/nightfall${path}`);
    const accepted = await okafor.post(`${path}/accept`, { reason: 'checked the scene' });
    expect([accepted.status, accepted.body['state'], accepted.body['closed']]).toMatchObject([
      200,
      'accepted',
      { by: OKAFOR, reason: 'checked the scene' },
    ]);
    expect(await stateOf('a')).toBe('clear');
    const twice = await okafor.post(`${path}/accept`, { reason: 'again' });
    expect([seen(twice), twice.body['state']]).toEqual([[409, 'wrong-state'], 'accepted']);
  });

  it('F6: are accepted neither by the proposer nor by who reported on the asset, nor by a service', async () => {
    await ledger.tell(plate('b', {}, { authid: OKAFOR }), wrongFact('b'));
    const path = `/retractions/${String((await propose('b', [wrongFact('b')])).body['id'])}/accept`;
    const robot = await ledger.person('robot@studio.example', 'reviewer', { kind: 'service' });
    expect(seen(await ito.post(path, { reason: 'sure' }))).toEqual([403, 'four-eyes']);
    expect(seen(await okafor.post(path, { reason: 'sure' }))).toEqual([403, 'four-eyes']);
    expect(seen(await robot.post(path, { reason: 'sure' }))).toEqual([403, 'person-required']);
    expect(seen(await hook.post(path, { reason: 'sure' }))).toEqual([403, 'role-required']);
    expect(await stateOf('b')).toBe('needs-approval');
  });

  it('may be turned down, and then stay so', async () => {
    await ledger.tell(plate('c'), wrongFact('c'));
    const path = `/retractions/${String((await propose('c', [wrongFact('c')])).body['id'])}`;
    expect((await okafor.post(`${path}/reject`, { reason: 'it was used' })).body['state']).toBe('rejected');
    expect(seen(await okafor.post(`${path}/accept`, { reason: 'after all' }))).toEqual([409, 'wrong-state']);
    const { body } = await ito.get('/retractions?asset=c&state=rejected');
    expect((body['items'] as { asset: string }[]).map(({ asset }) => asset)).toEqual(['c']);
  });

  it('F7: name facts of this asset that can be retracted', async () => {
    await ledger.tell(plate('d'), marked('d'), plate('e'), wrongFact('e'));
    const mark = await propose('d', [marked('d')]);
    expect([seen(mark), (mark.body['errors'] as { pointer: string }[])[0]?.pointer]).toEqual([
      [422, 'invalid-request'],
      '/events/0',
    ]);
    expect(seen(await propose('d', [wrongFact('e')]))).toEqual([422, 'invalid-request']);
    expect((await ito.post('/assets/d/retractions', { events: [], reason: 'x' })).status).toBe(422);
    expect(seen(await propose('nobody', [wrongFact('e')]))).toEqual([404, 'not-found']);
  });

  it('are 404 where there is none', async () => {
    expect(seen(await okafor.post('/retractions/ret_none/accept', { reason: 'x' }))).toEqual([404, 'not-found']);
    expect((await ito.get('/retractions/ret_none')).status).toBe(404);
  });
});
