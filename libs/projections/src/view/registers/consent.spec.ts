import { consentStream, groupStream } from '@clearance/domain';
import { describe, expect, it } from 'vitest';
import {
  consentChanged,
  consentRecorded,
  groupChanged,
  HOOK,
  modelOf,
  OKAFOR,
  PRODUCTION,
  saying,
} from '../../testing/index.js';
import { consentById, consentsWhere, type ConsentFilter } from './consent.js';

const [MAY, JUN, JUL] = ['05', '06', '07'].map((month) => `2026-${month}-01T00:00:00.000Z`) as [string, string, string];
const EVERY: ConsentFilter = {
  states: null,
  kind: null,
  performer: null,
  licensor: null,
  group: null,
  by: null,
  expiresBefore: null,
};

describe('consents', () => {
  const model = modelOf(
    consentRecorded('con_b', { group: 'sag' }),
    consentRecorded('con_a', { party: 'performer_9', window: { from: null, until: JUL } }),
    consentRecorded('lic_1', { kind: 'licence', party: 'library_3', guildOk: 'unknown' }, { by: OKAFOR }),
    consentChanged('con_a', 'suspended', MAY),
    consentChanged('con_a', 'reinstated', JUN),
    consentChanged('con_a', 'withdrawn', JUL),
    groupChanged('sag', 'suspended', JUN),
  );
  const stateAt = (id: string, at: string) => {
    const view = consentById(model.db, PRODUCTION, id, at)!;
    return [view.state, view.until];
  };
  const ids = (filter: Partial<ConsentFilter>, at = MAY) =>
    consentsWhere(model.db, PRODUCTION, { ...EVERY, ...filter }, { after: null, limit: 100 }, at).items.map(
      ({ id }) => id,
    );

  it('say how they stand at a time, and until when', () => {
    expect([stateAt('con_a', MAY), stateAt('con_a', JUN), stateAt('con_a', JUL)]).toEqual([
      ['suspended', JUN],
      ['granted', JUL],
      ['withdrawn', null],
    ]);
  });

  it('are suspended with their group', () => {
    expect([stateAt('con_b', MAY), stateAt('con_b', JUN)]).toEqual([
      ['granted', JUN],
      ['suspended', null],
    ]);
    expect([MAY, JUN].map((at) => consentById(model.db, PRODUCTION, 'con_b', at)?.groupSuspended)).toEqual([
      false,
      true,
    ]);
  });

  it('tell performers from licensors', () => {
    const parties = ['con_a', 'lic_1'].map((id) => consentById(model.db, PRODUCTION, id, MAY)!);
    expect(parties.map(({ kind, performer, licensor }) => [kind, performer, licensor])).toEqual([
      ['consent', 'performer_9', null],
      ['licence', null, 'library_3'],
    ]);
  });

  it('show what was done to them, in log order', () => {
    expect(consentById(model.db, PRODUCTION, 'con_a', MAY)).toMatchObject({
      recordedBy: HOOK,
      revision: 3,
      changes: [
        { type: 'suspended', reason: 'suspended in writing', effectiveAt: MAY, by: HOOK, revision: 1 },
        { type: 'reinstated', effectiveAt: JUN, revision: 2 },
        { type: 'withdrawn', effectiveAt: JUL, revision: 3 },
      ],
    });
  });

  it('are listed in the order they were recorded, by what is asked for', () => {
    expect(ids({})).toEqual(['con_b', 'con_a', 'lic_1']);
    expect([ids({ states: ['suspended'] }), ids({ states: ['suspended'] }, JUN)]).toEqual([['con_a'], ['con_b']]);
    expect([ids({ kind: 'licence' }), ids({ performer: 'performer_9' }), ids({ licensor: 'library_3' })]).toEqual([
      ['lic_1'],
      ['con_a'],
      ['lic_1'],
    ]);
    expect([ids({ performer: 'library_3' }), ids({ group: 'sag' }), ids({ by: OKAFOR })]).toEqual([
      [],
      ['con_b'],
      ['lic_1'],
    ]);
    expect([ids({ expiresBefore: JUL }), ids({ expiresBefore: '2026-07-01T00:00:00.001Z' })]).toEqual([[], ['con_a']]);
  });

  it('of other productions are not there', () => {
    expect(consentById(model.db, 'daybreak', 'con_a', MAY)).toBeNull();
    expect(consentsWhere(model.db, 'night', EVERY, { after: null, limit: 100 }, MAY).items).toEqual([]);
  });

  it('of which something cannot be read, or of whose group, are not known: it may be what ends them', () => {
    const { db } = modelOf(
      consentRecorded('odd'),
      saying(consentStream(PRODUCTION, 'odd'), 'withdrawn', { reason: 7 }),
      consentRecorded('fine'),
      consentRecorded('grouped', { group: 'sag' }),
      saying(groupStream(PRODUCTION, 'sag'), 'suspended', {}),
    );
    const states = ['odd', 'fine', 'grouped'].map((id) => consentById(db, PRODUCTION, id, MAY)?.state);
    expect(states).toEqual(['unknown', 'granted', 'unknown']);
    const page = consentsWhere(db, PRODUCTION, { ...EVERY, states: ['unknown'] }, { after: null, limit: 9 }, MAY);
    expect(page.items.map(({ id, until }) => [id, until])).toEqual([
      ['odd', null],
      ['grouped', null],
    ]);
  });

  it('are none before they are recorded', () => {
    const early = modelOf(consentChanged('ghost', 'withdrawn'));
    expect(consentById(early.db, PRODUCTION, 'ghost', MAY)).toBeNull();
  });
});
