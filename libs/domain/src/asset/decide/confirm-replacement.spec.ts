/* oxlint-disable vitest/expect-expect, unicorn/consistent-function-scoping --
   given().when().records() asserts (testing/given.ts); commands stand beside the tests that give them */
import { describe, it } from 'vitest';
import { bytes, givenPlate, OTHER_SHA, registered, SHA } from '../../testing/asset.js';
import { by, HOOK, said } from '../../testing/given.js';
import type { AssetState } from '../state.js';
import { decideConfirmReplacement, type ConfirmReplacementCommand } from './confirm-replacement.js';

const digest = { sha256: SHA };
const opened = { type: 'promotion-requested', data: { decision: 'dec_1', delivery: 'ep101' } };
const plate = [registered(), bytes()];

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

  it('E3: the same confirmation again repeats', () => {
    const known = { contentDigest: 'content of new', revision: 2, n: 3, events: 1 };
    givenPlate(...plate, said(confirmed(['sky']), { dedup: 'new', contentDigest: known.contentDigest }))
      .when(confirm())
      .repeats(known);
  });

  it('may leave others of what waits', () => {
    const unconfirmed = [
      { of: 'plate_v1', root: 'grass' },
      { of: 'plate_v1', root: 'sky' },
    ];
    givenPlate(...plate)
      .when(confirm({}, { unconfirmed }))
      .records(confirmed(['sky']));
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
