/* oxlint-disable vitest/expect-expect, unicorn/consistent-function-scoping --
   given().when().records() asserts (testing/given.ts); commands stand beside the tests that give them */
import { describe, expect, it } from 'vitest';
import { by, givenStream, recorded, said } from '../testing/given.js';
import { decideLiftGroup, decideSuspendGroup, type GroupChangeCommand } from './decide.js';
import { evolveGroup, foldGroup, groupSuspendedAt, type GroupState } from './fold.js';

const givenGroup = givenStream('group-nightfall/strike', (events) => foldGroup('nightfall', 'strike', events));
const SUSPENDED = { type: 'suspended', data: { reason: 'strike', effectiveAt: null } };
const LIFTED = { type: 'lifted', data: { reason: 'agreed', effectiveAt: null } };
const suspend =
  (parts: Partial<GroupChangeCommand> = {}) =>
  (state: GroupState) =>
    decideSuspendGroup(state, { reason: 'strike', ...parts }, by('k.ito'));
const lift =
  (parts: Partial<GroupChangeCommand> = {}) =>
  (state: GroupState) =>
    decideLiftGroup(state, { reason: 'agreed', ...parts }, by('k.ito'));

describe('a group of consents', () => {
  it('is suspended and lifted in turns, without having to be opened', () => {
    givenGroup().when(suspend()).records(SUSPENDED);
    givenGroup(SUSPENDED).when(lift()).records(LIFTED);
    givenGroup(SUSPENDED, LIFTED).when(suspend()).records(SUSPENDED);
    givenGroup(SUSPENDED)
      .when(suspend())
      .refuses({ slug: 'wrong-state', members: { state: 'suspended' } });
    givenGroup()
      .when(lift())
      .refuses({ slug: 'wrong-state', members: { state: 'active' } });
  });

  it('may be suspended from a date, and is judged at that date', () => {
    const effectiveAt = '2026-04-01T00:00:00.000Z';
    givenGroup()
      .when(suspend({ effectiveAt: '2026-04-01T00:00:00Z' }))
      .records({ type: 'suspended', data: { reason: 'strike', effectiveAt } });
    const planned = { type: 'suspended', data: { reason: 'strike', effectiveAt } };
    givenGroup(planned)
      .when(lift())
      .refuses({ slug: 'wrong-state', members: { state: 'active' } });
    givenGroup(planned)
      .when(lift({ effectiveAt }))
      .records({ type: 'lifted', data: { reason: 'agreed', effectiveAt } });
  });

  it('takes an id of the right form, a reason, a time that can be read and the revision expected', () => {
    givenGroup()
      .when((state) => decideSuspendGroup({ ...state, id: '' }, { reason: 'strike' }, by('k.ito')))
      .refuses({ slug: 'invalid-request', pointers: ['/group'] });
    givenGroup()
      .when(suspend({ reason: ' ' }))
      .refuses({ slug: 'invalid-request', pointers: ['/reason'] });
    givenGroup()
      .when(suspend({ effectiveAt: 'soon' }))
      .refuses({ slug: 'invalid-request', pointers: ['/effectiveAt'] });
    givenGroup()
      .when(suspend({ expectedRevision: 1 }))
      .refuses({ slug: 'changed-meanwhile', members: { expected: 1, actual: -1 } });
  });

  it('the same request again repeats', () => {
    givenGroup(said(SUSPENDED, { dedup: 'new', contentDigest: 'content of new' }))
      .when(suspend())
      .repeats({ contentDigest: 'content of new', revision: 0, n: 1, events: 1 });
  });

  it('says when it is suspended and when that changes', () => {
    const dated = (type: string, day: string) => ({
      type,
      data: { reason: 'r', effectiveAt: `2026-${day}T00:00:00.000Z` },
    });
    const state = foldGroup(
      'nightfall',
      'strike',
      recorded('group-nightfall/strike', [dated('suspended', '04-01'), dated('lifted', '06-01'), LIFTED]),
    );
    const at = (day: string) => groupSuspendedAt(state, `2026-${day}T00:00:00.000Z`);
    expect(at('02-01')).toEqual({ value: false, until: '2026-03-01T00:00:02.000Z' });
    expect(at('04-01')).toEqual({ value: true, until: '2026-06-01T00:00:00.000Z' });
    expect(at('06-01')).toEqual({ value: false, until: null });
  });

  it('evolves as it folds', () => {
    const events = recorded('group-nightfall/strike', [SUSPENDED, LIFTED]);
    expect(events.reduce(evolveGroup, foldGroup('nightfall', 'strike', []))).toEqual(
      foldGroup('nightfall', 'strike', events),
    );
  });
});
