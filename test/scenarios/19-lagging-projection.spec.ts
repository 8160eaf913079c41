import { describe, expect, it } from 'vitest';
import { cameraPlate, expectProblem, itemOf, openStage } from '../harness/index.js';

const stage = await openStage('s19_lagging');
await stage.openDelivery('ep101');

describe('Scenario 19: the gate reads a lagging projection', () => {
  it('D1: sees every fact acknowledged before the check, without being asked to wait', async () => {
    for (let round = 0; round < 20; round += 1) {
      const id = `plate_${round}`;
      await stage.told(cameraPlate(id));
      const marked = await stage.emit({ event: 'marked-temporary', subject: id, data: { reason: 'stand-in' } });
      const answer = await stage.tryCheck('ep101', { items: [itemOf(id)] }, { minPosition: undefined });
      expect([answer.status, answer.body.decision, answer.body.items[0]?.state]).toEqual([201, 'hold', 'temporary']);
      expect(BigInt(answer.body.position)).toBeGreaterThan(BigInt(marked.body.position ?? '0'));
      expect(answer.headers['clearance-position']).toEqual(expect.stringMatching(/^\d+$/));
      expect(answer.headers['clearance-decision']).toBe('hold');
    }
  });

  it('refuses rather than answering from before the point it was asked for', async () => {
    const checksBefore = (await stage.events('check-checked')).length;
    const wanted = (BigInt(stage.seen ?? '0') + 1_000_000n).toString();
    const behind = await stage.tryCheck(
      'ep101',
      { items: [itemOf('plate_0')] },
      { minPosition: wanted },
      { Prefer: 'wait=1' },
    );
    const problem = expectProblem(behind, 503, 'behind');
    expect(problem.wanted).toBe(wanted);
    expect(BigInt(problem.position ?? wanted)).toBeLessThan(BigInt(wanted));
    expect(behind.headers['retry-after']).toMatch(/^\d+$/);
    expect(await stage.events('check-checked')).toHaveLength(checksBefore);

    for (const path of [stage.asset('plate_0'), `${stage.path}/assets`, `${stage.path}/deliveries/ep101`]) {
      const answer = await stage.cast.auditor.get(path, { minPosition: wanted }, { Prefer: 'wait=1' });
      expectProblem(answer, 503, 'behind');
    }
  });

  it('P2: lists have seen what minPosition names', async () => {
    await stage.told(cameraPlate('newest'));
    const list = await stage.read<{ items: { asset: string; state: string }[]; position: string }>(
      `${stage.path}/assets`,
      { q: 'newest' },
    );
    expect(list.items).toMatchObject([{ asset: 'newest', state: 'clear' }]);
    expect(BigInt(list.position)).toBeGreaterThanOrEqual(BigInt(stage.seen ?? '0'));
  });
});
