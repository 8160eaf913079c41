/* oxlint-disable vitest/expect-expect, unicorn/consistent-function-scoping --
   given().when().records() asserts (testing/given.ts); commands stand beside the tests that give them */
import { describe, expect, it } from 'vitest';
import { derivedId } from '../../shared/envelope.js';
import { bytes, derived, givenPlate, marked, OTHER_SHA, registered, SHA } from '../../testing/asset.js';
import { by, HOOK, NOW, said } from '../../testing/given.js';
import type { AssetState } from '../state.js';
import { decideAcceptRetraction, decideRejectRetraction } from './close-retraction.js';
import { decideConfirmReplacement, type ConfirmReplacementCommand } from './confirm-replacement.js';
import { decideLift, type LiftCommand, type LiftSituation } from './lift.js';
import { decideProposeRetraction } from './propose-retraction.js';

const digest = { sha256: SHA };
const opened = { type: 'promotion-requested', data: { decision: 'dec_1', delivery: 'ep101' } };
const plate = [registered(), bytes()];

describe('lifting a temporary mark', () => {
  const command: LiftCommand = { marks: 'all', reason: 'replaced', digest, evidence: [{ ref: 'dms://1' }] };
  const situation: LiftSituation = {
    person: true,
    excluded: [HOOK],
    sha256: SHA,
    marks: [{ event: 'e2', lifted: false }],
  };
  const lift =
    (change: Partial<LiftCommand> = {}, other: Partial<LiftSituation> = {}, context = by('noor')) =>
    (state: AssetState) =>
      decideLift(state, { ...command, ...change }, { ...situation, ...other }, context);
  const given = () => givenPlate(...plate, marked);
  const lifted = (...marks: string[]) => ({
    type: 'temporary-mark-lifted',
    data: { marks, reason: 'replaced', digest, evidence: [{ ref: 'dms://1' }] },
  });

  it('F7: "all" is written out as the marks that are seen', () => {
    given().when(lift()).records(lifted('e2'));
    const twin = {
      marks: [
        { event: 'twin', lifted: false },
        { event: 'e2', lifted: false },
        { event: 'old', lifted: true },
      ],
    };
    given().when(lift({}, twin)).records(lifted('twin', 'e2'));
  });

  it('F7: named marks are lifted, no other', () => {
    const marks = [
      { event: 'e2', lifted: false },
      { event: 'e3', lifted: false },
    ];
    given()
      .when(lift({ marks: ['e3'] }, { marks }))
      .records(lifted('e3'));
  });

  it('takes a person', () => {
    given()
      .when(lift({}, { person: false }))
      .refuses({ slug: 'person-required' });
  });

  it('F6: takes a second person, however the name is spelt', () => {
    given()
      .when(lift({}, {}, by('HOOK@acme.example')))
      .refuses({ slug: 'four-eyes', members: { excluded: [HOOK] } });
    given()
      .when(lift({}, { excluded: ['Zoe', 'amy', 'ZOE'] }, by('amy')))
      .refuses({ slug: 'four-eyes', members: { excluded: ['amy', 'zoe'] } });
  });

  it('E6: person before four eyes before body before state', () => {
    const wrong = { marks: ['nothing'], reason: ' ', digest: { sha256: OTHER_SHA }, expectedRevision: 9 };
    given()
      .when(lift(wrong, { person: false }, by(HOOK)))
      .refuses({ slug: 'person-required' });
    given()
      .when(lift(wrong, {}, by(HOOK)))
      .refuses({ slug: 'four-eyes', members: { excluded: [HOOK] } });
    given()
      .when(lift(wrong))
      .refuses({ slug: 'invalid-request', pointers: ['/reason'] });
    given()
      .when(lift({ ...wrong, reason: 'r' }))
      .refuses({ slug: 'invalid-request', pointers: ['/marks/0'] });
    given()
      .when(lift({ ...wrong, reason: 'r', marks: 'all' }))
      .refuses({ slug: 'changed-meanwhile', members: { expected: 9, actual: 2 } });
    given()
      .when(lift({ digest: { sha256: OTHER_SHA } }))
      .refuses({ slug: 'digest-mismatch', members: { known: digest, given: { sha256: OTHER_SHA } } });
  });

  it('names at least one mark', () => {
    given()
      .when(lift({ marks: [] }))
      .refuses({ slug: 'invalid-request', pointers: ['/marks'] });
  });

  it('is done on known bytes', () => {
    given()
      .when(lift({}, { sha256: null }))
      .refuses({ slug: 'bytes-unknown' });
  });

  it('is done once', () => {
    given()
      .when(lift({}, { marks: [{ event: 'e2', lifted: true }] }))
      .refuses({ slug: 'wrong-state', members: { state: 'lifted' } });
    given()
      .when(lift({}, { marks: [] }))
      .refuses({ slug: 'wrong-state', members: { state: 'not-marked' } });
  });

  it('D2: waits for an open promotion', () => {
    givenPlate(...plate, marked, opened)
      .when(lift())
      .refuses({ slug: 'in-progress' });
  });

  it('I4: an asset that nobody registered is not found', () => {
    givenPlate().when(lift()).refuses({ slug: 'not-found' });
  });

  it('E3: the same request again repeats, another under its key is refused', () => {
    const context = by('noor', 'k');
    const before = (contentDigest: string) =>
      givenPlate(...plate, marked, said(lifted('e2'), { dedup: 'k', contentDigest }));
    before('content of k')
      .when(lift({}, {}, context))
      .repeats({ contentDigest: 'content of k', revision: 3, n: 4, events: 1 });
    before('other')
      .when(lift({}, {}, context))
      .refuses({ slug: 'idempotency-key-reused' });
  });

  it('takes the revision that was expected', () => {
    given()
      .when(lift({ expectedRevision: 2 }))
      .records(lifted('e2'));
  });
});

describe('L3: confirming a replacement', () => {
  const command: ConfirmReplacementCommand = { of: 'plate_v1', roots: ['sky'], digest, reason: 'sky remade' };
  const situation = { person: true, excluded: [HOOK], sha256: SHA, unconfirmed: [{ of: 'plate_v1', root: 'sky' }] };
  const confirm =
    (
      change: Partial<ConfirmReplacementCommand> = {},
      other: Partial<Parameters<typeof decideConfirmReplacement>[2]> = {},
      who = 'noor',
    ) =>
    (state: AssetState) =>
      decideConfirmReplacement(state, { ...command, ...change }, { ...situation, ...other }, by(who));
  const confirmed = (roots: string[], more = {}) => ({
    type: 'replacement-confirmed',
    data: {
      of: 'plate_v1',
      roots,
      replacedBy: [],
      removed: false,
      digest,
      reason: 'sky remade',
      evidence: [],
      ...more,
    },
  });

  it('names the older version and the roots that are gone', () => {
    givenPlate(...plate)
      .when(confirm())
      .records(confirmed(['sky']));
    givenPlate(...plate)
      .when(confirm({ roots: ['sky', 'sky'], replacedBy: ['sky_v2'], removed: true }))
      .records(confirmed(['sky'], { replacedBy: ['sky_v2'], removed: true }));
  });

  it('F1: compares contents, not the names they go by', () => {
    const contentOf = (asset: string) => (asset.startsWith('sky') ? 'sky' : asset);
    givenPlate(...plate)
      .when(confirm({ roots: ['sky_copy'] }, { contentOf }))
      .records(confirmed(['sky_copy']));
  });

  it('F6: takes a second person', () => {
    givenPlate(...plate)
      .when(confirm({}, { person: false }))
      .refuses({ slug: 'person-required' });
    givenPlate(...plate)
      .when(confirm({}, {}, HOOK))
      .refuses({ slug: 'four-eyes', members: { excluded: [HOOK] } });
  });

  it('is refused where nothing of the root waits', () => {
    const refusal = { slug: 'wrong-state', members: { state: 'not-waiting' } } as const;
    givenPlate(...plate)
      .when(confirm({ roots: ['sky', 'ground'] }))
      .refuses(refusal);
    givenPlate(...plate)
      .when(confirm({ of: 'plate_v0' }))
      .refuses(refusal);
  });

  it.each([
    ['of itself', { of: 'plate' }, '/of'],
    ['of no root', { roots: [] }, '/roots'],
    ['without a reason', { reason: '' }, '/reason'],
  ])('%s is malformed', (_, change, pointer) => {
    givenPlate(...plate)
      .when(confirm(change))
      .refuses({ slug: 'invalid-request', pointers: [pointer] });
  });

  it('is done on these bytes, not while a promotion is open, not on what nobody registered', () => {
    givenPlate(...plate)
      .when(confirm({}, { sha256: null }))
      .refuses({ slug: 'bytes-unknown' });
    givenPlate(...plate)
      .when(confirm({}, { sha256: OTHER_SHA }))
      .refuses({
        slug: 'digest-mismatch',
        members: { known: { sha256: OTHER_SHA }, given: digest },
      });
    givenPlate(...plate, opened)
      .when(confirm())
      .refuses({ slug: 'in-progress' });
    givenPlate().when(confirm()).refuses({ slug: 'not-found' });
    givenPlate(...plate)
      .when(confirm({ expectedRevision: 0 }))
      .refuses({ slug: 'changed-meanwhile', members: { expected: 0, actual: 1 } });
  });
});

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

it('the clock of these specs is in the ledger’s form', () => {
  expect(new Date(NOW).toISOString()).toBe(NOW);
});
