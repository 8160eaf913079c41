import { deliveryStream } from '@clearance/domain';
import { describe, expect, it } from 'vitest';
import { deliveryOpened, modelOf, plate, PRODUCTION, released, saying } from '../testing/index.js';
import { deliveryView, listDeliveries, type DeliveryFilter } from './deliveries.js';

const badlyOpened = (id: string) => saying(deliveryStream(PRODUCTION, id), 'opened', { name: 7 });

describe('a delivery of which cannot be read as what it was opened', () => {
  const { db } = modelOf(
    plate('sky'),
    deliveryOpened('ep101'),
    badlyOpened('ep102'),
    deliveryOpened('ep103'),
    badlyOpened('ep104'),
    released('ep104', ['sky']),
  );
  const listed = (filter: DeliveryFilter = {}, after: string | null = null, limit = 9) =>
    listDeliveries(db, PRODUCTION, filter, { after, limit }).map(({ id, state }) => [id, state]);

  it('is there and unknown, with what else is known of it', () => {
    expect(deliveryView(db, PRODUCTION, 'ep102')).toEqual({
      production: PRODUCTION,
      id: 'ep102',
      name: null,
      class: null,
      recipient: null,
      territories: [],
      languages: [],
      medium: null,
      eidr: null,
      dueAt: null,
      labels: {},
      state: 'unknown',
      openedAt: null,
      openedBy: null,
      lastCheck: null,
      release: null,
      concerns: [],
      recall: null,
      replacedBy: null,
      revision: 0,
    });
    expect(deliveryView(db, PRODUCTION, 'ep104')).toMatchObject({ state: 'unknown', release: { validUntil: null } });
    expect([deliveryView(db, PRODUCTION, 'ep10'), deliveryView(db, 'daybreak', 'ep102')]).toEqual([null, null]);
  });

  it('stands in lists, page by page, but under nothing that is not known of it', () => {
    const all = [
      ['ep101', 'open'],
      ['ep102', 'unknown'],
      ['ep103', 'open'],
      ['ep104', 'unknown'],
    ];
    expect(listed()).toEqual(all);
    expect([listed({}, null, 2), listed({}, 'ep102', 2)]).toEqual([all.slice(0, 2), all.slice(2)]);
    expect(listed({ state: ['unknown'] })).toEqual([all[1], all[3]]);
    expect(listed({ class: 'final' })).toEqual([all[0], all[2]]);
    expect(listDeliveries(db, 'daybreak', {}, { after: null, limit: 9 })).toEqual([]);
  });
});
