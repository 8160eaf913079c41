import { describe, expect, it } from 'vitest';
import {
  digestsOf,
  expectProblem,
  findingKeys,
  findingOf,
  generated,
  openStage,
  report,
  verdicts,
  anywhere,
} from '../harness/index.js';

const stage = await openStage('s04_version_up');
await stage.told(generated('sh040_comp_v003'));
const approved = await stage.approve('sh040_comp_v003', {
  findings: [{ rule: 'base-generated', root: 'sh040_comp_v003' }],
  reach: 'processed',
});
await stage.told(report('sh040_comp_v004', { inputs: [{ asset: 'sh040_comp_v003', kind: 'revision' }] }));
await stage.openDelivery('ep101');

describe('Scenario 4: a version-up inherits the approval of the version before', () => {
  it('approves exactly the version whose digest the approval names', async () => {
    expect(approved.status).toBe(201);
    expect(approved.body).toMatchObject({
      state: 'active',
      asset: 'sh040_comp_v003',
      approver: { subject: 'k.ito@studio.example', role: 'reviewer' },
    });
    const old = await stage.view('sh040_comp_v003');
    expect([old.state, old.compliant]).toEqual(['approved', true]);
    expect(findingKeys(old.findings)).toEqual(['base-generated sh040_comp_v003 cleared']);
  });

  it('L3, F4: passes the finding over the revision edge without the approval, whatever its reach', async () => {
    const next = await stage.view('sh040_comp_v004');
    expect([next.state, next.compliant]).toEqual(['needs-approval', false]);
    expect(findingKeys(next.findings)).toEqual(['base-generated sh040_comp_v003 open']);
    const finding = findingOf(next.findings, 'base-generated', 'sh040_comp_v003');
    expect([finding.path, finding.edges]).toEqual([['sh040_comp_v004', 'sh040_comp_v003'], ['revision']]);
  });

  it('says which approval did not carry', async () => {
    const finding = findingOf((await stage.view('sh040_comp_v004')).findings, 'base-generated', 'sh040_comp_v003');
    expect(JSON.stringify(finding)).toContain(approved.body.id);
  });

  it('holds v004 at the gate and clears v003', async () => {
    const decision = await stage.checkAssets('ep101', 'sh040_comp_v003', 'sh040_comp_v004');
    expect(decision.decision).toBe('hold');
    expect(decision.items.map((item) => [item.asset, item.status, item.state])).toEqual([
      ['sh040_comp_v003', 'cleared', 'approved'],
      ['sh040_comp_v004', 'held', 'needs-approval'],
    ]);
    expect(verdicts(decision)['package/sh040_comp_v003']).toBe('cleared');
  });

  it('refuses to approve v004 by the digest of v003', async () => {
    const wish = {
      findings: [{ rule: 'base-generated', root: 'sh040_comp_v003' }],
      scope: anywhere,
      digest: { sha256: digestsOf('sh040_comp_v003').sha256 },
    };
    expectProblem(await stage.approve('sh040_comp_v004', wish), 409, 'digest-mismatch');
    expect(await stage.state('sh040_comp_v004')).toBe('needs-approval');
  });

  it('is cleared by an approval of its own', async () => {
    const own = await stage.approve('sh040_comp_v004', {
      findings: [{ rule: 'base-generated', root: 'sh040_comp_v003' }],
    });
    expect(own.status).toBe(201);
    expect(await stage.state('sh040_comp_v004')).toBe('approved');
  });
});
