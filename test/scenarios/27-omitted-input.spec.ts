import { describe, expect, it } from 'vitest';
import { cameraPlate, findingKeys, findingOf, itemAt, openStage, report } from '../harness/index.js';

const stage = await openStage('s27_omitted');
await stage.told(
  cameraPlate('plate'),
  report('comp', { inputs: [{ asset: 'plate', kind: 'component' }], inputsComplete: 'unknown' }),
  report('comp_partial', { inputs: [{ asset: 'plate', kind: 'component' }], inputsComplete: 'no' }),
);
await stage.openDelivery('final-cut');
await stage.openDelivery('dailies', { class: 'review' });

describe('Scenario 27: a comp declares the camera plate and omits the AI sky', () => {
  it('L4: is unknown until someone states that the inputs are complete', async () => {
    for (const id of ['comp', 'comp_partial']) {
      const view = await stage.view(id);
      expect(view.state).toBe('unknown');
      expect(findingKeys(view.findings)).toContain(`base-inputs-incomplete ${id} open`);
    }
  });

  it('blocks a final', async () => {
    const decision = await stage.checkAssets('final-cut', 'comp', 'plate');
    expect(decision.decision).toBe('hold');
    const finding = findingOf(itemAt(decision, 'package/comp').findings, 'base-inputs-incomplete', 'comp');
    expect([finding.outcome, finding.status, finding.path]).toEqual(['unknown', 'open', ['comp']]);
    expect(itemAt(decision, 'package/plate').status).toBe('cleared');
  });

  it('is a notice in a review delivery, where the base pack does not bind', async () => {
    const decision = await stage.checkAssets('dailies', 'comp');
    expect([decision.decision, decision.items[0]?.status]).toEqual(['release', 'cleared']);
    const outcomes = decision.items[0]?.findings.map((finding) => [finding.rule, finding.outcome]);
    expect(outcomes).toContainEqual(['base-inputs-incomplete', 'notice']);
  });

  it('L4: clears with a complete declaration, but a "no" anywhere outweighs every "yes"', async () => {
    for (const id of ['comp', 'comp_partial']) {
      await stage.told({
        event: 'derived-from',
        subject: id,
        data: { inputs: [{ asset: 'plate', kind: 'component' }], inputsComplete: 'yes' },
      });
    }
    expect(await stage.state('comp')).toBe('clear');
    expect(await stage.state('comp_partial')).toBe('unknown');
  });

  it('I4: an input that nobody registered blocks what names it', async () => {
    await stage.told(report('comp_of_ghost', { inputs: [{ asset: 'ghost', kind: 'component' }] }));
    const view = await stage.view('comp_of_ghost');
    expect(view.state).toBe('unknown');
    expect(findingOf(view.findings, 'base-input-unregistered', 'ghost').path).toEqual(['comp_of_ghost', 'ghost']);
    await stage.told(cameraPlate('ghost'));
    expect(await stage.state('comp_of_ghost')).toBe('clear');
  });
});
