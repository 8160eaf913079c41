import { describe, expect, it } from 'vitest';
import {
  cameraPlate,
  cli,
  comp,
  digestsOf,
  expectProblem,
  findingKeys,
  findingOf,
  folderWith,
  itemAt,
  itemOf,
  openStage,
  placeholder,
  report,
  shellOf,
  type Decision,
} from '../harness/index.js';

const stage = await openStage('s01_baked_in');
await stage.told(
  cameraPlate('sh010_plate_v001'),
  placeholder('sh010_sky_v002'),
  comp('sh010_comp_v003', ['sh010_plate_v001', 'sh010_sky_v002']),
  report('sh010_flat_v001'),
);
await stage.openDelivery('ep101');

describe('Scenario 1: a temporary AI element baked into a flattened render', () => {
  it('taints the render that names it among its inputs, and says along which path', async () => {
    const render = await stage.view('sh010_comp_v003');
    expect(render.state).toBe('temporary');
    expect(render.compliant).toBe(false);
    expect(findingKeys(render.findings)).toEqual([
      'base-generated sh010_sky_v002 open',
      'base-temporary-mark sh010_sky_v002 open',
    ]);
    const mark = findingOf(render.findings, 'base-temporary-mark', 'sh010_sky_v002');
    expect(mark.outcome).toBe('deny');
    expect(mark.path).toEqual(['sh010_comp_v003', 'sh010_sky_v002']);
    expect(mark.edges).toEqual(['component']);
    const marked = (await stage.history('sh010_sky_v002')).find((event) => event.type === 'marked-temporary');
    expect(mark.evidence).toEqual([{ stream: 'asset-s01_baked_in/sh010_sky_v002', revision: marked?.revision }]);
  });

  it('leaves the camera plate beside it clear', async () => {
    const plate = await stage.view('sh010_plate_v001');
    expect([plate.state, plate.compliant, plate.findings]).toEqual(['clear', true, []]);
  });

  it('reads a render with no declared inputs as unknown, not as innocent', async () => {
    const flat = await stage.view('sh010_flat_v001');
    expect([flat.state, flat.compliant]).toEqual(['unknown', false]);
    expect(findingKeys(flat.findings)).toEqual(['base-origin-unknown sh010_flat_v001 open']);
  });

  it('blocks both at the gate: exit 2, rule and path, and the check is an event', async () => {
    const listing = ['sh010_comp_v003', 'sh010_flat_v001', 'sh010_plate_v001']
      .map((name) => `${digestsOf(name).sha256}  ${name}.exr\n`)
      .join('');
    const folder = await folderWith({ SHA256SUMS: listing });
    const gate = await cli(['check', '--delivery', 'ep101', '--manifest', `${folder}/SHA256SUMS`, '--json'], {
      env: shellOf(stage.cast.lead, stage.production),
    });
    expect(gate.code).toBe(2);
    const decision = JSON.parse(gate.stdout) as Decision;
    expect(decision.decision).toBe('hold');
    expect(decision.summary).toMatchObject({
      total: 3,
      cleared: 1,
      held: 2,
      byState: { temporary: 1, unknown: 1, clear: 1 },
    });
    const tainted = itemAt(decision, 'sh010_comp_v003.exr');
    expect([tainted.status, tainted.asset, tainted.state]).toEqual(['held', 'sh010_comp_v003', 'temporary']);
    expect(findingOf(tainted.findings, 'base-temporary-mark', 'sh010_sky_v002').path).toEqual([
      'sh010_comp_v003',
      'sh010_sky_v002',
    ]);
    const bare = itemAt(decision, 'sh010_flat_v001.exr');
    expect([bare.status, bare.state]).toEqual(['held', 'unknown']);
    expect(findingOf(bare.findings, 'base-origin-unknown', 'sh010_flat_v001').path).toEqual(['sh010_flat_v001']);
    expect(itemAt(decision, 'sh010_plate_v001.exr').status).toBe('cleared');

    const recorded = await stage.events('check-*');
    expect(recorded.map((event) => event.type)).toEqual(['check-requested', 'held', 'checked']);
    expect(new Set(recorded.map((event) => event.stream)).size).toBe(1);
  });

  it('D1: refuses the release of the held check, with the decision in the answer and in the log', async () => {
    const check = await stage.check('ep101', { items: [itemOf('sh010_comp_v003')] });
    const refused = expectProblem(await stage.release('ep101', check.id), 409, 'release-refused');
    expect(refused.decision?.kind).toBe('release');
    expect(refused.decision?.decision).toBe('hold');
    const recorded = await stage.events('delivery-*');
    expect(recorded.map((event) => event.type)).toEqual(['opened', 'release-requested', 'release-refused']);
    expect((await stage.delivery('ep101')).release).toBeNull();
  });
});
