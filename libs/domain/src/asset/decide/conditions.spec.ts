/* oxlint-disable vitest/expect-expect, unicorn/consistent-function-scoping --
   given().when().records() asserts (testing/given.ts); commands stand beside the tests that give them */
import { describe, expect, it } from 'vitest';
import { derivedId } from '../../shared/envelope.js';
import { bytes, EVERYWHERE, givenPlate, registered, SHA } from '../../testing/asset.js';
import { by, HOOK, said } from '../../testing/given.js';
import type { ApprovedData } from '../events.js';
import type { AssetState } from '../state.js';
import { decideApprove, type ApproveCommand } from './approve.js';
import { decideEvidenceCondition, type EvidenceConditionCommand } from './evidence-condition.js';

const digest = { sha256: SHA };
const policy = { id: 'base', version: '1', digest: 'x' };
const plate = [registered(), bytes()];
const opened = { type: 'promotion-requested', data: { decision: 'dec_1', delivery: 'ep101' } };
const FOUND = { rule: 'base-generated', root: 'sky', element: null };

const command: ApproveCommand = {
  verdict: 'approved',
  kind: 'written',
  digest,
  reach: 'contained',
  findings: [{ rule: 'base-generated', root: 'sky' }],
  scope: EVERYWHERE,
  evidence: [{ ref: 'dms://legal/1' }],
};
const approve = (change: Partial<ApproveCommand>) => (state: AssetState) => {
  const open = [{ key: FOUND, outcome: 'approval' }];
  const situation = { person: true, excluded: [HOOK], sha256: SHA, open, changedAt: 7, policy };
  return decideApprove(state, { ...command, ...change }, situation, by('noor'));
};
const data: ApprovedData = {
  approval: derivedId('apr', 'new'),
  kind: 'written',
  digest,
  reach: 'contained',
  findings: [FOUND],
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

describe('approving under conditions', () => {
  const conditions = [
    { id: 'credit', text: 'the artist stands in the end credits' },
    { id: 'guild', text: 'the guild was told' },
  ];
  it('records them with the approval, and nothing where there are none', () => {
    givenPlate(...plate)
      .when(approve({ conditions }))
      .records(approved({ conditions }));
    for (const none of [[], null])
      givenPlate(...plate)
        .when(approve({ conditions: none }))
        .records(approved());
  });

  it.each<[string, Partial<ApproveCommand>, string]>([
    ['a rejection', { verdict: 'rejected' }, '/conditions'],
    ['a broken glass', { kind: 'break-glass', justification: 'now', expiresAt: '2026-03-11T12:00:00Z' }, '/conditions'],
    ['two of one id', { conditions: [conditions[0]!, conditions[0]!] }, '/conditions/1/id'],
    ['one that says nothing', { conditions: [{ id: 'credit', text: ' ' }] }, '/conditions/0/text'],
    [
      'more than 20',
      { conditions: Array.from({ length: 21 }, (_, index) => ({ id: `c${index}`, text: 'x' })) },
      '/conditions',
    ],
  ])('refuses %s', (_, change, pointer) => {
    givenPlate(...plate)
      .when(approve({ conditions, ...change }))
      .refuses({ slug: 'invalid-request', pointers: [pointer] });
  });

  const given = approved({ conditions });
  const { approval } = given.data;
  const evidence = [{ ref: 'credits.pdf', digest }];
  const show =
    (change: Partial<EvidenceConditionCommand> = {}, other: object = {}, who = 'noor') =>
    (state: AssetState) =>
      decideEvidenceCondition(
        state,
        { approval, condition: 'credit', evidence, ...change },
        { person: true, excluded: [HOOK], submittersOf: (root) => (root === 'sky' ? ['sky-artist'] : []), ...other },
        by(who),
      );
  const shown = (condition = 'credit', note: string | null = null) => ({
    type: 'condition-evidenced',
    data: { approval, condition, evidence, note },
  });

  it('each is evidenced once, by a person who may be the one who approved', () => {
    givenPlate(...plate, given)
      .when(show())
      .records(shown());
    givenPlate(...plate, given, said(shown(), { by: 'noor' }))
      .when(show({ condition: 'guild', note: 'by mail' }))
      .records(shown('guild', 'by mail'));
    givenPlate(...plate, given, said(shown(), { by: 'noor' }))
      .when(show())
      .refuses({ slug: 'wrong-state', members: { state: 'evidenced' } });
    expect(givenPlate(...plate, given, said(shown(), { by: 'noor' })).state.approvals[0]?.evidenced).toMatchObject([
      { by: 'noor', data: shown().data },
    ]);
  });

  it('F6: not by who had a hand in the content or a root; what such a person evidenced is void', () => {
    for (const who of [HOOK, 'Sky-Artist'])
      givenPlate(...plate, given)
        .when(show({}, {}, who))
        .refuses({ slug: 'four-eyes', members: { excluded: [HOOK, 'sky-artist'] } });
    givenPlate(...plate, given)
      .when(show({}, { person: false }))
      .refuses({ slug: 'person-required' });
    givenPlate(...plate, given, said(shown(), { by: 'Sky-Artist' }))
      .when(show())
      .records(shown());
  });

  it('takes the digest of what was seen, an approval that stands, and a condition it has', () => {
    for (const none of [[], [{ ref: 'dms://credits/1' }]])
      givenPlate(...plate, given)
        .when(show({ evidence: none }))
        .refuses({ slug: 'invalid-request', pointers: ['/evidence'] });
    givenPlate(...plate, given)
      .when(show({ condition: 'other' }))
      .refuses({ slug: 'not-found' });
    givenPlate(...plate, approved())
      .when(show())
      .refuses({ slug: 'not-found' });
    givenPlate(...plate, given)
      .when(show({ approval: 'apr_other' }))
      .refuses({ slug: 'not-found' });
    const revoked = { approval, reason: 'r', effect: 'ab-initio', effectiveAt: null, evidence: [] };
    givenPlate(...plate, given, { type: 'approval-revoked', data: revoked })
      .when(show())
      .refuses({ slug: 'wrong-state', members: { state: 'revoked' } });
    givenPlate(...plate, given, opened)
      .when(show())
      .refuses({ slug: 'in-progress' });
    givenPlate(...plate, given)
      .when(show({ expectedRevision: 0 }))
      .refuses({ slug: 'changed-meanwhile', members: { expected: 0, actual: 2 } });
  });
});
