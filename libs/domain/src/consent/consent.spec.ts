/* oxlint-disable vitest/expect-expect, unicorn/consistent-function-scoping --
   given().when().records() asserts (testing/given.ts); commands stand beside the tests that give them */
import { describe, expect, it } from 'vitest';
import { by, givenStream, recorded, said } from '../testing/given.js';
import {
  consentIdOf,
  decideRecordConsent,
  decideReinstateConsent,
  decideSuspendConsent,
  decideWithdrawConsent,
  type ChangeConsentCommand,
  type RecordConsentCommand,
} from './decide.js';
import { evolveConsent, foldConsent, type ConsentState } from './fold.js';

const givenConsent = givenStream('consent-nightfall/con_1', (events) => foldConsent('nightfall', 'con_1', events));
const COMMAND: RecordConsentCommand = {
  kind: 'consent',
  party: 'performer_7',
  purpose: 'de-ageing in the flashbacks',
  uses: ['face, episodes 1 to 3'],
  territories: ['*'],
  languages: ['*'],
  mediums: ['svod'],
  document: { ref: 'dms://consents/7' },
  guildOk: 'yes',
};
const RECORDED = { type: 'recorded', data: { ...COMMAND, window: { from: null, until: null }, group: null } };
const change = (type: 'withdrawn' | 'suspended' | 'reinstated', effectiveAt: string | null = null) => ({
  type,
  data: { reason: 'r', effectiveAt, evidence: [] },
});
const APRIL = '2026-04-01T00:00:00.000Z';

describe('recording a consent', () => {
  const record =
    (parts: Partial<RecordConsentCommand> = {}, person = true) =>
    (state: ConsentState) =>
      decideRecordConsent(state, { ...COMMAND, ...parts }, { person }, by('k.ito'));

  it('records what the document says, with window and group where it has them', () => {
    givenConsent().when(record()).records(RECORDED);
    givenConsent()
      .when(record({ window: { from: '2026-01-01T00:00:00Z', until: '2026-04-01T02:00:00+02:00' }, group: 'sag' }))
      .records({
        type: 'recorded',
        data: { ...COMMAND, window: { from: '2026-01-01T00:00:00.000Z', until: APRIL }, group: 'sag' },
      });
    givenConsent()
      .when(record({ window: { until: APRIL } }))
      .records({ type: 'recorded', data: { ...RECORDED.data, window: { from: null, until: APRIL } } });
  });

  it('happens once, by a person; the same request again repeats', () => {
    givenConsent(RECORDED)
      .when(record())
      .refuses({ slug: 'already-exists', members: { id: 'con_1' } });
    givenConsent().when(record({}, false)).refuses({ slug: 'person-required' });
    givenConsent(said(RECORDED, { dedup: 'new', contentDigest: 'content of new' }))
      .when(record())
      .repeats({ contentDigest: 'content of new', revision: 0, n: 1, events: 1 });
  });

  it('gets an id from its key where it is given none: the same for the same request', () => {
    expect(consentIdOf('key')).toBe(consentIdOf('key'));
    expect(consentIdOf('key')).toMatch(/^con_[0-9a-f]{32}$/);
  });

  it('takes nothing that leaves open what was agreed', () => {
    givenConsent()
      .when((state) => decideRecordConsent({ ...state, id: 'a b' }, COMMAND, { person: true }, by('k.ito')))
      .refuses({ slug: 'invalid-request', pointers: ['/id'] });
    for (const [parts, pointer] of [
      [{ party: '' }, '/party'],
      [{ party: 'Ana Example' }, '/party'],
      [{ party: 'ana@example.org' }, '/party'],
      [{ purpose: ' ' }, '/purpose'],
      [{ uses: [] }, '/uses'],
      [{ territories: [] }, '/territories'],
      [{ languages: [] }, '/languages'],
      [{ mediums: [] }, '/mediums'],
      [{ window: { from: 'x' } }, '/window/from'],
      [{ window: { until: 'x' } }, '/window/until'],
      [{ window: { from: APRIL, until: APRIL } }, '/window/until'],
      [{ group: 'the strike' }, '/group'],
    ] as const) {
      givenConsent()
        .when(record(parts))
        .refuses({ slug: 'invalid-request', pointers: [pointer] });
    }
  });
});

describe('changing a consent', () => {
  const command =
    (decide: typeof decideWithdrawConsent, parts: Partial<ChangeConsentCommand> = {}) =>
    (state: ConsentState) =>
      decide(state, { reason: 'r', ...parts }, by('k.ito'));
  const withdraw = (parts?: Partial<ChangeConsentCommand>) => command(decideWithdrawConsent, parts);
  const suspend = (parts?: Partial<ChangeConsentCommand>) => command(decideSuspendConsent, parts);
  const reinstate = (parts?: Partial<ChangeConsentCommand>) => command(decideReinstateConsent, parts);

  it('withdraws at once or from a date, with evidence', () => {
    givenConsent(RECORDED).when(withdraw()).records(change('withdrawn'));
    givenConsent(RECORDED)
      .when(withdraw({ effectiveAt: '2026-04-01T00:00:00Z', evidence: [{ ref: 'mail' }] }))
      .records({ type: 'withdrawn', data: { reason: 'r', effectiveAt: APRIL, evidence: [{ ref: 'mail' }] } });
  });

  it('what is withdrawn stays so, but may be withdrawn from an earlier date', () => {
    givenConsent(RECORDED, change('withdrawn'))
      .when(withdraw())
      .refuses({ slug: 'wrong-state', members: { state: 'withdrawn' } });
    givenConsent(RECORDED, change('withdrawn'))
      .when(suspend())
      .refuses({ slug: 'wrong-state', members: { state: 'withdrawn' } });
    givenConsent(RECORDED, change('suspended'), change('withdrawn'))
      .when(reinstate())
      .refuses({ slug: 'wrong-state', members: { state: 'withdrawn' } });
    givenConsent(RECORDED, change('withdrawn', APRIL)).when(withdraw()).records(change('withdrawn'));
    givenConsent(RECORDED, change('withdrawn', APRIL))
      .when(withdraw({ effectiveAt: APRIL }))
      .refuses({ slug: 'wrong-state', members: { state: 'withdrawn' } });
  });

  it('is suspended and reinstated in turns, each judged at its own date', () => {
    givenConsent(RECORDED).when(suspend()).records(change('suspended'));
    givenConsent(RECORDED, change('suspended'))
      .when(suspend())
      .refuses({ slug: 'wrong-state', members: { state: 'suspended' } });
    givenConsent(RECORDED, change('suspended')).when(reinstate()).records(change('reinstated'));
    givenConsent(RECORDED)
      .when(reinstate())
      .refuses({ slug: 'wrong-state', members: { state: 'granted' } });
    givenConsent(RECORDED, change('suspended', APRIL))
      .when(reinstate())
      .refuses({ slug: 'wrong-state', members: { state: 'granted' } });
    givenConsent(RECORDED, change('suspended', APRIL))
      .when(reinstate({ effectiveAt: APRIL }))
      .records(change('reinstated', APRIL));
  });

  it('needs a recorded consent, a reason, a time that can be read and the revision expected', () => {
    givenConsent().when(withdraw()).refuses({ slug: 'not-found' });
    givenConsent(RECORDED)
      .when(suspend({ reason: '' }))
      .refuses({ slug: 'invalid-request', pointers: ['/reason'] });
    givenConsent(RECORDED)
      .when(withdraw({ effectiveAt: '2026-04-01' }))
      .refuses({ slug: 'invalid-request', pointers: ['/effectiveAt'] });
    givenConsent(RECORDED)
      .when(withdraw({ expectedRevision: 9 }))
      .refuses({ slug: 'changed-meanwhile', members: { expected: 9, actual: 0 } });
    givenConsent(RECORDED, said(change('withdrawn'), { dedup: 'new', contentDigest: 'content of new' }))
      .when(withdraw())
      .repeats({ contentDigest: 'content of new', revision: 1, n: 2, events: 1 });
  });
});

it('a consent evolves as it folds', () => {
  const events = recorded('consent-nightfall/con_1', [
    RECORDED,
    change('suspended'),
    change('reinstated'),
    change('withdrawn'),
  ]);
  const state = foldConsent('nightfall', 'con_1', events);
  expect(events.reduce(evolveConsent, foldConsent('nightfall', 'con_1', []))).toEqual(state);
  expect(state).toMatchObject({
    recorded: { event: 'e0' },
    suspensions: [
      { event: 'e1', suspends: true },
      { event: 'e2', suspends: false },
    ],
    withdrawals: [{ event: 'e3' }],
  });
});
