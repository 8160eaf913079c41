/* oxlint-disable vitest/expect-expect, unicorn/consistent-function-scoping --
   given().when().records() asserts (testing/given.ts); commands stand beside the tests that give them */
import { describe, expect, it } from 'vitest';
import { by, givenStream, recorded, said } from '../testing/given.js';
import { decideAssignWork, decideCloseProduction, decideOpenProduction, type OpenProductionCommand } from './decide.js';
import type { AdoptPolicySituation } from './adopt.js';
import { evolveProduction, foldProduction, type ProductionState } from './fold.js';

const givenProduction = givenStream('production-nightfall', (events) => foldProduction('nightfall', events));
const OPENED = { type: 'opened', data: { title: 'Nightfall', packs: [] } };
const NO_PACKS: AdoptPolicySituation = { published: [], faults: [] };
const CLOSED = { type: 'closed', data: { reason: 'wrapped' } };

describe('opening a production', () => {
  const open =
    (command: OpenProductionCommand = { title: 'Nightfall' }, situation: AdoptPolicySituation = NO_PACKS) =>
    (state: ProductionState) =>
      decideOpenProduction(state, command, situation, by('admin'));
  const pinned = (id: string) => ({ id, version: '1', digest: `d-${id}`, switches: {} });

  it('records the title, which is not needed', () => {
    givenProduction().when(open()).records(OPENED);
    givenProduction()
      .when(open({}))
      .records({ type: 'opened', data: { title: null, packs: [] } });
  });

  it('happens once; the same request again repeats', () => {
    givenProduction(OPENED)
      .when(open())
      .refuses({ slug: 'already-exists', members: { id: 'nightfall' } });
    givenProduction(said(OPENED, { dedup: 'new', contentDigest: 'content of new' }))
      .when(open())
      .repeats({ contentDigest: 'content of new', revision: 0, n: 1, events: 1 });
  });

  it('adopts the packs named with it in the same breath', () => {
    const packs = [
      { id: 'house', version: '1' },
      { id: 'eu', version: '1', switches: { strict: true } },
    ];
    givenProduction()
      .when(open({ packs }, { published: [pinned('house'), pinned('eu')], faults: [] }))
      .records(
        { type: 'opened', data: { title: null, packs } },
        {
          type: 'policy-adopted',
          data: { packs: [pinned('house'), pinned('eu')], reason: 'named when the production was opened' },
        },
      );
  });

  it('takes an id of the right form, and packs that can be adopted', () => {
    givenProduction()
      .when((state) => decideOpenProduction({ ...state, id: 'Night-Fall' }, {}, NO_PACKS, by('admin')))
      .refuses({ slug: 'invalid-request', pointers: ['/id'] });
    const house = { id: 'house', version: '1' };
    givenProduction()
      .when(open({ packs: [house, { id: 'house', version: '2' }] }, { published: [pinned('house'), null], faults: [] }))
      .refuses({ slug: 'invalid-request', pointers: ['/packs/1/id'] });
    givenProduction()
      .when(open({ packs: [house] }, { published: [null], faults: [] }))
      .refuses({ slug: 'invalid-request', pointers: ['/packs/0'] });
    givenProduction(OPENED)
      .when(open({ packs: [house] }, { published: [null], faults: [] }))
      .refuses({ slug: 'invalid-request', pointers: ['/packs/0'] });
  });
});

describe('closing a production', () => {
  const close =
    (reason = 'wrapped', expectedRevision?: number) =>
    (state: ProductionState) =>
      decideCloseProduction(state, { reason, expectedRevision }, by('admin'));

  it('is done once, with a reason', () => {
    givenProduction(OPENED).when(close()).records(CLOSED);
    givenProduction(OPENED, CLOSED)
      .when(close())
      .refuses({ slug: 'wrong-state', members: { state: 'closed' } });
    givenProduction().when(close()).refuses({ slug: 'not-found' });
    givenProduction(OPENED)
      .when(close(' '))
      .refuses({ slug: 'invalid-request', pointers: ['/reason'] });
    givenProduction(OPENED)
      .when(close('wrapped', 4))
      .refuses({ slug: 'changed-meanwhile', members: { expected: 4, actual: 0 } });
    givenProduction(OPENED, said(CLOSED, { dedup: 'new', contentDigest: 'content of new' }))
      .when(close())
      .repeats({ contentDigest: 'content of new', revision: 1, n: 2, events: 1 });
  });
});

describe('saying who takes care of an item', () => {
  const assign = (state: ProductionState) => decideAssignWork(state, { item: 'held/sky', owner: 'noor' }, by('lead'));
  const ASSIGNED = { type: 'worklist-assigned', data: { item: 'held/sky', owner: 'noor' } };

  it('takes a production that was opened; the same request again repeats', () => {
    givenProduction(OPENED).when(assign).records(ASSIGNED);
    givenProduction(OPENED, CLOSED).when(assign).records(ASSIGNED);
    givenProduction().when(assign).refuses({ slug: 'not-found' });
    givenProduction(OPENED, said(ASSIGNED, { dedup: 'new', contentDigest: 'content of new' }))
      .when(assign)
      .repeats({ contentDigest: 'content of new', revision: 1, n: 2, events: 1 });
  });
});

it('a production evolves as it folds', () => {
  const events = recorded('production-nightfall', [OPENED, CLOSED]);
  const state = foldProduction('nightfall', events);
  expect(events.reduce(evolveProduction, foldProduction('nightfall', []))).toEqual(state);
  expect(state).toMatchObject({ opened: { event: 'e0' }, closed: { event: 'e1' } });
});
