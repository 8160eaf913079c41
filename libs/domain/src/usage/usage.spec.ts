/* oxlint-disable vitest/expect-expect, unicorn/consistent-function-scoping --
   given().when().records() asserts (testing/given.ts); commands stand beside the tests that give them */
import { describe, expect, it } from 'vitest';
import { derivedId } from '../shared/envelope.js';
import { EVERYWHERE, OTHER_SHA, SHA } from '../testing/asset.js';
import { by, NOW, recorded, said, type Entry } from '../testing/given.js';
import { givenUsage, USAGE_STREAM, usageProposed } from '../testing/usage.js';
import {
  decideConfirmConformance,
  decideRevokeConformance,
  type ConfirmConformanceCommand,
  type ConformingBytes,
} from './decide/conformance.js';
import {
  decideApproveUsage,
  decideRejectUsage,
  decideRevokeUsage,
  type ApproveUsageCommand,
  type RevokeUsageCommand,
} from './decide/judge.js';
import { decideProposeUsage, usageIdOf, type ProposeUsageCommand } from './decide/propose.js';
import type { UsageApprovedData } from './events.js';
import { evolveUsage, foldUsage, type UsageState } from './fold.js';
import { usageStandingAt, type UsageQuorum } from './standing.js';

const policy = { id: 'base', version: '1', digest: 'x' };
const ONE: UsageQuorum = { needed: 1, maxAge: null };
const TWO: UsageQuorum = { needed: 2, maxAge: null };
const DAY = 86_400_000;

const PROPOSED = said({ type: 'proposed', data: usageProposed() }, { by: 'artist' });
const approved = (who = 'noor', more: Partial<UsageApprovedData> = {}) =>
  said(
    {
      type: 'approved',
      data: {
        approval: `apr_${who}`,
        evidence: [{ ref: 'dms://1' }],
        grantedBy: null,
        expiresAt: null,
        note: null,
        policy,
        ...more,
      },
    },
    { by: who },
  );
const REJECTED = { type: 'rejected', data: { reason: 'no', evidence: [] } };
const revoked = (effectiveAt: string | null = null) => ({
  type: 'revoked',
  data: { reason: 'r', effect: effectiveAt === null ? 'ab-initio' : 'from', effectiveAt, evidence: [] },
});
const confirmed = (conformance = 'cfm_1', digests = [SHA]) =>
  said(
    { type: 'conformance-confirmed', data: { conformance, digests, evidence: [{ ref: 'dms://2' }], note: null } },
    { by: 'noor' },
  );

describe('proposing a usage', () => {
  const { note: _note, ...command } = usageProposed();
  const propose =
    (change: Partial<ProposeUsageCommand> = {}, clearFault: (rule: string) => string | null = () => null) =>
    (state: UsageState) =>
      decideProposeUsage(state, { ...command, ...change }, { clearFault }, by('artist'));

  it('says what is to be made, with what, and what it is to clear', () => {
    givenUsage().when(propose()).records({ type: 'proposed', data: usageProposed() });
    givenUsage()
      .when(
        propose({
          performers: ['p_7', 'p_7'],
          rules: ['base-generated', 'base-generated'],
          tools: [{ id: 'comfyui', version: '*', modes: ['*'] }],
          scope: { ...EVERYWHERE, window: { from: '2026-04-01T02:00:00+02:00', until: null } },
          note: 'E101',
        }),
      )
      .records({
        type: 'proposed',
        data: usageProposed({
          performers: ['p_7'],
          tools: [{ id: 'comfyui', version: '*', modes: ['*'] }],
          scope: { ...EVERYWHERE, window: { from: '2026-04-01T00:00:00.000Z', until: null } },
          note: 'E101',
        }),
      });
  });

  it.each<[string, Partial<ProposeUsageCommand>, string]>([
    ['no purpose', { purpose: ' ' }, '/purpose'],
    ['no tool', { tools: [] }, '/tools'],
    ['a tool without an id', { tools: [{ id: '', version: '1', modes: ['*'] }] }, '/tools/0/id'],
    ['a version that is none', { tools: [{ id: 't', version: '1*', modes: ['*'] }] }, '/tools/0/version'],
    ['no mode', { tools: [{ id: 't', version: '1', modes: [] }] }, '/tools/0/modes'],
    ['any mode beside one', { tools: [{ id: 't', version: '1', modes: ['*', 'a'] }] }, '/tools/0/modes'],
    ['a blank mode', { tools: [{ id: 't', version: '1', modes: ['a', ' '] }] }, '/tools/0/modes/1'],
    ['a blank mode before another', { tools: [{ id: 't', version: '1', modes: ['', 'a'] }] }, '/tools/0/modes/0'],
    [
      'a tool without an id after one that has it',
      {
        tools: [
          { id: 't', version: '1', modes: ['*'] },
          { id: '', version: '1', modes: ['*'] },
        ],
      },
      '/tools/1/id',
    ],
    ['any performer', { performers: ['p_7', '*'] }, '/performers/1'],
    ['a blank performer', { performers: [' '] }, '/performers/0'],
    ['too many performers', { performers: Array.from({ length: 201 }, (_each, i) => `p_${i}`) }, '/performers'],
    ['no rule', { rules: [] }, '/rules'],
    ['an empty list in the scope', { scope: { ...EVERYWHERE, territories: [] } }, '/scope/territories'],
  ])('takes nothing that leaves open what is approved: %s', (_, change, pointer) => {
    givenUsage()
      .when(propose(change))
      .refuses({ slug: 'invalid-request', pointers: [pointer] });
  });

  it('takes 200 of each, and an id of the right form', () => {
    const performers = Array.from({ length: 200 }, (_, i) => `p_${i}`);
    givenUsage()
      .when(propose({ performers }))
      .records({ type: 'proposed', data: usageProposed({ performers }) });
    givenUsage()
      .when((state) => propose()({ ...state, id: 'a b' }))
      .refuses({ slug: 'invalid-request', pointers: ['/id'] });
    expect(usageIdOf('d')).toBe(derivedId('usg', 'd'));
  });

  it('F3: names only rules whose findings an approval of the kind clears', () => {
    givenUsage()
      .when(propose({ rules: ['base-generated', 'base-cycle'] }, (rule) => (rule === 'base-cycle' ? 'cannot' : null)))
      .refuses({ slug: 'approval-kind', pointers: ['/rules/1'] });
  });

  it('happens once; the same request again repeats', () => {
    givenUsage(PROPOSED)
      .when(propose())
      .refuses({ slug: 'already-exists', members: { id: 'skies' } });
    givenUsage(said({ type: 'proposed', data: usageProposed() }, { dedup: 'new', contentDigest: 'content of new' }))
      .when(propose())
      .repeats({ contentDigest: 'content of new', revision: 0, n: 1, events: 1 });
  });
});

describe('approving a usage', () => {
  const command: ApproveUsageCommand = { evidence: [{ ref: 'dms://1' }] };
  const approve =
    (change: Partial<ApproveUsageCommand> = {}, quorum = ONE, who = 'noor', person = true) =>
    (state: UsageState) =>
      decideApproveUsage(state, { ...command, ...change }, { person, quorum, policy }, by(who));
  const data = approved('noor', { approval: derivedId('apr', 'new') }).event.data as UsageApprovedData;

  it('records who gave it on what evidence, under which policy', () => {
    givenUsage(PROPOSED).when(approve()).records({ type: 'approved', data });
    givenUsage(PROPOSED)
      .when(approve({ grantedBy: { name: 'the studio' }, expiresAt: '2026-04-01T00:00:00Z', note: 'n' }))
      .records({
        type: 'approved',
        data: { ...data, grantedBy: { name: 'the studio' }, expiresAt: '2026-04-01T00:00:00.000Z', note: 'n' },
      });
  });

  it('F6: takes a person other than the one who proposed it, in whatever spelling', () => {
    givenUsage(PROPOSED)
      .when(approve({}, ONE, 'ARTIST'))
      .refuses({ slug: 'four-eyes', members: { excluded: ['artist'] } });
    givenUsage(PROPOSED)
      .when(approve({}, ONE, 'noor', false))
      .refuses({ slug: 'person-required' });
  });

  it('each of several people approves once, as long as theirs is in force', () => {
    givenUsage(PROPOSED, approved())
      .when(approve({}, TWO, 'kim'))
      .records({ type: 'approved', data });
    givenUsage(PROPOSED, approved('kim'), approved('noor'))
      .when(approve({}, TWO, 'ito'))
      .records({
        type: 'approved',
        data,
      });
    givenUsage(PROPOSED, approved('Noor'))
      .when(approve({}, TWO))
      .refuses({ slug: 'wrong-state', members: { state: 'approved-before' } });
    givenUsage(PROPOSED, approved('noor', { expiresAt: NOW }))
      .when(approve({}, TWO))
      .records({ type: 'approved', data });
  });

  it('needs a proposal that still stands, evidence, an end to come and the revision expected', () => {
    givenUsage().when(approve()).refuses({ slug: 'not-found' });
    givenUsage(PROPOSED, REJECTED)
      .when(approve())
      .refuses({ slug: 'wrong-state', members: { state: 'rejected' } });
    givenUsage(PROPOSED, approved('kim'), revoked())
      .when(approve())
      .refuses({ slug: 'wrong-state', members: { state: 'revoked' } });
    givenUsage(PROPOSED)
      .when(approve({ evidence: [] }))
      .refuses({ slug: 'invalid-request', pointers: ['/evidence'] });
    givenUsage(PROPOSED)
      .when(approve({ expiresAt: NOW }))
      .refuses({ slug: 'invalid-request', pointers: ['/expiresAt'] });
    givenUsage(PROPOSED)
      .when(approve({ expectedRevision: 3 }))
      .refuses({ slug: 'changed-meanwhile', members: { expected: 3, actual: 0 } });
    givenUsage(PROPOSED, said(approved().event, { dedup: 'new', contentDigest: 'content of new' }))
      .when(approve())
      .repeats({ contentDigest: 'content of new', revision: 1, n: 2, events: 1 });
  });
});

describe('rejecting a usage', () => {
  const reject =
    (reason = 'no', quorum = ONE, who = 'noor', person = true) =>
    (state: UsageState) =>
      decideRejectUsage(state, { reason }, { person, quorum }, by(who));

  it('turns it down before enough people have approved it, and for good', () => {
    givenUsage(PROPOSED).when(reject()).records(REJECTED);
    givenUsage(PROPOSED, approved('kim')).when(reject('no', TWO)).records(REJECTED);
    givenUsage(PROPOSED, approved('kim'))
      .when(reject())
      .refuses({ slug: 'wrong-state', members: { state: 'approved' } });
    givenUsage(PROPOSED, REJECTED)
      .when(reject())
      .refuses({ slug: 'wrong-state', members: { state: 'rejected' } });
  });

  it('takes a second person, a reason and a proposal', () => {
    givenUsage(PROPOSED)
      .when(reject('no', ONE, 'artist'))
      .refuses({ slug: 'four-eyes', members: { excluded: ['artist'] } });
    givenUsage(PROPOSED)
      .when(reject('no', ONE, 'noor', false))
      .refuses({ slug: 'person-required' });
    givenUsage(PROPOSED)
      .when(reject(' '))
      .refuses({ slug: 'invalid-request', pointers: ['/reason'] });
    givenUsage().when(reject()).refuses({ slug: 'not-found' });
    givenUsage(PROPOSED)
      .when((state) =>
        decideRejectUsage(state, { reason: 'no', expectedRevision: 7 }, { person: true, quorum: ONE }, by('noor')),
      )
      .refuses({ slug: 'changed-meanwhile', members: { expected: 7, actual: 0 } });
    givenUsage(PROPOSED, said(REJECTED, { dedup: 'new', contentDigest: 'content of new' }))
      .when(reject())
      .repeats({ contentDigest: 'content of new', revision: 1, n: 2, events: 1 });
  });
});

describe('revoking a usage', () => {
  const revoke =
    (change: Partial<RevokeUsageCommand> = {}) =>
    (state: UsageState) =>
      decideRevokeUsage(state, { reason: 'r', effect: 'ab-initio', ...change }, by('ito'));
  const LATER = '2026-05-01T00:00:00.000Z';

  it('as if it had never been, or from a date; now unless another is named', () => {
    givenUsage(PROPOSED, approved()).when(revoke()).records(revoked());
    givenUsage(PROPOSED, approved())
      .when(revoke({ effect: 'from' }))
      .records(revoked(NOW));
    givenUsage(PROPOSED, approved())
      .when(revoke({ effect: 'from', effectiveAt: '2026-05-01T00:00:00Z' }))
      .records(revoked(LATER));
  });

  it('once, and only what somebody approved', () => {
    for (const [state, ...entries] of [
      ['revoked', approved(), revoked(LATER)],
      ['rejected', REJECTED],
      ['proposed'],
    ] as const) {
      givenUsage(PROPOSED, ...(entries as Entry[]))
        .when(revoke())
        .refuses({ slug: 'wrong-state', members: { state } });
    }
    givenUsage().when(revoke()).refuses({ slug: 'not-found' });
  });

  it('needs a reason, and a time only where it goes', () => {
    const given = givenUsage(PROPOSED, approved());
    given.when(revoke({ reason: '' })).refuses({ slug: 'invalid-request', pointers: ['/reason'] });
    given.when(revoke({ effectiveAt: LATER })).refuses({ slug: 'invalid-request', pointers: ['/effectiveAt'] });
    given
      .when(revoke({ effect: 'from', effectiveAt: 'soon' }))
      .refuses({ slug: 'invalid-request', pointers: ['/effectiveAt'] });
    given
      .when(revoke({ expectedRevision: 9 }))
      .refuses({ slug: 'changed-meanwhile', members: { expected: 9, actual: 1 } });
    givenUsage(PROPOSED, approved(), said(revoked(), { dedup: 'new', contentDigest: 'content of new' }))
      .when(revoke())
      .repeats({ contentDigest: 'content of new', revision: 2, n: 3, events: 1 });
  });
});

describe('confirming conformance', () => {
  const bytes = (more: Partial<ConformingBytes> = {}): ConformingBytes => ({
    pointer: '/digests/0',
    sha256: SHA,
    excluded: ['hook'],
    outside: [],
    ...more,
  });
  const confirm =
    (items: readonly ConformingBytes[] = [bytes()], change: Partial<ConfirmConformanceCommand> = {}, who = 'ito') =>
    (state: UsageState) =>
      decideConfirmConformance(
        state,
        { evidence: [{ ref: 'dms://2' }], ...change },
        { person: who !== 'robot', quorum: ONE, bytes: items },
        by(who),
      );
  const given = () => givenUsage(PROPOSED, approved());
  const CONFIRMED = confirmed(derivedId('cfm', 'new')).event;

  it('names bytes, each once', () => {
    given().when(confirm()).records(CONFIRMED);
    given()
      .when(confirm([bytes(), bytes({ sha256: OTHER_SHA }), bytes()], { note: 'all of them' }))
      .records({
        ...CONFIRMED,
        data: { ...(CONFIRMED.data as object), digests: [SHA, OTHER_SHA], note: 'all of them' },
      });
  });

  it('F6: by a person who neither proposed it nor had a hand in any of the bytes; whoever approved it may', () => {
    given()
      .when(confirm([bytes(), bytes({ excluded: ['Ito'] })]))
      .refuses({ slug: 'four-eyes', members: { excluded: ['artist', 'hook', 'ito'] } });
    given()
      .when(confirm([bytes()], {}, 'artist'))
      .refuses({ slug: 'four-eyes', members: { excluded: ['artist', 'hook'] } });
    given()
      .when(confirm([bytes()], {}, 'robot'))
      .refuses({ slug: 'person-required' });
    given()
      .when(confirm([bytes()], {}, 'noor'))
      .records(CONFIRMED);
  });

  it('refuses all where anything is outside the usage, and says what', () => {
    given()
      .when(confirm([bytes(), bytes({ pointer: '/digests/1', outside: ['the tool is another', 'p_7 is seen'] })]))
      .refuses({
        slug: 'wrong-state',
        members: { state: 'outside-usage' },
        pointers: ['/digests/1', '/digests/1'],
      });
  });

  it('needs bytes that are known, at most 1,000, and evidence', () => {
    given()
      .when(confirm([bytes(), bytes({ pointer: '/assets/1', sha256: null })]))
      .refuses({ slug: 'invalid-request', pointers: ['/assets/1'] });
    given()
      .when(confirm([]))
      .refuses({ slug: 'invalid-request', pointers: ['/digests'] });
    const many = (count: number) =>
      Array.from({ length: count }, (_, i) => bytes({ sha256: i.toString(16).padStart(64, '0') }));
    given()
      .when(confirm(many(1_001)))
      .refuses({ slug: 'invalid-request', pointers: ['/digests'] });
    given()
      .when(confirm(many(1_000)))
      .records({
        ...CONFIRMED,
        data: { ...(CONFIRMED.data as object), digests: many(1_000).map(({ sha256 }) => sha256) },
      });
    given()
      .when(confirm([bytes()], { evidence: [] }))
      .refuses({ slug: 'invalid-request', pointers: ['/evidence'] });
    given()
      .when(confirm([bytes()], { expectedRevision: 4 }))
      .refuses({ slug: 'changed-meanwhile', members: { expected: 4, actual: 1 } });
  });

  it('only while the usage is approved by as many as it takes', () => {
    for (const [state, ...entries] of [
      ['proposed'],
      ['rejected', REJECTED],
      ['revoked', approved(), revoked()],
      ['expired', approved('noor', { expiresAt: NOW })],
    ] as const) {
      givenUsage(PROPOSED, ...(entries as Entry[]))
        .when(confirm())
        .refuses({ slug: 'wrong-state', members: { state } });
    }
    given()
      .when((state) =>
        decideConfirmConformance(
          state,
          { evidence: [{ ref: 'x' }] },
          { person: true, quorum: TWO, bytes: [bytes()] },
          by('ito'),
        ),
      )
      .refuses({ slug: 'wrong-state', members: { state: 'pending-quorum' } });
    givenUsage().when(confirm()).refuses({ slug: 'not-found' });
    givenUsage(PROPOSED, approved(), said(CONFIRMED, { dedup: 'new', contentDigest: 'content of new' }))
      .when(confirm())
      .repeats({ contentDigest: 'content of new', revision: 2, n: 3, events: 1 });
  });
});

describe('revoking a confirmation', () => {
  const revoke =
    (conformance = 'cfm_1', reason = 'another sky', expectedRevision: number | null = null) =>
    (state: UsageState) =>
      decideRevokeConformance(state, { conformance, reason, expectedRevision }, by('kim'));
  const REVOKED = {
    type: 'conformance-revoked',
    data: { conformance: 'cfm_1', reason: 'another sky', evidence: [] },
  };

  it('takes one back, once, whatever has become of the usage', () => {
    const given = [PROPOSED, approved(), confirmed(), confirmed('cfm_2')];
    givenUsage(...given)
      .when(revoke())
      .records(REVOKED);
    givenUsage(...given, revoked())
      .when(revoke())
      .records(REVOKED);
    givenUsage(...given, REVOKED)
      .when(revoke())
      .refuses({ slug: 'wrong-state', members: { state: 'revoked' } });
    givenUsage(...given, REVOKED)
      .when(revoke('cfm_2'))
      .records({ ...REVOKED, data: { ...REVOKED.data, conformance: 'cfm_2' } });
    givenUsage(...given)
      .when(revoke('cfm_3'))
      .refuses({ slug: 'not-found' });
    givenUsage(...given)
      .when(revoke('cfm_1', ''))
      .refuses({ slug: 'invalid-request', pointers: ['/reason'] });
    givenUsage(...given)
      .when(revoke('cfm_1', 'r', 0))
      .refuses({ slug: 'changed-meanwhile', members: { expected: 0, actual: 3 } });
    givenUsage(...given, said(REVOKED, { dedup: 'new', contentDigest: 'content of new' }))
      .when(revoke())
      .repeats({ contentDigest: 'content of new', revision: 4, n: 5, events: 1 });
  });
});

describe('how a usage stands', () => {
  const standing = (entries: readonly Entry[], quorum = ONE, at = NOW) =>
    usageStandingAt(givenUsage(...entries).state, quorum, at);

  it('counts different people whose approval is in force, and never who proposed it', () => {
    expect(standing([PROPOSED])).toEqual({ status: 'proposed', have: 0 });
    expect(standing([PROPOSED, approved()])).toEqual({ status: 'approved', have: 1 });
    expect(standing([PROPOSED, approved()], TWO)).toEqual({ status: 'pending-quorum', have: 1 });
    expect(standing([PROPOSED, approved(), approved('Noor')], TWO)).toEqual({ status: 'pending-quorum', have: 1 });
    expect(standing([PROPOSED, approved(), approved('kim')], TWO)).toEqual({ status: 'approved', have: 2 });
    expect(standing([PROPOSED, approved(), approved('Artist')], TWO)).toEqual({ status: 'pending-quorum', have: 1 });
  });

  it('ends in log time: by expiry, by age, by the end of its window', () => {
    const entries = [PROPOSED, approved('noor', { expiresAt: '2026-03-10T12:00:00.001Z' })];
    expect(standing(entries).status).toBe('approved');
    expect(standing(entries, ONE, '2026-03-10T12:00:00.001Z')).toEqual({ status: 'expired', have: 0 });
    // Approved on 1 March, nine and a half days before.
    expect(standing([PROPOSED, approved()], { needed: 1, maxAge: 10 * DAY }).status).toBe('approved');
    expect(standing([PROPOSED, approved()], { needed: 1, maxAge: 9 * DAY }).status).toBe('expired');
    const windowed = (until: string) => ({
      type: 'proposed',
      data: usageProposed({ scope: { ...EVERYWHERE, window: { from: null, until } } }),
    });
    expect(standing([windowed(NOW), approved()])).toEqual({ status: 'expired', have: 1 });
    expect(standing([windowed('2026-03-10T12:00:00.001Z'), approved()]).status).toBe('approved');
  });

  it('an end that cannot be read has passed', () => {
    expect(standing([PROPOSED, approved('noor', { expiresAt: 'soon' })]).status).toBe('expired');
    expect(
      standing([
        PROPOSED,
        approved(),
        { type: 'revoked', data: { ...revoked().data, effect: 'from', effectiveAt: 'soon' } },
      ]).status,
    ).toBe('revoked');
  });

  it('is revoked from the start or from its date on, and rejected for good', () => {
    expect(standing([PROPOSED, approved(), revoked()]).status).toBe('revoked');
    expect(standing([PROPOSED, approved(), revoked(NOW)]).status).toBe('revoked');
    expect(standing([PROPOSED, approved(), revoked('2026-03-10T12:00:00.001Z')]).status).toBe('approved');
    const undated = { type: 'revoked', data: { ...revoked().data, effect: 'from' } };
    expect(standing([PROPOSED, approved(), undated]).status).toBe('revoked');
    expect(standing([PROPOSED, approved(), REJECTED, revoked()]).status).toBe('rejected');
  });
});

it('a usage evolves as it folds; the first of each is the one that counts', () => {
  const events = recorded(USAGE_STREAM, [
    PROPOSED,
    { type: 'proposed', data: usageProposed({ purpose: 'another' }) },
    approved(),
    confirmed(),
    confirmed('cfm_2'),
    { type: 'conformance-revoked', data: { conformance: 'cfm_1', reason: 'r', evidence: [] } },
    { type: 'conformance-revoked', data: { conformance: 'cfm_9', reason: 'r', evidence: [] } },
    revoked(),
    revoked(NOW),
    REJECTED,
    REJECTED,
  ]);
  const state = foldUsage('nightfall', 'skies', events);
  expect(events.reduce(evolveUsage, foldUsage('nightfall', 'skies', []))).toEqual(state);
  expect(state).toMatchObject({
    production: 'nightfall',
    id: 'skies',
    revision: 10,
    proposed: { event: 'e0', by: 'artist' },
    approvals: [{ event: 'e2' }],
    conformances: [
      { event: 'e3', revoked: { event: 'e5' } },
      { event: 'e4', revoked: null },
    ],
    revoked: { event: 'e7' },
    rejected: { event: 'e9' },
  });
  const broken = { type: 'conformance-confirmed', data: { ...(confirmed().event.data as object), digests: ['AB'] } };
  expect(() => foldUsage('nightfall', 'skies', recorded(USAGE_STREAM, [broken]))).toThrow('/data/digests/0');
});
