import { describe, expect, it } from 'vitest';
import {
  cameraPlate,
  cloudEvent,
  comp,
  findingKeys,
  findingOf,
  itemAt,
  openStage,
  placeholder,
  type BatchAnswer,
} from '../harness/index.js';

const stage = await openStage('s23_cycles');
await stage.openDelivery('ep101');

describe('Scenario 23: cyclic and very deep lineage, clean and tainted paths', () => {
  it('L1: makes every member of a cycle unknown, and what is made from it, and nothing else', async () => {
    await stage.told(
      comp('ring_a', ['ring_b']),
      comp('ring_b', ['ring_c']),
      comp('ring_c', ['ring_a']),
      comp('cut', ['ring_a']),
      cameraPlate('bystander'),
    );
    for (const member of ['ring_a', 'ring_b', 'ring_c']) {
      const view = await stage.view(member);
      expect(view.state).toBe('unknown');
      expect(findingOf(view.findings, 'base-cycle', member).outcome).toBe('unknown');
    }
    const cut = await stage.view('cut');
    expect(cut.state).toBe('unknown');
    expect(findingOf(cut.findings, 'base-cycle', 'ring_a').path).toEqual(['cut', 'ring_a']);
    expect(await stage.state('bystander')).toBe('clear');
    const decision = await stage.checkAssets('ep101', 'cut', 'bystander');
    expect(itemAt(decision, 'package/cut').status).toBe('held');
    expect(itemAt(decision, 'package/bystander').status).toBe('cleared');
  });

  it('lists the cycle in the lineage answer', async () => {
    const lineage = await stage.read<{ nodes: { asset: string }[]; cycles: unknown[]; truncated: boolean }>(
      `${stage.asset('ring_a')}/lineage`,
      { direction: 'upstream' },
    );
    expect(lineage.nodes.map((node) => node.asset).sort()).toEqual(['ring_a', 'ring_b', 'ring_c']);
    expect(lineage.cycles).toHaveLength(1);
    expect(lineage.truncated).toBe(false);
  });

  it('follows a chain of a thousand steps to its temporary end, told backwards', async () => {
    const chain = Array.from({ length: 1000 }, (_, depth) => `step_${String(depth).padStart(4, '0')}`);
    const events = chain.map((asset, depth) =>
      cloudEvent(
        stage.production,
        depth === chain.length - 1 ? placeholder(asset) : comp(asset, [chain[depth + 1] ?? '']),
      ),
    );
    const answer = stage.noted(
      await stage.cast.hook.send<BatchAnswer>('POST', '/v1/events', {
        raw: { contentType: 'application/cloudevents-batch+json', content: JSON.stringify(events) },
      }),
    );
    expect([answer.status, answer.body.summary]).toEqual([
      200,
      { accepted: 1000, duplicate: 0, refused: 0, failed: 0 },
    ]);
    const decision = await stage.checkAssets('ep101', 'step_0000');
    const item = itemAt(decision, 'package/step_0000');
    expect([item.status, item.state]).toEqual(['held', 'temporary']);
    expect(findingOf(item.findings, 'base-temporary-mark', 'step_0999').path).toEqual(chain);
  });

  it('lets the worst path win where a clean and a tainted one meet', async () => {
    await stage.told(
      cameraPlate('plate'),
      placeholder('sky'),
      comp('clean_branch', ['plate']),
      comp('tainted_branch', ['plate', 'sky']),
      comp('master', ['clean_branch', 'tainted_branch']),
    );
    expect(await stage.state('clean_branch')).toBe('clear');
    const master = await stage.view('master');
    expect(master.state).toBe('temporary');
    expect(findingKeys(master.findings)).toEqual(['base-generated sky open', 'base-temporary-mark sky open']);
    expect(findingOf(master.findings, 'base-temporary-mark', 'sky').path).toEqual(['master', 'tainted_branch', 'sky']);
  });

  it('F5: names the smallest parent as witness when several carry the same finding', async () => {
    await stage.told(
      comp('branch_b', ['sky']),
      comp('branch_a', ['sky']),
      comp('cut_of_both', ['branch_b', 'branch_a']),
    );
    const finding = findingOf((await stage.view('cut_of_both')).findings, 'base-temporary-mark', 'sky');
    expect(finding.path).toEqual(['cut_of_both', 'branch_a', 'sky']);
  });
});
