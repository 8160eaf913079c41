import { describe, expect, it } from 'vitest';
import {
  cli,
  comp,
  digestsOf,
  expectProblem,
  findingOf,
  folderWith,
  generated,
  openStage,
  shellOf,
  type Approval,
  type Caller,
} from '../harness/index.js';

const stage = await openStage('terms_credit');
const credit = { id: 'credit', text: 'the artist stands in the end credits' };
const guild = { id: 'guild', text: 'the guild was told' };
const evidence = [{ ref: 'credits.pdf', digest: { sha256: digestsOf('credits').sha256 } }];

type Conditional = Approval & { conditions: { id: string; text: string; evidenced: { by: string } | null }[] };
const show = async (approval: string, condition: string, body: object = { evidence }, by: Caller = stage.cast.okafor) =>
  stage.noted(
    await by.send<Conditional>('POST', `${stage.path}/approvals/${approval}/conditions/${condition}/evidence`, {
      body,
    }),
  );

await stage.told(generated('sky'), comp('shot', ['sky']));
await stage.openDelivery('ep101');
const given = await stage.approve('sky', {
  reach: 'contained',
  findings: [{ rule: 'base-generated', root: 'sky' }],
  conditions: [credit, guild],
});
const id = given.body.id;
const decided = async () => (await stage.checkAssets('ep101', 'shot')).decision;

describe('an approval under conditions', () => {
  it('clears nothing while one is open, and what was made from it says which', async () => {
    expect([given.status, given.body]).toMatchObject([
      201,
      { state: 'pending-conditions', conditions: [credit, guild] },
    ]);
    const view = await stage.view('shot');
    expect([view.state, await decided()]).toEqual(['needs-approval', 'hold']);
    expect(findingOf(view.findings, 'base-generated', 'sky')).toMatchObject({
      status: 'open',
      missing: { conditions: [`${id}/credit`, `${id}/guild`] },
    });
    const env = shellOf(stage.cast.auditor, 'terms_credit');
    const told = await cli(['status', 'shot', '--findings'], { env });
    expect([told.code, told.stdout]).toEqual([2, expect.stringContaining(`conditions ${id}/credit, ${id}/guild`)]);
  });

  it('is evidenced with a digest, by a second person, condition by condition', async () => {
    expectProblem(await show(id, 'credit', { evidence: [{ ref: 'dms://credits' }] }), 422, 'invalid-request');
    expectProblem(await show(id, 'other'), 404, 'not-found');
    expectProblem(await show('apr_none', 'credit'), 404, 'not-found');
    expectProblem(await show(id, 'credit', { evidence }, stage.cast.hook), 403, 'role-required');
    const first = await show(id, 'credit');
    expect([first.status, first.body]).toMatchObject([
      200,
      {
        state: 'pending-conditions',
        conditions: [
          { ...credit, evidenced: { by: stage.cast.okafor.subject, evidence } },
          { ...guild, evidenced: null },
        ],
      },
    ]);
    expectProblem(await show(id, 'credit'), 409, 'wrong-state');
    expect(await decided()).toBe('hold');
  });

  it('clears once the last is evidenced, here by the command line', async () => {
    const cwd = await folderWith({ 'mail.txt': 'told on Monday' });
    const env = shellOf(stage.cast.ito, 'terms_credit');
    const done = await cli(['evidence-condition', id, 'guild', '--evidence', 'mail.txt'], { env, cwd });
    expect([done.code, done.stdout]).toEqual([0, `guild of ${id} is evidenced; the approval is active\n`]);
    const [event] = await stage.events('asset-condition-evidenced');
    expect(event?.data).toMatchObject({ approval: id, condition: 'credit' });
    expect([await stage.state('shot'), await decided()]).toEqual(['approved', 'release']);
  });

  it('goes with no rejection, and is given from the command line', async () => {
    const refused = await stage.approve('sky', {
      verdict: 'rejected',
      findings: [{ rule: 'base-generated', root: 'sky' }],
      conditions: [credit],
    });
    expectProblem(refused, 422, 'invalid-request');
    await stage.told(generated('moon'));
    const words = [
      ['approve', 'moon', '--kind', 'written', '--finding', 'base-generated@moon', '--reach', 'exact'],
      ['--prominence', '*', '--classes', '*', '--territories', '*', '--languages', '*', '--mediums', '*'],
      ['--evidence', 'dms://legal/4711', '--condition', 'credit=in the end credits'],
    ].flat();
    const approved = await cli(words, { env: shellOf(stage.cast.ito, 'terms_credit') });
    expect([approved.code, approved.stdout]).toEqual([
      0,
      expect.stringMatching(/^apr_\w+ of moon is pending-conditions\n$/),
    ]);
  });
});
