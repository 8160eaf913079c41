import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  bytesOf,
  cameraPlate,
  digestsOf,
  findingKeys,
  folderWith,
  openStage,
  repositoryRoot,
  run,
  shellOf,
  type Caller,
} from '../harness/index.js';

const hasPython = spawnSync('python3', ['--version']).status === 0;
const stage = await openStage('python_hook');
await stage.told(cameraPlate('plate'), cameraPlate('mask'));
const folder = await folderWith({ 'render_v001.exr': bytesOf('render_v001') });
const render = join(folder, 'render_v001.exr');

/** Calls the hook as a render manager would and gives what it returned, or what it raised. */
function hook(call: string, by: Caller = stage.cast.hook) {
  const script = `import json, clearance_hook\nprint(json.dumps(clearance_hook.report(${call})))`;
  const path = { PYTHONPATH: join(repositoryRoot, 'examples', 'python'), PYTHONDONTWRITEBYTECODE: '1' };
  return run('python3', ['-c', script], { env: { ...shellOf(by, stage.production), ...path } });
}

// Skipped where the machine has no python3: the hook is an example, not a part of the product.
describe.skipIf(!hasPython)('the Python hook of examples/python', () => {
  const call = `${JSON.stringify(render)}, "render_v001", [("plate", "component"), ("mask", "component")], "AI sky"`;

  it('reports file, inputs and mark in one accepted event', async () => {
    const first = await hook(call);
    expect([first.code, first.stderr]).toEqual([0, '']);
    expect(JSON.parse(first.stdout)).toMatchObject({
      status: 'accepted',
      stream: 'asset-python_hook/render_v001',
      events: 4,
    });
    const view = await stage.view('render_v001', {
      minPosition: (JSON.parse(first.stdout) as { position: string }).position,
    });
    expect([view.state, view.name, view.digests.sha256]).toEqual([
      'temporary',
      'render_v001.exr',
      digestsOf('render_v001').sha256,
    ]);
    expect(findingKeys(view.findings)).toEqual(['base-temporary-mark render_v001 open']);
  });

  it('is safe to call again, with the inputs in any order', async () => {
    const before = await stage.history('render_v001');
    const swapped = `${JSON.stringify(render)}, "render_v001", [("mask", "component"), ("plate", "component")], "AI sky"`;
    for (const repeat of [call, swapped]) {
      const again = await hook(repeat);
      expect([again.code, (JSON.parse(again.stdout) as { status: string }).status]).toEqual([0, 'duplicate']);
    }
    expect(await stage.history('render_v001')).toEqual(before);
  });

  it('raises when the ledger refuses: other bytes, a bad id, no such right', async () => {
    const other = await folderWith({ 'other.exr': bytesOf('other') });
    const swapped = await hook(`${JSON.stringify(join(other, 'other.exr'))}, "render_v001"`);
    expect([swapped.code, swapped.stderr]).toEqual([1, expect.stringContaining('HTTP Error 409')]);
    const misnamed = await hook(`${JSON.stringify(render)}, "two words"`);
    expect([misnamed.code, misnamed.stderr]).toEqual([1, expect.stringContaining('HTTP Error 422')]);
    const powerless = await hook(`${JSON.stringify(render)}, "render_v002"`, stage.cast.auditor);
    expect([powerless.code, powerless.stderr]).toEqual([1, expect.stringContaining('HTTP Error 404')]);
  });
});
