import { describe, expect, it } from 'vitest';
import { cameraPlate, comp, expectProblem, findingKeys, openStage, placeholder } from '../harness/index.js';

const stage = await openStage('s32_retracted');
await stage.told(cameraPlate('plate'), placeholder('sky'), comp('comp', ['plate']));
await stage.told({
  event: 'derived-from',
  subject: 'comp',
  data: { inputs: [{ asset: 'sky', kind: 'component' }], inputsComplete: 'yes' },
});
const taintedAt = stage.seen;
const wrongEdge = (await stage.history('comp')).find(
  (event) => event.type === 'derived-from' && JSON.stringify(event.data).includes('"sky"'),
);
let retraction = '';

describe('Scenario 32: a wrong edge is retracted by two people', () => {
  it('a proposal alone changes nothing', async () => {
    const proposal = await stage.command<{ id: string; state: string }>(
      stage.cast.ito,
      '/assets/comp/retractions',
      { events: [wrongEdge?.id], reason: 'the sky was never used' },
      201,
    );
    retraction = proposal.id;
    expect(proposal.state).toBe('proposed');
    const view = await stage.view('comp');
    expect([view.state, findingKeys(view.findings)]).toEqual([
      'temporary',
      ['base-generated sky open', 'base-temporary-mark sky open'],
    ]);
  });

  it('the proposer cannot accept it', async () => {
    const answer = await stage.cast.ito.post(`${stage.path}/retractions/${retraction}/accept`, { reason: 'I am sure' });
    expectProblem(answer, 403, 'four-eyes');
    expect(await stage.state('comp')).toBe('temporary');
  });

  it('L4: accepted by a second person it leaves the lineage incomplete, not clear', async () => {
    await stage.command(stage.cast.okafor, `/retractions/${retraction}/accept`, { reason: 'checked the scene file' });
    const view = await stage.view('comp');
    expect([view.state, findingKeys(view.findings)]).toEqual([
      'unknown',
      ['base-inputs-incomplete comp open', 'base-origin-unknown comp open'],
    ]);
    const types = (await stage.history('comp')).map((event) => event.type);
    expect(types.slice(-2)).toEqual(['retraction-proposed', 'fact-retracted']);
    expect(types.filter((type) => type === 'derived-from')).toHaveLength(2);
  });

  it('cannot be accepted twice', async () => {
    const again = await stage.cast.okafor.post(`${stage.path}/retractions/${retraction}/accept`, { reason: 'again' });
    expectProblem(again, 409, 'wrong-state');
    expect((await stage.history('comp')).filter((event) => event.type === 'fact-retracted')).toHaveLength(1);
  });

  it('becomes clear when the inputs are declared anew', async () => {
    await stage.told({
      event: 'derived-from',
      subject: 'comp',
      data: { inputs: [{ asset: 'plate', kind: 'component' }], inputsComplete: 'yes' },
      id: 'comp-declared-anew',
    });
    expect(await stage.state('comp')).toBe('clear');
  });

  it('refuses an as-of question rather than answering it with the present', async () => {
    const asked = await stage.root.get(`${stage.asset('comp')}?asOf=${taintedAt}`);
    expectProblem(asked, 422, 'invalid-request');
  });

  it('I1: registering the bytes under another id instead inherits their adverse facts', async () => {
    await stage.told(cameraPlate('innocent_sky', { bytes: 'sky' }));
    const view = await stage.view('innocent_sky');
    expect([view.state, findingKeys(view.findings)]).toEqual([
      'temporary',
      ['base-generated sky open', 'base-temporary-mark sky open'],
    ]);
  });

  it('I3: and other bytes under the old id are refused and reported', async () => {
    const swapped = await stage.emit(cameraPlate('sky', { bytes: 'other bytes' }));
    const problem = expectProblem(swapped, 409, 'bytes-differ');
    expect([problem.known, problem.given]).toEqual([expect.anything(), expect.anything()]);
    expect(await stage.state('sky')).toBe('temporary');
  });
});
