/* oxlint-disable vitest/expect-expect, unicorn/consistent-function-scoping --
   given().when().records() asserts (testing/given.ts); commands stand beside the tests that give them */
import { describe, it } from 'vitest';
import { bytes, givenPlate, marked, OTHER_SHA, registered, SHA } from '../../testing/asset.js';
import { by, HOOK, said } from '../../testing/given.js';
import type { AssetState } from '../state.js';
import { decideLift, type LiftCommand, type LiftSituation } from './lift.js';

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
