import { describe, expect, it } from 'vitest';
import { bytesOf, cameraPlate, digestsOf, expectProblem, itemOf, openStage, verdicts } from '../harness/index.js';

const stage = await openStage('s12_contents');
await stage.told(
  cameraPlate('feature.mov'),
  cameraPlate('poster.jpg'),
  cameraPlate('subtitles.srt'),
  cameraPlate('sidecar.xml'),
);
await stage.openDelivery('ep101');

const onDisk = (name: string, bytes = name) => ({
  path: `package/${name}`,
  size: bytesOf(bytes).length,
  digests: digestsOf(bytes),
});
const listed = ['feature.mov', 'poster.jpg', 'subtitles.srt', 'trailer.mov'].map(itemOf);

describe('Scenario 12: a package carries an unregistered or extra file, or misses one', () => {
  it('gives each its own code: unregistered, extra, missing, digest mismatch', async () => {
    const decision = await stage.check('ep101', {
      items: listed,
      files: [
        onDisk('feature.mov'),
        onDisk('poster.jpg', 'another poster'),
        onDisk('trailer.mov'),
        onDisk('sidecar.xml'),
      ],
    });
    expect(decision.decision).toBe('hold');
    expect(verdicts(decision)).toEqual({
      'package/feature.mov': 'cleared',
      'package/poster.jpg': 'held digest-mismatch',
      'package/subtitles.srt': 'held missing-file',
      'package/trailer.mov': 'held unregistered',
      'package/sidecar.xml': 'held extra-file',
    });
    expect(decision.summary).toMatchObject({
      total: 5,
      cleared: 1,
      held: 4,
      byCode: { 'digest-mismatch': 1, 'missing-file': 1, unregistered: 1, 'extra-file': 1 },
    });
  });

  it('refuses to release it', async () => {
    const check = await stage.check('ep101', { items: listed, files: [onDisk('feature.mov')] });
    const problem = expectProblem(await stage.release('ep101', check.id), 409, 'release-refused');
    expect(problem.decision?.summary).toMatchObject({ total: 4, held: 3 });
  });

  it('holds an empty list rather than releasing nothing', async () => {
    const decision = await stage.check('ep101', { items: [] });
    expect([decision.decision, decision.summary.total]).toEqual(['hold', 0]);
    expect(decision.problems.map((problem) => problem.code)).toContain('empty-manifest');
  });

  it('releases the package that holds exactly what it lists', async () => {
    const names = ['feature.mov', 'poster.jpg', 'subtitles.srt'];
    const decision = await stage.check('ep101', {
      items: names.map(itemOf),
      files: names.map((name) => onDisk(name)),
    });
    expect([decision.decision, decision.summary.cleared]).toEqual(['release', 3]);
    expect((await stage.release('ep101', decision.id)).status).toBe(200);
  });
});
