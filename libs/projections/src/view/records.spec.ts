import { describe, expect, it } from 'vitest';
import {
  approvalId,
  approved,
  declared,
  eventIdFor,
  generated,
  inventedId,
  ITO,
  keyOf,
  modelOf,
  ofAsset,
  OKAFOR,
  plate,
  PRODUCTION,
  rejected,
  requested,
  retracted,
  retractionId,
  retractionOf,
  revoked,
} from '../testing/index.js';
import { approvalById, approvalsWhere, type ApprovalFilter } from './approvals.js';
import { claimOfRecord, requestById, requestsWhere, retractionById, retractionsWhere } from './requests.js';
import { everything } from './visibility.js';

const key = (root: string) => keyOf('base-generated', root);
const ALL = { asset: null, after: null, limit: 100 };

describe('approvals', () => {
  const model = modelOf(
    generated('a'),
    generated('b'),
    approved('a', [key('a')], { expiresAt: '2026-09-01T00:00:00.000Z' }),
    approved('b', [key('b')], { kind: 'ruling' }, { by: OKAFOR }),
    rejected('b', [key('b')]),
    revoked('b', approvalId('b')),
  );
  const none: ApprovalFilter = { states: null, kind: null, by: null, expiresBefore: null };
  const ids = (filter: Partial<ApprovalFilter>, query = {}) =>
    approvalsWhere(model.db, PRODUCTION, { ...none, ...filter }, { ...ALL, ...query }, everything).items.map(
      ({ asset, state }) => `${asset} ${state}`,
    );

  it('are listed in the order they were given, rejections among them', () => {
    expect(ids({})).toEqual(['a active', 'b revoked', 'b rejected']);
  });

  it('are filtered by state, kind, approver, asset and end', () => {
    expect(ids({ states: ['revoked', 'rejected'] })).toEqual(['b revoked', 'b rejected']);
    expect(ids({ kind: 'ruling' })).toEqual(['b revoked']);
    expect(ids({ by: ITO })).toEqual(['a active', 'b rejected']);
    expect(ids({}, { asset: 'a' })).toEqual(['a active']);
    expect(ids({}, { asset: 'nobody' })).toEqual([]);
    expect(ids({ expiresBefore: '2026-09-01T00:00:01.000Z' })).toEqual(['a active']);
    expect(ids({ expiresBefore: '2026-09-01T00:00:00.000Z' })).toEqual([]);
  });

  it('are paged by where they stand in the log', () => {
    const first = approvalsWhere(model.db, PRODUCTION, none, { ...ALL, limit: 2 }, everything);
    const second = approvalsWhere(model.db, PRODUCTION, none, { ...ALL, limit: 2, after: first.next }, everything);
    expect([first.items.length, second.items.map(({ state }) => state), second.next]).toEqual([2, ['rejected'], null]);
  });

  it('are found by id, in their own production and by those who may read the asset', () => {
    const id = approvalId('a');
    expect(approvalById(model.db, PRODUCTION, id, everything)?.asset).toBe('a');
    expect(approvalById(model.db, 'daybreak', id, everything)).toBeNull();
    expect(approvalById(model.db, PRODUCTION, id, (asset) => asset === 'b')).toBeNull();
    expect(claimOfRecord(model.db, 'approval', PRODUCTION, id)).toBe('a');
    expect(claimOfRecord(model.db, 'approval', PRODUCTION, 'apr_none')).toBeNull();
  });

  it('I2: speak of the content by its display id, and are found by any claim', () => {
    const twins = modelOf(
      generated('shown'),
      plate('other', { bytes: 'shown' }),
      approved('other', [key('other')], { bytes: 'shown' }),
    );
    const [found] = approvalsWhere(twins.db, PRODUCTION, none, { ...ALL, asset: 'shown' }, everything).items;
    expect([found?.asset, found?.state]).toEqual(['shown', 'active']);
    expect(twins.state('shown')).toBe('approved');
  });
});

describe('approval requests', () => {
  const first = requested('a', [key('a')], {
    note: 'E101 needs it',
    assignees: [ITO],
    dueAt: '2026-03-06T00:00:00.000Z',
  });
  const second = requested('a', [key('a')], { kind: 'ruling' }, { id: 'second', by: OKAFOR });
  const model = modelOf(
    generated('a'),
    first,
    second,
    approved('a', [key('a')], { request: inventedId('req', 'a', '') }),
  );

  it('are open until an approval or a rejection names them', () => {
    const states = requestsWhere(
      model.db,
      PRODUCTION,
      { states: null, kind: null, by: null },
      ALL,
      everything,
    ).items.map(({ state, approval }) => [state, approval]);
    expect(states).toEqual([
      ['approved', approvalId('a')],
      ['open', null],
    ]);
  });

  it('are filtered by state, kind and who asked', () => {
    const where = (filter: object) =>
      requestsWhere(model.db, PRODUCTION, { states: null, kind: null, by: null, ...filter }, ALL, everything).items.map(
        ({ kind }) => kind,
      );
    expect([where({ states: ['open'] }), where({ kind: 'written' }), where({ by: OKAFOR })]).toEqual([
      ['ruling'],
      ['written'],
      ['ruling'],
    ]);
  });

  it('are found by id with all that was asked', () => {
    expect(requestById(model.db, PRODUCTION, inventedId('req', 'a', ''), everything)).toMatchObject({
      asset: 'a',
      note: 'E101 needs it',
      assignees: [ITO],
      dueAt: '2026-03-06T00:00:00.000Z',
      check: null,
      findings: [key('a')],
    });
  });
});

describe('retractions', () => {
  const wrong = declared('a', { 'asset.genai': 'full' });
  const proposed = modelOf(plate('a'), wrong, retractionOf('a', [wrong]));

  it('change nothing while they are proposed', () => {
    expect(retractionById(proposed.db, PRODUCTION, retractionId('a'), everything)).toMatchObject({
      asset: 'a',
      state: 'proposed',
      events: [eventIdFor(wrong)],
      reason: 'never used',
      proposedBy: ITO,
      closed: null,
    });
    expect(proposed.state('a')).toBe('needs-approval');
  });

  it('take the facts away when a second person has accepted', () => {
    const model = modelOf(plate('a'), wrong, retractionOf('a', [wrong]), retracted('a', [wrong]));
    expect(retractionById(model.db, PRODUCTION, retractionId('a'), everything)).toMatchObject({
      state: 'accepted',
      closed: { by: OKAFOR, reason: 'checked' },
    });
    expect(model.state('a')).toBe('clear');
  });

  it('F6: are void where the acceptor turns out to have had a hand in the asset', () => {
    const model = modelOf(
      plate('a'),
      wrong,
      retractionOf('a', [wrong]),
      retracted('a', [wrong]),
      declared('a', {}, { authid: OKAFOR }),
    );
    expect(retractionById(model.db, PRODUCTION, retractionId('a'), everything)?.state).toBe('void');
    expect(model.state('a')).toBe('needs-approval');
  });

  it('are listed by state', () => {
    const rejection = ofAsset(
      'a',
      'retraction-rejected',
      { retraction: retractionId('a'), reason: 'it was used', evidence: [] },
      { by: OKAFOR },
    );
    const model = modelOf(plate('a'), wrong, retractionOf('a', [wrong]), rejection);
    const where = (states: string[]) =>
      retractionsWhere(model.db, PRODUCTION, { states, kind: null, by: null }, ALL, everything).items.length;
    expect([where(['proposed']), where(['rejected'])]).toEqual([0, 1]);
  });
});
