import { describe, expect, it } from 'vitest';
import { findingKeys, openStage, report, type FactEvent } from '../harness/index.js';

const stage = await openStage('s30_contradiction');
await stage.openDelivery('ep101');

const declare = (subject: string, value: string, time?: string): FactEvent => ({
  event: 'facts-declared',
  subject,
  data: { facts: { 'asset.genai': value }, basis: 'artist-statement' },
  time,
});
const human = (id: string) => report(id, { facts: { 'asset.digitalSourceType': 'digitalCreation' } });

describe('Scenario 30: declared fully generated, then "none"', () => {
  it.each([
    ['later', '2026-03-02T10:00:00Z'],
    ['forged earlier', '2020-01-01T00:00:00Z'],
    ['no', undefined],
  ])('the adverse value stands against a "none" with a %s time', async (name, time) => {
    const id = `matte_${name.replace(' ', '_')}`;
    await stage.told(human(id), declare(id, 'full', '2026-03-01T10:00:00Z'), declare(id, 'none', time));
    const view = await stage.view(id);
    expect([view.state, view.compliant]).toEqual(['needs-approval', false]);
    expect(findingKeys(view.findings)).toEqual([`base-generated ${id} open`]);
    expect((await stage.checkAssets('ep101', id)).decision).toBe('hold');
  });

  it('and in the other order as well', async () => {
    await stage.told(
      human('matte_b'),
      declare('matte_b', 'none', '2026-03-02T10:00:00Z'),
      declare('matte_b', 'full', '2026-03-01T10:00:00Z'),
    );
    expect(await stage.state('matte_b')).toBe('needs-approval');
  });

  it('until a second person rules: by approving what it is', async () => {
    const approval = await stage.approve('matte_later', {
      findings: [{ rule: 'base-generated', root: 'matte_later' }],
    });
    expect(approval.status).toBe(201);
    expect(await stage.state('matte_later')).toBe('approved');
  });

  it('or by accepting that the adverse statement was wrong', async () => {
    const wrong = (await stage.history('matte_b')).find(
      (event) => event.type === 'facts-declared' && JSON.stringify(event.data).includes('full'),
    );
    const proposal = await stage.command<{ id: string; state: string }>(
      stage.cast.hook,
      `/assets/matte_b/retractions`,
      { events: [wrong?.id], reason: 'the wrong file was dragged in' },
      201,
    );
    expect(proposal.state).toBe('proposed');
    expect(await stage.state('matte_b')).toBe('needs-approval');
    await stage.command(stage.cast.ito, `/retractions/${proposal.id}/accept`, { reason: 'seen the scene file' });
    expect(await stage.state('matte_b')).toBe('clear');
  });
});
