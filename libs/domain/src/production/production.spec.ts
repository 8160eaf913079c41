/* oxlint-disable vitest/expect-expect, unicorn/consistent-function-scoping --
   given().when().records() asserts (testing/given.ts); commands stand beside the tests that give them */
import { describe, expect, it } from 'vitest';
import { by, givenStream, recorded, said } from '../testing/given.js';
import { decideAssignWork, decideCloseProduction, decideOpenProduction, type OpenProductionCommand } from './decide.js';
import { evolveProduction, foldProduction, type ProductionState } from './fold.js';

const givenProduction = givenStream('production-nightfall', (events) => foldProduction('nightfall', events));
const OPENED = { type: 'opened', data: { title: 'Nightfall', packs: [{ id: 'base', version: '1' }] } };
const CLOSED = { type: 'closed', data: { reason: 'wrapped' } };

describe('opening a production', () => {
  const open =
    (command: OpenProductionCommand = { title: 'Nightfall', packs: [{ id: 'base', version: '1' }] }) =>
    (state: ProductionState) =>
      decideOpenProduction(state, command, by('admin'));

  it('records title and packs, none of which is needed', () => {
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

  it('takes an id of the right form and each pack once', () => {
    givenProduction()
      .when((state) => decideOpenProduction({ ...state, id: 'Night-Fall' }, {}, by('admin')))
      .refuses({ slug: 'invalid-request', pointers: ['/id'] });
    const two = [
      { id: 'base', version: '1' },
      { id: 'house', version: '1' },
    ];
    givenProduction()
      .when(open({ packs: two }))
      .records({ type: 'opened', data: { title: null, packs: two } });
    const packs = [
      { id: 'base', version: '1' },
      { id: 'base', version: '2' },
    ];
    givenProduction()
      .when(open({ packs }))
      .refuses({ slug: 'invalid-request', pointers: ['/packs/1/id'] });
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
