import { describe, expect, it } from 'vitest';
import {
  cameraPlate,
  comp,
  findingKeys,
  findingOf,
  generated,
  itemAt,
  openStage,
  placeholder,
} from '../harness/index.js';

const stage = await openStage('s28_late_edge');
await stage.told(
  cameraPlate('camera'),
  generated('plate_a'),
  comp('comp', ['camera', 'plate_a']),
  comp('master', ['comp']),
);
await stage.openDelivery('ep101');

describe('Scenario 28: approved because of plate A, and tomorrow plate B turns up below', () => {
  it('F3: approves the master for plate A, by name', async () => {
    expect(findingKeys((await stage.view('master')).findings)).toEqual(['base-generated plate_a open']);
    const approval = await stage.approve('master', { findings: [{ rule: 'base-generated', root: 'plate_a' }] });
    expect(approval.status).toBe(201);
    expect(await stage.state('master')).toBe('approved');
    expect((await stage.checkAssets('ep101', 'master')).decision).toBe('release');
  });

  it('F1: is held again by a late edge to temporary plate B, which the approval never named', async () => {
    await stage.told(placeholder('plate_b'), {
      event: 'derived-from',
      subject: 'comp',
      data: { inputs: [{ asset: 'plate_b', kind: 'component' }], inputsComplete: 'yes' },
    });
    const view = await stage.view('master');
    expect([view.state, view.compliant]).toEqual(['temporary', false]);
    expect(findingKeys(view.findings)).toEqual([
      'base-generated plate_a cleared',
      'base-generated plate_b open',
      'base-temporary-mark plate_b open',
    ]);
    const decision = await stage.checkAssets('ep101', 'master');
    expect(decision.decision).toBe('hold');
    const mark = findingOf(itemAt(decision, 'package/master').findings, 'base-temporary-mark', 'plate_b');
    expect([mark.path, mark.edges]).toEqual([
      ['master', 'comp', 'plate_b'],
      ['component', 'component'],
    ]);
  });

  it('F1: new evidence for what was approved does not reopen it', async () => {
    await stage.told({
      event: 'generated-by-tool',
      subject: 'plate_a',
      data: { tool: { id: 'nuke-copycat', version: '15.1' }, inputsComplete: 'yes' },
    });
    expect(findingKeys((await stage.view('master')).findings)).toContain('base-generated plate_a cleared');
  });
});
