import { describe, expect, it } from 'vitest';
import { approved, generated, keyOf, marked, modelOf, plate, PRODUCTION, type TestModel } from '../testing/index.js';
import { history, type HistoryQuery } from './history.js';

const model = modelOf(
  generated('shown'),
  plate('bystander'),
  plate('other', { bytes: 'shown' }),
  marked('other', 'wrong', { at: '2026-01-01T00:00:00.000Z' }),
  approved('shown', [keyOf('base-generated', 'shown')]),
);
const of = (query: Partial<HistoryQuery> = {}, on: TestModel = model) =>
  history(on.db, PRODUCTION, 'shown', {
    order: 'asc',
    types: null,
    from: null,
    to: null,
    after: null,
    limit: 100,
    ...query,
  });
const seen = (query: Partial<HistoryQuery>) => of(query)?.items.map(({ position, type }) => `${position} ${type}`);

describe('history', () => {
  it('I1: gives the events of an asset and of its twins in log order, both times and all', () => {
    expect(seen({})).toEqual([
      '1 registered',
      '2 bytes-identified',
      '3 generated-by-tool',
      '7 registered',
      '8 bytes-identified',
      '9 facts-declared',
      '10 marked-temporary',
      '11 approved',
    ]);
    expect(of()?.items[6]).toMatchObject({
      production: PRODUCTION,
      stream: `asset-${PRODUCTION}/other`,
      revision: 3,
      schema: 1,
      occurredAt: '2026-01-01T00:00:00.000Z',
      recordedAt: '2026-03-01T10:00:10.000Z',
      data: { reason: 'wrong' },
    });
  });

  it('goes backwards, and pages either way', () => {
    expect(seen({ order: 'desc', limit: 2 })).toEqual(['11 approved', '10 marked-temporary']);
    expect(of({ order: 'desc', limit: 2 })?.next).toBe(10);
    expect(seen({ order: 'desc', limit: 2, after: 10 })).toEqual(['9 facts-declared', '8 bytes-identified']);
    expect(seen({ limit: 3, after: 3 })).toEqual(['7 registered', '8 bytes-identified', '9 facts-declared']);
    expect(of({ limit: 8 })?.next).toBeNull();
  });

  it.each<[string[], string[]]>([
    [['asset-approved'], ['11 approved']],
    [
      ['asset-*-temporary', 'asset-gen*'],
      ['3 generated-by-tool', '10 marked-temporary'],
    ],
    [['approved'], []],
    [['delivery-*'], []],
    [['asset.approved'], []],
  ])('selects the types %j', (types, expected) => {
    expect(seen({ types })).toEqual(expected);
  });

  it('selects between positions or times of recording, both inclusive', () => {
    expect(seen({ from: { n: 8 }, to: { n: 9 } })).toEqual(['8 bytes-identified', '9 facts-declared']);
    expect(seen({ from: { time: '2026-03-01T10:00:10.000Z' }, to: { time: '2026-03-01T10:00:10.000Z' } })).toEqual([
      '10 marked-temporary',
    ]);
  });

  it('knows nothing of what nobody registered', () => {
    expect(
      history(model.db, PRODUCTION, 'ghost', {
        order: 'asc',
        types: null,
        from: null,
        to: null,
        after: null,
        limit: 1,
      }),
    ).toBeNull();
  });
});
