import { describe, expect, it } from 'vitest';
import {
  anywhere,
  cli,
  comp,
  digestsOf,
  expectProblem,
  findingOf,
  folderWith,
  generated,
  issueToken,
  openStage,
  placeholder,
  shellOf,
  type Approval,
  type Caller,
  type Decision,
} from '../harness/index.js';

interface Override {
  approval: string;
  asset: string;
  by: string;
  justification: string;
  expiresAt: string;
  items: number;
}
type Overridden = Decision & { overrides: Override[] };

const stage = await openStage('bg_night');
const fireman = await issueToken(stage.root, {
  subject: 'duty@bg_night.example',
  kind: 'person',
  grants: [{ role: 'break-glass', productions: ['bg_night'] }],
});
const HOUR = 3_600_000;
/** Long enough to release within, short enough to wait for. */
const VALID_MS = 10_000;
const inHours = (hours: number) => new Date(Date.now() + hours * HOUR).toISOString();

const breakGlass = async (asset: string, more: object = {}, by: Caller = fireman) =>
  stage.noted(
    await by.send<Approval & { justification: string; expiresAt: string; quorum: object }>(
      'POST',
      `${stage.asset(asset)}/approvals`,
      {
        query: { minPosition: stage.seen },
        body: {
          verdict: 'approved',
          kind: 'break-glass',
          digest: { sha256: digestsOf(asset).sha256 },
          reach: 'contained',
          findings: [{ rule: 'base-generated', root: asset }],
          scope: anywhere,
          evidence: [{ ref: 'phone://legal/no-answer' }],
          justification: 'it airs tonight, and nobody at legal answers',
          expiresAt: inHours(24),
          ...more,
        },
      },
    ),
  );

await stage.told(generated('sky'), comp('shot', ['sky']), placeholder('temp'));
await stage.openDelivery('ep101');
const given = await breakGlass('sky');

describe('breaking the glass', () => {
  it('takes its own role, a justification and an end within 72 hours', async () => {
    await stage.told(generated('moon'));
    expectProblem(await breakGlass('moon', {}, stage.cast.ito), 403, 'role-required');
    expectProblem(await breakGlass('moon', { kind: 'written', justification: undefined }), 403, 'role-required');
    for (const [change, pointer] of [
      [{ justification: undefined }, '/justification'],
      [{ expiresAt: undefined }, '/expiresAt'],
      [{ expiresAt: inHours(73) }, '/expiresAt'],
      [{ verdict: 'rejected' }, '/verdict'],
      [{ evidence: [] }, '/evidence'],
    ] as const) {
      const problem = expectProblem(await breakGlass('moon', change), 422, 'invalid-request');
      expect(problem.errors?.[0]?.pointer).toBe(pointer);
    }
    const bulk = { approvals: [{ asset: 'moon', verdict: 'approved', kind: 'break-glass' }] };
    expectProblem(await fireman.post(`${stage.path}/approvals`, bulk), 403, 'role-required');
    expect(await stage.state('moon')).toBe('needs-approval');
  });

  it('lets nothing through that is denied or unknown', async () => {
    const findings = [{ rule: 'base-temporary-mark', root: 'temp' }];
    expectProblem(await breakGlass('temp', { findings }), 422, 'approval-kind');
  });

  it('never hides the rule: state, compliance and finding stay', async () => {
    expect([given.status, given.body.state]).toEqual([201, 'active']);
    const view = await stage.view('shot');
    expect([view.state, view.compliant]).toEqual(['needs-approval', false]);
    expect(findingOf(view.findings, 'base-generated', 'sky').status).toBe('overridden');
    const listed = await stage.read<{ items: { asset: string }[] }>(`${stage.path}/assets`, { rule: 'base-generated' });
    expect(listed.items.map(({ asset }) => asset)).toContain('shot');
    const waiting = await stage.read<{ items: { asset: string; rule: string }[] }>(`${stage.path}/worklist`, {
      rule: 'base-generated',
    });
    expect(waiting.items.map(({ asset }) => asset)).toContain('sky');
    const env = shellOf(stage.cast.auditor, 'bg_night');
    expect((await cli(['status', 'shot'], { env })).code).toBe(2);
  });

  it('is announced: to everybody who follows, in the decision, the delivery and the receipt', async () => {
    const [event] = (await stage.events('asset-override-granted')) as unknown as { actor: { role: string } }[];
    expect(event).toMatchObject({ type: 'override-granted', actor: { subject: fireman.subject, role: 'break-glass' } });
    const check = (await stage.checkAssets('ep101', 'shot')) as Overridden;
    const override = {
      approval: given.body.id,
      asset: 'sky',
      by: fireman.subject,
      justification: 'it airs tonight, and nobody at legal answers',
      expiresAt: given.body.expiresAt,
      items: 1,
    };
    expect([check.decision, check.summary, check.overrides]).toMatchObject([
      'release',
      { total: 1, cleared: 0, held: 0, overridden: 1 },
      [override],
    ]);
    expect(check.items[0]).toMatchObject({ status: 'overridden', state: 'needs-approval' });
    expect(check.items[0]?.findings[0]).toMatchObject({
      rule: 'base-generated',
      status: 'overridden',
      overriddenBy: [given.body.id],
    });
    const released = await stage.release('ep101', check.id);
    expect([released.status, released.body.decision]).toMatchObject([
      200,
      { decision: 'release', overrides: [override] },
    ]);
    expect(released.body.decision.items).toMatchObject([{ path: 'package/shot', status: 'overridden' }]);
    const delivery = await stage.delivery('ep101');
    expect([delivery.state, delivery.release]).toMatchObject(['released', { overrides: [override] }]);
    const { payload } = await stage.read<{ payload: string }>(`${stage.path}/deliveries/ep101/receipt`);
    const { predicate } = JSON.parse(Buffer.from(payload, 'base64').toString('utf8')) as { predicate: object };
    // Nobody can take the receipt for one that outlasts the glass, not even where the ledger cannot be asked.
    expect(predicate).toMatchObject({ overrides: [override], validUntil: given.body.expiresAt });
    expect(delivery.release).toMatchObject({ validUntil: given.body.expiresAt });
  });

  it('says to a token held to other assets where and for how long, and not why', async () => {
    const vendor = await issueToken(stage.root, {
      subject: 'v.lead@bg_night.example',
      kind: 'service',
      grants: [{ role: 'delivery', productions: ['bg_night'] }],
      restrict: { subjects: ['acme/'] },
    });
    const { release } = await stage.read<{ release: { overrides: object[] } }>(
      `${stage.path}/deliveries/ep101`,
      {},
      vendor,
    );
    const { id: approval, expiresAt } = given.body;
    expect(release.overrides).toEqual([{ approval, asset: 'sky', expiresAt, findingCount: 1, items: 1 }]);
  });

  it('D5: ends by itself, which affects what went out under it, without any event having to arrive', async () => {
    await stage.told(generated('flare'));
    await stage.openDelivery('ep102');
    expect((await breakGlass('flare', { expiresAt: new Date(Date.now() + VALID_MS).toISOString() })).status).toBe(201);
    const check = await stage.checkAssets('ep102', 'flare');
    const released = await stage.release('ep102', check.id);
    expect([released.status, released.body.delivery.state]).toEqual([200, 'released']);
    const concern = await stage.awaitEvent('delivery-affected', ({ stream }) => stream.endsWith('/ep102'));
    expect(concern.data).toMatchObject({ causes: [{ key: { rule: 'base-generated', root: 'flare', element: null } }] });
    expect((await stage.checkAssets('ep102', 'flare')).decision).toBe('hold');
    const view = await stage.view('flare');
    expect(findingOf(view.findings, 'base-generated', 'flare').status).toBe('open');
    const status = await stage.read<{ state: string }>(`${stage.path}/deliveries/ep102/receipt/status`);
    expect(status.state).toBe('expired');
  });

  it('is told by the command line, which gives it', async () => {
    await stage.told(generated('star'));
    const cwd = await folderWith({ 'note.txt': 'nobody answers' });
    const words = [
      ['approve', 'star', '--kind', 'break-glass', '--finding', 'base-generated@star', '--reach', 'exact'],
      ['--prominence', '*', '--classes', '*', '--territories', '*', '--languages', '*', '--mediums', '*'],
      ['--evidence', 'note.txt', '--justification', 'it airs tonight', '--expires', '12h'],
    ].flat();
    const env = shellOf(fireman, 'bg_night');
    const approved = await cli(words, { env, cwd });
    expect([approved.code, approved.stdout]).toEqual([0, expect.stringMatching(/^apr_\w+ of star is active\n$/)]);
    expect((await cli(words.slice(0, -2), { env, cwd })).code).toBe(2);
    const promoted = await cli(['promote', 'star', '--delivery', 'ep101'], {
      env: shellOf(stage.cast.lead, 'bg_night'),
    });
    expect(promoted.code).toBe(0);
  });

  it('D5: taken back from the start, it compromises what went out under it', async () => {
    await stage.command(stage.cast.ito, `/approvals/${given.body.id}/revoke`, {
      reason: 'legal says no',
      effect: 'ab-initio',
    });
    await stage.awaitEvent('delivery-compromised', ({ stream }) => stream.endsWith('/ep101'));
    expect((await stage.delivery('ep101')).state).toBe('compromised');
    expect((await stage.checkAssets('ep101', 'shot')).decision).toBe('hold');
  });
});
