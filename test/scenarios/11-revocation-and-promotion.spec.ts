import { describe, expect, it } from 'vitest';
import {
  expectProblem,
  findingOf,
  generated,
  openStage,
  type Answer,
  type Approval,
  type Asset,
  type Decision,
} from '../harness/index.js';

interface Promotion {
  asset: string | Asset;
  delivery: unknown;
  decision: Decision;
}

const stage = await openStage('s11_revocation');
await stage.openDelivery('ep101');

async function approvedAsset(id: string): Promise<Approval> {
  await stage.told(generated(id));
  const approval = await stage.approve(id, { findings: [{ rule: 'base-generated', root: id }] });
  expect(approval.status).toBe(201);
  return approval.body;
}

function revoke(approval: Approval): Promise<Approval> {
  const body = { reason: 'granted for the wrong show', effect: 'ab-initio' };
  return stage.command(stage.cast.okafor, `/approvals/${approval.id}/revoke`, body);
}

async function promote(id: string, key: string): Promise<Answer<Promotion>> {
  return stage.noted(
    await stage.cast.lead.post(`${stage.asset(id)}/promotions`, { delivery: 'ep101' }, { 'Idempotency-Key': key }),
  );
}

const decisionsIn = async (id: string) =>
  (await stage.history(id)).map((event) => event.type).filter((type) => /promot/.test(type));

function verdict(answer: Answer<unknown>): string[] {
  const { decision } = answer.body as { decision: Decision };
  return [decision.id, decision.decision, decision.position];
}

describe('Scenario 11: a revocation races a promotion', () => {
  it('refuses the promotion that comes after the revocation, and records the refusal', async () => {
    expect((await revoke(await approvedAsset('before'))).state).toBe('revoked');
    const problem = expectProblem(await promote('before', 'p-before'), 409, 'promotion-refused');
    expect([problem.decision?.kind, problem.decision?.decision]).toEqual(['promotion', 'hold']);
    const item = problem.decision?.items[0];
    expect(findingOf(item?.findings ?? [], 'base-generated', 'before').status).toBe('open');
    expect(await decisionsIn('before')).toEqual(['promotion-requested', 'promotion-refused']);
  });

  it('leaves the earlier promotion recorded, and blocks the release', async () => {
    const approval = await approvedAsset('after');
    const promoted = await promote('after', 'p-after');
    expect(promoted.status).toBe(201);
    expect(promoted.headers['clearance-decision']).toBe('release');
    expect(promoted.body.decision.decision).toBe('release');
    await revoke(approval);

    expect(await decisionsIn('after')).toEqual(['promotion-requested', 'promoted-to-deliverable']);
    const view = await stage.view('after');
    expect([view.state, view.deliveries.map((entry) => entry.delivery)]).toEqual(['needs-approval', ['ep101']]);
    const check = await stage.checkAssets('ep101', 'after');
    expect(check.decision).toBe('hold');
    expectProblem(await stage.release('ep101', check.id), 409, 'release-refused');
  });

  it('E5: answers the same to a replay of either, and records nothing more', async () => {
    const refused = await promote('before', 'p-before');
    const again = await promote('before', 'p-before');
    expectProblem(refused, 409, 'promotion-refused');
    expectProblem(again, 409, 'promotion-refused');
    expect(verdict(again)).toEqual(verdict(refused));
    expect(again.headers['idempotent-replayed']).toBe('true');

    const kept = await promote('after', 'p-after');
    expect([kept.status, kept.headers['idempotent-replayed'], kept.body.decision.decision]).toEqual([
      201,
      'true',
      'release',
    ]);
    expect(await decisionsIn('before')).toHaveLength(2);
    expect(await decisionsIn('after')).toHaveLength(2);
  });

  it('judges a new request anew', async () => {
    const anew = await promote('before', 'p-before-again');
    expectProblem(anew, 409, 'promotion-refused');
    expect(anew.headers['idempotent-replayed']).toBeUndefined();
    expect(await decisionsIn('before')).toHaveLength(4);
  });
});
