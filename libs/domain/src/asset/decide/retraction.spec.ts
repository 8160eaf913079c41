/* oxlint-disable vitest/expect-expect, unicorn/consistent-function-scoping --
   given().when().records() asserts (testing/given.ts); commands stand beside the tests that give them */
import { describe, it } from 'vitest';
import { derivedId } from '../../shared/envelope.js';
import { bytes, derived, givenPlate, marked, registered } from '../../testing/asset.js';
import { by, HOOK, said } from '../../testing/given.js';
import type { AssetState } from '../state.js';
import { decideAcceptRetraction, decideRejectRetraction } from './close-retraction.js';
import { decideProposeRetraction } from './propose-retraction.js';

const opened = { type: 'promotion-requested', data: { decision: 'dec_1', delivery: 'ep101' } };
const plate = [registered(), bytes()];

describe('F7: retracting facts', () => {
  const proposal = { events: ['e2'], reason: 'wrong plate' };
  const propose =
    (change: { events?: string[]; reason?: string; expectedRevision?: number } = {}, who = HOOK) =>
    (state: AssetState) =>
      decideProposeRetraction(state, { ...proposal, ...change }, by(who));
  const given = () => givenPlate(...plate, derived());
  const proposed = (events: string[], retraction = derivedId('ret', 'new')) => ({
    type: 'retraction-proposed',
    data: { retraction, events, reason: 'wrong plate', evidence: [] },
  });

  it('may be proposed by the emitter', () => {
    given()
      .when(propose())
      .records(proposed(['e2']));
    given()
      .when(propose({ events: ['e2', 'e2'] }))
      .records(proposed(['e2']));
  });

  it.each([
    ['no event', [], '/events'],
    ['an event of another stream', ['e2', 'e9'], '/events/1'],
    ['what cannot be retracted', ['e1'], '/events/0'],
    ['the registration', ['e0'], '/events/0'],
  ])('cannot name %s', (_, events, pointer) => {
    given()
      .when(propose({ events }))
      .refuses({ slug: 'invalid-request', pointers: [pointer] });
  });

  it('E3: the same proposal again repeats', () => {
    const known = { contentDigest: 'content of new', revision: 3, n: 4, events: 1 };
    givenPlate(...plate, derived(), said(proposed(['e2']), { dedup: 'new', contentDigest: known.contentDigest }))
      .when(propose())
      .repeats(known);
  });

  it('a mark is lifted, not retracted', () => {
    givenPlate(...plate, marked)
      .when(propose())
      .refuses({ slug: 'invalid-request', pointers: ['/events/0'] });
  });

  it('an act is no fact', () => {
    givenPlate(...plate, derived(), proposed(['e2']))
      .when(propose({ events: ['e3'] }))
      .refuses({ slug: 'invalid-request', pointers: ['/events/0'] });
  });

  const open = () => givenPlate(...plate, derived(), said(proposed(['e2'], 'ret_1'), { by: 'maya' }));
  const command = { retraction: 'ret_1', reason: 'so it is' };
  const accept =
    (change: Partial<typeof command> = {}, other: { person?: boolean; excluded?: string[] } = {}, who = 'noor') =>
    (state: AssetState) =>
      decideAcceptRetraction(state, { ...command, ...change }, { person: true, excluded: [HOOK], ...other }, by(who));
  const reject =
    (person = true, who = 'noor', change: Partial<typeof command> = {}) =>
    (state: AssetState) =>
      decideRejectRetraction(state, { ...command, ...change }, { person }, by(who));
  const retracted = { type: 'fact-retracted', data: { ...command, events: ['e2'], evidence: [] } };
  const rejected = { type: 'retraction-rejected', data: { ...command, evidence: [] } };

  it('is accepted by a second person for all events of the proposal', () => {
    open().when(accept()).records(retracted);
  });

  it('F6: neither the proposer nor a submitter accepts, nor a service', () => {
    open()
      .when(accept({}, {}, 'Maya'))
      .refuses({ slug: 'four-eyes', members: { excluded: [HOOK, 'maya'] } });
    open()
      .when(accept({}, {}, HOOK))
      .refuses({ slug: 'four-eyes', members: { excluded: [HOOK, 'maya'] } });
    open()
      .when(accept({}, { person: false }))
      .refuses({ slug: 'person-required' });
  });

  it('is rejected by a person, the proposer included', () => {
    open().when(reject()).records(rejected);
    open().when(reject(true, 'maya')).records(rejected);
    open().when(reject(false)).refuses({ slug: 'person-required' });
  });

  it('is closed once', () => {
    const closed = (event: { type: string; data: object }) =>
      givenPlate(...plate, derived(), said(proposed(['e2'], 'ret_1'), { by: 'maya' }), event);
    closed(retracted)
      .when(accept())
      .refuses({ slug: 'wrong-state', members: { state: 'accepted' } });
    closed(retracted)
      .when(reject())
      .refuses({ slug: 'wrong-state', members: { state: 'accepted' } });
    closed(rejected)
      .when(accept())
      .refuses({ slug: 'wrong-state', members: { state: 'rejected' } });
    closed(retracted)
      .when(propose())
      .refuses({ slug: 'wrong-state', members: { state: 'retracted' } });
  });

  it('gives a reason, is known, is as expected, and waits for an open promotion', () => {
    open()
      .when(accept({ reason: '' }))
      .refuses({ slug: 'invalid-request', pointers: ['/reason'] });
    open()
      .when(accept({ retraction: 'ret_9' }))
      .refuses({ slug: 'not-found' });
    open()
      .when(reject(true, 'noor', { retraction: 'ret_9' }))
      .refuses({ slug: 'not-found' });
    given()
      .when(propose({ reason: ' ' }))
      .refuses({ slug: 'invalid-request', pointers: ['/reason'] });
    given()
      .when(propose({ expectedRevision: 0 }))
      .refuses({ slug: 'changed-meanwhile', members: { expected: 0, actual: 2 } });
    givenPlate(...plate, derived(), opened)
      .when(propose())
      .refuses({ slug: 'in-progress' });
    givenPlate(...plate, derived(), proposed(['e2'], 'ret_1'), opened)
      .when(accept())
      .refuses({ slug: 'in-progress' });
    givenPlate().when(propose()).refuses({ slug: 'not-found' });
  });

  it('E3: the same acceptance again repeats', () => {
    givenPlate(
      ...plate,
      derived(),
      proposed(['e2'], 'ret_1'),
      said(retracted, { dedup: 'new', contentDigest: 'content of new' }),
    )
      .when(accept())
      .repeats({ contentDigest: 'content of new', revision: 4, n: 5, events: 1 });
  });
});
