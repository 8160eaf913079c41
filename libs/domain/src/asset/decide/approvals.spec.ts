/* oxlint-disable vitest/expect-expect, unicorn/consistent-function-scoping --
   given().when().records() asserts (testing/given.ts); commands stand beside the tests that give them */
import { describe, expect, it } from 'vitest';
import { derivedId } from '../../shared/envelope.js';
import { bytes, EVERYWHERE, givenPlate, OTHER_SHA, registered, SHA } from '../../testing/asset.js';
import { by, HOOK, NOW, said } from '../../testing/given.js';
import type { ApprovedData } from '../events.js';
import type { AssetState } from '../state.js';
import { decideApprovalRequest, type ApprovalRequestCommand } from './approval-request.js';
import { decideApprove, type ApproveCommand, type ApproveSituation } from './approve.js';
import { clears, type OpenFindingOf } from './clearable.js';
import { decideRevoke, type RevokeCommand } from './revoke.js';

const digest = { sha256: SHA };
const policy = { id: 'base', version: '1', digest: 'x' };
const plate = [registered(), bytes()];
const opened = { type: 'promotion-requested', data: { decision: 'dec_1', delivery: 'ep101' } };
const key = (rule: string, root: string, element: string | null = null) => ({ rule, root, element });
const finding = (rule: string, outcome: string, more: Partial<OpenFindingOf> = {}): OpenFindingOf => ({
  key: key(rule, 'sky'),
  outcome,
  ...more,
});

const GENERATED = finding('base-generated', 'approval', { excluded: ['sky-artist'] });
const OPEN = [
  GENERATED,
  finding('base-temporary-mark', 'deny'),
  finding('base-origin-unknown', 'unknown'),
  finding('base-replacement-unconfirmed', 'approval'),
  finding('union-ruling', 'escalate'),
];

const command: ApproveCommand = {
  verdict: 'approved',
  kind: 'written',
  digest,
  reach: 'contained',
  findings: [{ rule: 'base-generated', root: 'sky' }],
  scope: EVERYWHERE,
  evidence: [{ ref: 'dms://legal/1' }],
};
const situation: ApproveSituation = { person: true, excluded: [HOOK], sha256: SHA, open: OPEN, changedAt: 7, policy };
const approve =
  (change: Partial<ApproveCommand> = {}, other: Partial<ApproveSituation> = {}, who = 'noor') =>
  (state: AssetState) =>
    decideApprove(state, { ...command, ...change }, { ...situation, ...other }, by(who));
const data: ApprovedData = {
  approval: derivedId('apr', 'new'),
  kind: 'written',
  digest,
  reach: 'contained',
  findings: [key('base-generated', 'sky')],
  seenAt: null,
  scope: { ...EVERYWHERE, window: null },
  evidence: [{ ref: 'dms://legal/1' }],
  grantedBy: null,
  expiresAt: null,
  request: null,
  note: null,
  policy,
};
const approved = (more: Partial<ApprovedData> = {}) => ({ type: 'approved', data: { ...data, ...more } });

describe('approving', () => {
  it('F3: names the findings it clears, for these bytes', () => {
    givenPlate(...plate)
      .when(approve())
      .records(approved());
  });

  it('records a rejection with the same members, except an expiry', () => {
    const { expiresAt: _, ...rejected } = data;
    givenPlate(...plate)
      .when(approve({ verdict: 'rejected' }))
      .records({ type: 'approval-rejected', data: rejected });
  });

  it('F3: "open" is written out as the clearable ones', () => {
    givenPlate(...plate)
      .when(approve({ findings: 'open', seenAt: '7' }))
      .records(approved({ seenAt: '7' }));
    givenPlate(...plate)
      .when(approve({ findings: 'open', seenAt: '9', kind: 'ruling' }))
      .records(approved({ seenAt: '9', kind: 'ruling', findings: [key('union-ruling', 'sky')] }));
  });

  it('F3: "open" requires seenAt, and is refused where the findings changed since', () => {
    givenPlate(...plate)
      .when(approve({ findings: 'open' }))
      .refuses({ slug: 'invalid-request', pointers: ['/seenAt'] });
    givenPlate(...plate)
      .when(approve({ findings: 'open', seenAt: 'now' }))
      .refuses({ slug: 'invalid-request', pointers: ['/seenAt'] });
    givenPlate(...plate)
      .when(approve({ findings: 'open', seenAt: '6' }))
      .refuses({ slug: 'changed-meanwhile', members: { expected: '6', actual: '7' } });
    givenPlate(...plate)
      .when(approve({ findings: 'open', seenAt: null }))
      .refuses({ slug: 'invalid-request', pointers: ['/seenAt'] });
    givenPlate(...plate)
      .when(approve({ seenAt: '6' }))
      .records(approved({ seenAt: '6' }));
  });

  it('takes as seenAt a position and nothing else, or none where the findings are named', () => {
    givenPlate(...plate)
      .when(approve({ seenAt: null }))
      .records(approved());
    givenPlate(...plate)
      .when(approve({ seenAt: '1'.repeat(15) }))
      .records(approved({ seenAt: '1'.repeat(15) }));
    for (const seenAt of ['', 'n7', '7n', '1'.repeat(16)]) {
      givenPlate(...plate)
        .when(approve({ seenAt }))
        .refuses({ slug: 'invalid-request', pointers: ['/seenAt'] });
    }
  });

  it.each([
    ['a deny', 'base-temporary-mark', 'written'],
    ['an unknown', 'base-origin-unknown', 'written'],
    ['a replacement', 'base-replacement-unconfirmed', 'written'],
    ['an escalation, unless it is a ruling', 'union-ruling', 'written'],
    ['a finding whose rule names other kinds', 'base-generated', 'legal'],
    ['an approval finding by a ruling', 'base-generated', 'ruling'],
    ['what is not open', 'base-cycle', 'written'],
  ])('F3: does not clear %s', (_, rule, kind) => {
    givenPlate(...plate)
      .when(
        approve({
          kind,
          findings: [
            { rule: 'base-generated', root: 'sky' },
            { rule, root: 'sky' },
          ].slice(kind === 'written' ? 0 : 1),
        }),
      )
      .refuses({ slug: 'approval-kind', pointers: [`/findings/${kind === 'written' ? 1 : 0}`] });
  });

  describe('breaking the glass', () => {
    const END = '2026-03-13T12:00:00.000Z';
    const broken: Partial<ApproveCommand> = {
      kind: 'break-glass',
      justification: 'it airs tonight, and nobody at legal answers',
      expiresAt: END,
    };
    const granted = (more: Partial<ApprovedData> = {}) => ({
      type: 'override-granted',
      data: { ...data, kind: 'break-glass', justification: broken.justification, expiresAt: END, ...more },
    });

    it('is recorded as what it is, with why and until when', () => {
      givenPlate(...plate)
        .when(approve(broken))
        .records(granted());
      givenPlate(...plate)
        .when(approve({ ...broken, findings: 'open', seenAt: '7' }))
        .records(granted({ seenAt: '7', findings: [key('base-generated', 'sky'), key('union-ruling', 'sky')] }));
    });

    it.each(['base-temporary-mark', 'base-origin-unknown', 'base-replacement-unconfirmed'])(
      'F3: stands in for no fact, and for nothing that nobody knows: %s',
      (rule) => {
        givenPlate(...plate)
          .when(approve({ ...broken, findings: [{ rule, root: 'sky' }] }))
          .refuses({ slug: 'approval-kind', pointers: ['/findings/0'] });
      },
    );

    it.each<[string, Partial<ApproveCommand>, string]>([
      ['no justification', { justification: ' ' }, '/justification'],
      ['none at all', { justification: null }, '/justification'],
      ['no end', { expiresAt: null }, '/expiresAt'],
      ['an end after 72 hours', { expiresAt: '2026-03-13T12:00:00.001Z' }, '/expiresAt'],
      ['an end that has come', { expiresAt: NOW }, '/expiresAt'],
      ['a rejection', { verdict: 'rejected' }, '/verdict'],
      ['no evidence', { evidence: [] }, '/evidence'],
    ])('is refused with %s', (_, change, pointer) => {
      givenPlate(...plate)
        .when(approve({ ...broken, ...change }))
        .refuses({ slug: 'invalid-request', pointers: [pointer] });
    });

    it('takes four eyes and a person like every approval; a justification goes with nothing else', () => {
      givenPlate(...plate)
        .when(approve(broken, {}, 'sky-artist'))
        .refuses({ slug: 'four-eyes', members: { excluded: [HOOK, 'sky-artist'] } });
      givenPlate(...plate)
        .when(approve(broken, { person: false }))
        .refuses({ slug: 'person-required' });
      givenPlate(...plate)
        .when(approve({ justification: 'because' }))
        .refuses({ slug: 'invalid-request', pointers: ['/justification'] });
    });

    it('can be taken back', () => {
      const state = givenPlate(...plate, granted()).state;
      expect(state.approvals).toMatchObject([{ data: { kind: 'break-glass' }, revoked: null }]);
    });
  });

  it('F3: takes the kinds that a rule names', () => {
    const legal = finding('NFX-F4', 'approval', { kinds: ['legal'] });
    expect(clears('legal', legal)).toBe(true);
    expect(clears('break-glass', legal)).toBe(true);
    expect(clears('break-glass', finding('NFX-F4', 'approval', { kinds: [] }))).toBe(false);
    expect(clears('written', legal)).toBe(false);
    expect(clears('ruling', finding('x', 'notice'))).toBe(false);
  });

  it('F3: nothing left is a wrong state', () => {
    givenPlate(...plate)
      .when(approve({ findings: 'open', seenAt: '7' }, { open: OPEN.slice(1) }))
      .refuses({ slug: 'wrong-state', members: { state: 'nothing-open' } });
  });

  it('F3: names at most 2,000 findings', () => {
    const many = Array.from({ length: 2_001 }, (_, index) => ({
      key: key('base-generated', `root${index}`),
      outcome: 'approval',
    }));
    const all = { slug: 'invalid-request', pointers: ['/findings'] } as const;
    givenPlate(...plate)
      .when(approve({ findings: 'open', seenAt: '7' }, { open: many }))
      .refuses(all);
    givenPlate(...plate)
      .when(approve({ findings: many.map((entry) => entry.key) }, { open: many }))
      .refuses(all);
    givenPlate(...plate)
      .when(approve({ findings: many.map((entry) => entry.key) }))
      .refuses(all);
    const fitting = many.slice(1);
    givenPlate(...plate)
      .when(approve({ findings: 'open', seenAt: '7' }, { open: fitting }))
      .records(approved({ seenAt: '7', findings: fitting.map((entry) => entry.key) }));
  });

  it('F1: compares roots as contents and elements exactly, and names each finding once', () => {
    const contentOf = (asset: string) => (asset === 'sky_copy' ? 'sky' : asset);
    const twice = [
      { rule: 'base-generated', root: 'sky_copy' },
      { rule: 'base-generated', root: 'sky' },
    ];
    givenPlate(...plate)
      .when(approve({ findings: twice }, { contentOf }))
      .records(approved());
    givenPlate(...plate)
      .when(approve({ findings: [{ rule: 'base-generated', root: 'grass' }] }))
      .refuses({ slug: 'approval-kind', pointers: ['/findings/0'] });
    givenPlate(...plate)
      .when(approve({ findings: [{ rule: 'base-generated', root: 'sky', element: 'performer_1' }] }))
      .refuses({ slug: 'approval-kind', pointers: ['/findings/0'] });
  });

  it('F6: takes a person who submitted neither the content nor the root of a finding concerned', () => {
    givenPlate(...plate)
      .when(approve({}, { person: false }))
      .refuses({ slug: 'person-required' });
    givenPlate(...plate)
      .when(approve({}, {}, HOOK))
      .refuses({ slug: 'four-eyes', members: { excluded: [HOOK, 'sky-artist'] } });
    givenPlate(...plate)
      .when(approve({}, {}, 'Sky-Artist'))
      .refuses({ slug: 'four-eyes', members: { excluded: [HOOK, 'sky-artist'] } });
    givenPlate(...plate)
      .when(approve({ findings: 'open', seenAt: '7' }, {}, 'sky-artist'))
      .refuses({ slug: 'four-eyes', members: { excluded: [HOOK, 'sky-artist'] } });
  });

  it('F6: names nobody but submitters', () => {
    givenPlate(...plate)
      .when(approve({ kind: 'ruling', findings: [{ rule: 'union-ruling', root: 'sky' }] }, {}, HOOK))
      .refuses({ slug: 'four-eyes', members: { excluded: [HOOK] } });
  });

  it('F6: who submitted the root of a finding that is not concerned may approve', () => {
    givenPlate(...plate)
      .when(approve({ kind: 'ruling', findings: [{ rule: 'union-ruling', root: 'sky' }] }, {}, 'sky-artist'))
      .records(approved({ kind: 'ruling', findings: [key('union-ruling', 'sky')] }));
  });

  it('E6: person before four eyes before body before state', () => {
    const wrong: Partial<ApproveCommand> = {
      evidence: [],
      findings: [],
      digest: { sha256: OTHER_SHA },
      expectedRevision: 0,
    };
    givenPlate(...plate, opened)
      .when(approve(wrong, { person: false }, HOOK))
      .refuses({ slug: 'person-required' });
    givenPlate(...plate, opened)
      .when(approve(wrong, {}, HOOK))
      .refuses({ slug: 'four-eyes', members: { excluded: [HOOK] } });
    givenPlate(...plate, opened)
      .when(approve(wrong))
      .refuses({ slug: 'invalid-request', pointers: ['/evidence'] });
    const evidence = command.evidence;
    givenPlate(...plate, opened)
      .when(approve({ ...wrong, evidence }))
      .refuses({ slug: 'invalid-request', pointers: ['/findings'] });
    const { findings } = command;
    givenPlate(...plate, opened)
      .when(approve({ ...wrong, evidence, findings }))
      .refuses({ slug: 'changed-meanwhile', members: { expected: 0, actual: 2 } });
    givenPlate(...plate, opened)
      .when(approve({ digest: { sha256: OTHER_SHA } }))
      .refuses({ slug: 'in-progress' });
    givenPlate(...plate)
      .when(approve({ digest: { sha256: OTHER_SHA } }))
      .refuses({ slug: 'digest-mismatch', members: { known: digest, given: { sha256: OTHER_SHA } } });
    givenPlate(...plate)
      .when(approve({}, { sha256: null }))
      .refuses({ slug: 'bytes-unknown' });
    givenPlate()
      .when(approve({}, { person: false }))
      .refuses({ slug: 'not-found' });
  });

  it.each([
    ['an empty list', { scope: { ...EVERYWHERE, territories: [] } }, '/scope/territories'],
    [
      'a window that ends before it begins',
      { scope: { ...EVERYWHERE, window: { from: '2026-05-02T00:00:00Z', until: '2026-05-01T00:00:00Z' } } },
      '/scope/window/until',
    ],
    [
      'a window that ends as it begins',
      { scope: { ...EVERYWHERE, window: { from: '2026-05-01T00:00:00Z', until: '2026-05-01T02:00:00+02:00' } } },
      '/scope/window/until',
    ],
    [
      'a window that ends at no time',
      { scope: { ...EVERYWHERE, window: { from: null, until: '2026-02-30T00:00:00Z' } } },
      '/scope/window/until',
    ],
    [
      'a window of no time',
      { scope: { ...EVERYWHERE, window: { from: '2026-02-30T00:00:00Z', until: null } } },
      '/scope/window/from',
    ],
    ['an expiry that has passed', { expiresAt: NOW }, '/expiresAt'],
    ['an expiry without an offset', { expiresAt: '2027-01-01T00:00:00' }, '/expiresAt'],
  ])('%s is malformed', (_, change, pointer) => {
    givenPlate(...plate)
      .when(approve(change))
      .refuses({ slug: 'invalid-request', pointers: [pointer] });
  });

  it('is not recorded where it could not be read back', () => {
    const evidence = [{ ref: 'dms://1', digest: { sha256: 'A'.repeat(64) } }];
    givenPlate(...plate)
      .when(approve({ evidence }))
      .refuses({ slug: 'invalid-request', pointers: ['/evidence/0/digest/sha256'] });
  });

  it('records times in UTC', () => {
    const window = { from: '2026-05-01T02:00:00+02:00', until: null };
    givenPlate(...plate)
      .when(approve({ expiresAt: '2027-01-01T00:00:00+01:00', scope: { ...EVERYWHERE, window } }))
      .records(
        approved({
          expiresAt: '2026-12-31T23:00:00.000Z',
          scope: { ...EVERYWHERE, window: { from: '2026-05-01T00:00:00.000Z', until: null } },
        }),
      );
  });

  it.each([
    { from: '2026-05-01T00:00:00.000Z', until: '2026-05-01T00:00:00.001Z' },
    { from: '2026-05-01T00:00:00.000Z', until: null },
    { from: null, until: '2020-05-01T00:00:00.000Z' },
    { from: null, until: null },
  ])('records the window %j', (window) => {
    givenPlate(...plate)
      .when(approve({ scope: { ...EVERYWHERE, window } }))
      .records(approved({ scope: { ...EVERYWHERE, window } }));
  });

  it('takes the revision that was expected, and none', () => {
    for (const expectedRevision of [1, null, undefined]) {
      givenPlate(...plate)
        .when(approve({ expectedRevision }))
        .records(approved());
    }
  });

  it('E3: the same approval again repeats and keeps its id', () => {
    const known = { contentDigest: 'content of new', revision: 2, n: 3, events: 1 };
    givenPlate(...plate, said(approved(), { dedup: 'new', contentDigest: known.contentDigest }))
      .when(approve())
      .repeats(known);
  });
});

describe('asking for an approval', () => {
  const ask: ApprovalRequestCommand = { kind: 'written', scope: EVERYWHERE };
  const request =
    (change: Partial<ApprovalRequestCommand> = {}, other: { sha256?: string | null; open?: OpenFindingOf[] } = {}) =>
    (state: AssetState) =>
      decideApprovalRequest(state, { ...ask, ...change }, { sha256: SHA, open: OPEN, ...other }, by(HOOK));
  const requested = (more: object = {}) => ({
    type: 'approval-requested',
    data: {
      request: derivedId('req', 'new'),
      kind: 'written',
      scope: { ...EVERYWHERE, window: null },
      reach: 'exact',
      findings: [key('base-generated', 'sky')],
      digest,
      note: null,
      assignees: [],
      dueAt: null,
      check: null,
      ...more,
    },
  });

  it('is open to the submitter; without findings it asks for the clearable ones, without reach for the narrowest', () => {
    givenPlate(...plate)
      .when(request())
      .records(requested());
  });

  it('keeps what was said beside it', () => {
    const more = { reach: 'processed', note: 'by Friday', assignees: ['noor'], check: 'chk_1' } as const;
    givenPlate(...plate)
      .when(request({ ...more, dueAt: '2026-03-13T12:00:00+01:00' }))
      .records(requested({ ...more, dueAt: '2026-03-13T11:00:00.000Z' }));
  });

  it('E3: the same request again repeats', () => {
    const known = { contentDigest: 'content of new', revision: 2, n: 3, events: 1 };
    givenPlate(...plate, said(requested(), { dedup: 'new', contentDigest: known.contentDigest }))
      .when(request())
      .repeats(known);
  });

  it('is refused as an approval would be', () => {
    givenPlate(...plate)
      .when(request({ findings: [{ rule: 'base-generated', root: 'grass' }] }))
      .refuses({ slug: 'approval-kind', pointers: ['/findings/0'] });
    givenPlate(...plate)
      .when(request({ findings: [{ rule: 'base-temporary-mark', root: 'sky' }] }))
      .refuses({ slug: 'approval-kind', pointers: ['/findings/0'] });
    givenPlate(...plate)
      .when(request({ kind: 'legal' }))
      .refuses({ slug: 'wrong-state', members: { state: 'nothing-open' } });
    givenPlate(...plate)
      .when(request({}, { sha256: null }))
      .refuses({ slug: 'bytes-unknown' });
    givenPlate(...plate)
      .when(request({ dueAt: NOW }))
      .refuses({ slug: 'invalid-request', pointers: ['/dueAt'] });
    givenPlate(...plate)
      .when(request({ expectedRevision: 5 }))
      .refuses({ slug: 'changed-meanwhile', members: { expected: 5, actual: 1 } });
    givenPlate(...plate, opened)
      .when(request())
      .refuses({ slug: 'in-progress' });
    givenPlate().when(request()).refuses({ slug: 'not-found' });
  });
});

describe('revoking an approval', () => {
  const revocation: RevokeCommand = { approval: data.approval, reason: 'withdrawn', effect: 'ab-initio' };
  const revoke =
    (change: Partial<RevokeCommand> = {}) =>
    (state: AssetState) =>
      decideRevoke(state, { ...revocation, ...change }, by('noor'));
  const given = (...more: { type: string; data: object }[]) => givenPlate(...plate, approved(), ...more);
  const revoked = (effect = 'ab-initio', effectiveAt: string | null = null) => ({
    type: 'approval-revoked',
    data: { approval: data.approval, reason: 'withdrawn', effect, effectiveAt, evidence: [] },
  });

  it('voids it from the start, or ends it at a time, or now', () => {
    given().when(revoke()).records(revoked());
    given()
      .when(revoke({ effect: 'from', effectiveAt: '2026-04-01T00:00:00+02:00' }))
      .records(revoked('from', '2026-03-31T22:00:00.000Z'));
    given()
      .when(revoke({ effect: 'from' }))
      .records(revoked('from', NOW));
  });

  it('is done once', () => {
    given(revoked())
      .when(revoke())
      .refuses({ slug: 'wrong-state', members: { state: 'revoked' } });
    given(revoked('from', NOW))
      .when(revoke())
      .refuses({ slug: 'wrong-state', members: { state: 'revoked' } });
  });

  it('takes back the approval it names and no other', () => {
    const other = 'apr_other';
    const both = [...plate, approved(), approved({ approval: other })];
    givenPlate(...both, revoked())
      .when(revoke({ approval: other }))
      .records({ type: 'approval-revoked', data: { ...revoked().data, approval: other } });
    givenPlate(...both, { type: 'approval-revoked', data: { ...revoked().data, approval: other } })
      .when(revoke())
      .records(revoked());
  });

  it('E3: the same revocation again repeats', () => {
    const known = { contentDigest: 'content of new', revision: 3, n: 4, events: 1 };
    givenPlate(...plate, approved(), said(revoked(), { dedup: 'new', contentDigest: known.contentDigest }))
      .when(revoke())
      .repeats(known);
  });

  it('a rejection cannot be revoked, an unknown approval is not found', () => {
    const { expiresAt: _, ...rejected } = data;
    givenPlate(...plate, { type: 'approval-rejected', data: rejected })
      .when(revoke())
      .refuses({ slug: 'wrong-state', members: { state: 'rejected' } });
    given()
      .when(revoke({ approval: 'apr_9' }))
      .refuses({ slug: 'not-found' });
  });

  it('takes a reason, and a time only with "from"', () => {
    given()
      .when(revoke({ reason: '' }))
      .refuses({ slug: 'invalid-request', pointers: ['/reason'] });
    given()
      .when(revoke({ effectiveAt: NOW }))
      .refuses({ slug: 'invalid-request', pointers: ['/effectiveAt'] });
    given()
      .when(revoke({ effectiveAt: null }))
      .records(revoked());
    given()
      .when(revoke({ effect: 'from', effectiveAt: 'soon' }))
      .refuses({ slug: 'invalid-request', pointers: ['/effectiveAt'] });
  });

  it('D2: waits for an open promotion, and takes the expected revision', () => {
    given(opened).when(revoke()).refuses({ slug: 'in-progress' });
    given()
      .when(revoke({ expectedRevision: 1 }))
      .refuses({ slug: 'changed-meanwhile', members: { expected: 1, actual: 2 } });
  });
});
