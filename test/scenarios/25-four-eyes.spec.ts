import { describe, expect, it } from 'vitest';
import {
  expectProblem,
  findingKeys,
  generated,
  issueToken,
  openStage,
  placeholder,
  report,
  type Approval,
} from '../harness/index.js';

const ito = 'k.ito@studio.example';
const stage = await openStage('s25_four_eyes');
const wishFor = (root: string) => ({ findings: [{ rule: 'base-generated', root }] });
const approvalState = async (approval: Approval) =>
  (await stage.read<Approval>(`${stage.path}/approvals/${approval.id}`)).state;

describe('Scenario 25: the approver is also the submitter or maker', () => {
  it('F6: refuses the person whom the hook named as maker, in whatever case it was written', async () => {
    await stage.told(generated('by_ito', {}, { authid: 'K.Ito@Studio.example' }));
    const problem = expectProblem(await stage.approve('by_ito', wishFor('by_ito')), 403, 'four-eyes');
    expect(problem.excluded).toContain(ito);
    expect(await stage.state('by_ito')).toBe('needs-approval');
    expect((await stage.history('by_ito')).map((event) => event.type)).not.toContain('approved');
    expect((await stage.approve('by_ito', wishFor('by_ito'), stage.cast.okafor)).status).toBe(201);
  });

  it('F6: refuses the maker of the root of the finding, though another made the asset', async () => {
    await stage.told(
      generated('sky_by_ito', {}, { authid: ito }),
      report('comp_by_hook', { inputs: [{ asset: 'sky_by_ito', kind: 'component' }] }),
    );
    expectProblem(await stage.approve('comp_by_hook', wishFor('sky_by_ito')), 403, 'four-eyes');
    expect((await stage.approve('comp_by_hook', wishFor('sky_by_ito'), stage.cast.okafor)).status).toBe(201);
  });

  it('F6: sees through another claim of the same bytes', async () => {
    await stage.told(generated('published'), report('desk_copy', { bytes: 'published' }, { authid: ito }));
    expectProblem(await stage.approve('published', wishFor('published')), 403, 'four-eyes');
    expect(await stage.state('published')).toBe('needs-approval');
  });

  let approvedAt: string | undefined;
  it('F6: voids the approval when the approver becomes known as a maker later', async () => {
    await stage.told(generated('later_known'));
    const approval = await stage.approve('later_known', wishFor('later_known'));
    expect(approval.status).toBe(201);
    expect(await stage.state('later_known')).toBe('approved');
    approvedAt = stage.seen;
    await stage.told(report('his_own_copy', { bytes: 'later_known' }, { authid: ito }));
    const view = await stage.view('later_known');
    expect([view.state, view.compliant, findingKeys(view.findings)]).toEqual([
      'needs-approval',
      false,
      ['base-generated later_known open'],
    ]);
    expect(await approvalState(approval.body)).toBe('void');
  });

  it('refuses an as-of question rather than answering it with the present', async () => {
    const asked = await stage.root.get(`${stage.asset('later_known')}?asOf=${approvedAt}`);
    expectProblem(asked, 422, 'invalid-request');
  });

  it('F6: keeps an approval whose giver lost the role afterwards', async () => {
    const guest = await issueToken(stage.root, {
      subject: 'guest.reviewer@studio.example',
      kind: 'person',
      grants: [{ role: 'reviewer', productions: [stage.production] }],
    });
    await stage.told(generated('by_guest'));
    const approval = await stage.approve('by_guest', wishFor('by_guest'), guest);
    expect(approval.status).toBe(201);
    const revoked = await stage.root.post(`/v1/tokens/${guest.tokenId}/revoke`, { reason: 'contract ended' });
    expect(revoked.status).toBe(200);
    expectProblem(await guest.get(stage.asset('by_guest')), 401, 'unauthorized');
    expect([await stage.state('by_guest'), await approvalState(approval.body)]).toEqual(['approved', 'active']);
  });

  it('lets no service approve or lift, whatever role its token carries', async () => {
    const robot = await issueToken(stage.root, {
      subject: 'robot@studio.example',
      kind: 'service',
      grants: [{ role: 'reviewer', productions: [stage.production] }],
    });
    await stage.told(generated('for_robot'), placeholder('for_robot_too'));
    expectProblem(await stage.approve('for_robot', wishFor('for_robot'), robot), 403, 'person-required');
    expectProblem(await stage.lift('for_robot_too', robot), 403, 'person-required');
    expect([await stage.state('for_robot'), await stage.state('for_robot_too')]).toEqual([
      'needs-approval',
      'temporary',
    ]);
  });

  it('lets nobody but a reviewer approve: roles do not nest', async () => {
    await stage.told(generated('not_theirs'));
    for (const role of [stage.cast.admin, stage.cast.lead, stage.cast.auditor, stage.cast.hook]) {
      expectProblem(await stage.approve('not_theirs', wishFor('not_theirs'), role), 403, 'role-required');
    }
    expect(await stage.state('not_theirs')).toBe('needs-approval');
  });

  it('lets nobody lift a mark on what they made or marked', async () => {
    await stage.told(placeholder('marked_by_ito', {}, { authid: ito }));
    expectProblem(await stage.lift('marked_by_ito'), 403, 'four-eyes');
    expect(await stage.state('marked_by_ito')).toBe('temporary');
    expect((await stage.lift('marked_by_ito', stage.cast.okafor)).status).toBe(200);
    expect(await stage.state('marked_by_ito')).toBe('needs-approval');
  });
});
