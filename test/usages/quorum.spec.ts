import { describe, expect, it } from 'vitest';
import { demand, findingOf, generated, openStage, type ApprovalWish, type Caller } from '../harness/index.js';

/** Generated material takes two people of the board. */
const BOARD = `
id: quorumboard
version: "1"
title: The board
notice: Not legal advice.
sources: [{id: book, title: The book, publisher: Us, published: "2026-01", read: "2026-01"}]
replace: [base-generated]
approvals: [{kind: board, by: the board, quorum: 2}]
facts: {asset: {fields: {genai: {values: [none, assistive, partial, full]}}}}
rules:
  - id: BOARD-1
    title: Generated
    source: {doc: book, section: one, asOf: "2026-01"}
    outcome: approval
    when: {fact: asset.genai, gte: partial}
    message: "{root} is generated"
    clears: {message: The board agrees, anyOf: [[{approval: board}]]}
`;

const stage = await openStage('quorum_board');
const raw = { contentType: 'application/yaml', content: BOARD };
demand(await stage.root.send('POST', '/v1/policies', { raw }), 201, 'publishing');
const packs = [{ id: 'quorumboard', version: '1' }];
demand(
  stage.noted(await stage.cast.admin.send('PUT', `${stage.path}/policy`, { body: { packs, reason: 'as agreed' } })),
  200,
  'adopting',
);
await stage.told(generated('castle'));
await stage.openDelivery('ep101');

const wish: ApprovalWish = { kind: 'board', findings: [{ rule: 'BOARD-1', root: 'castle' }] };
const approved = async (by: Caller, more: Partial<ApprovalWish> = {}) => {
  const { status, body } = await stage.approve('castle', { ...wish, ...more }, by);
  expect(status).toBe(201);
  const { state, quorum } = body as typeof body & { quorum: { needed: number; have: number } };
  return { state, ...quorum };
};
const checked = async () => (await stage.checkAssets('ep101', 'castle')).decision;

describe('a kind that takes two people', () => {
  it('clears nothing by the first of them, nor by the same one again', async () => {
    for (const _ of ['first', 'again'])
      expect(await approved(stage.cast.ito)).toEqual({ state: 'pending-quorum', needed: 2, have: 1 });
    const view = await stage.view('castle');
    expect([view.state, await checked()]).toEqual(['needs-approval', 'hold']);
    expect(findingOf(view.findings, 'BOARD-1', 'castle')).toMatchObject({
      status: 'open',
      missing: { approvals: ['board'] },
    });
  });

  it('clears by the second, for what both have given', async () => {
    expect(await approved(stage.cast.okafor)).toEqual({ state: 'active', needed: 2, have: 2 });
    expect([await stage.state('castle'), await checked()]).toEqual(['approved', 'release']);
  });
});
