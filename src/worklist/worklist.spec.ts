import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { generated, ITO, marked, plate } from '../../libs/projections/src/testing/index.js';
import { AssetLedger, type Person } from '../assets/testing/asset-ledger.js';
import { before, DURATION, millisecondsOf } from './duration.js';
import { WorklistModule } from './index.js';

const ledger = new AssetLedger();
let ito: Person;

beforeAll(async () => {
  await ledger.start(WorklistModule);
  ito = await ledger.person(ITO, 'reviewer');
  await ledger.tell(generated('sky'), plate('plate'), marked('plate'));
});
afterAll(() => ledger.stop());

const kinds = async (query = '') =>
  ((await ito.get(`/worklist${query}`)).body['items'] as { kind: string; asset: string }[]).map(
    ({ kind, asset }) => `${kind} ${asset}`,
  );

describe('GET worklist', () => {
  it('lists what waits, filtered by kind, rule and age', async () => {
    expect(await kinds()).toEqual(['replacement plate', 'approval sky']);
    expect(await kinds('?kind=approval,unknown')).toEqual(['approval sky']);
    expect(await kinds('?rule=base-temporary-mark')).toEqual(['replacement plate']);
    ledger.clock.time = '2026-03-04T10:00:10.000Z';
    expect([await kinds('?olderThan=P3D'), await kinds('?olderThan=P1W')]).toEqual([
      ['replacement plate', 'approval sky'],
      [],
    ]);
  });

  it('pages with a cursor that belongs to its filters', async () => {
    const first = await ito.get('/worklist?limit=1');
    const second = await ito.get(`/worklist?limit=1&cursor=${String(first.body['next'])}`);
    expect((second.body['items'] as { kind: string }[]).map(({ kind }) => kind)).toEqual(['approval']);
    expect((await ito.get(`/worklist?limit=1&kind=approval&cursor=${String(first.body['next'])}`)).status).toBe(400);
  });

  it('refuses a kind, a duration and a parameter that are none', async () => {
    for (const query of ['kind=chores', 'olderThan=3 days', 'olderThan=P1Y', 'mine=true'])
      expect((await ito.get(`/worklist?${query}`)).status).toBe(422);
  });
});

describe('durations', () => {
  it.each<[string, number | null]>([
    ['P3D', 259_200_000],
    ['P1W', 604_800_000],
    ['PT36H', 129_600_000],
    ['P1DT1M1S', 86_461_000],
    ['P', null],
    ['PT', null],
    ['P1DT', null],
    ['3D', null],
    ['P1M', null],
  ])('%s', (text, expected) => {
    expect([millisecondsOf(text), DURATION.test(text)]).toEqual([expected, expected !== null]);
  });

  it('are taken from a point of time', () => {
    expect(before('2026-03-01T00:00:00.000Z', 'PT1S')).toBe('2026-02-28T23:59:59.000Z');
  });
});
