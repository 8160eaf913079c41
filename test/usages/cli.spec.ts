import { expect, it } from 'vitest';
import { cli, folderWith, shellOf } from '../harness/index.js';
import { openUsages } from './stage.js';

/* What the words mean is told beside the source and in docs/usages.md; here they are said to a real ledger. */

const { stage, director } = await openUsages('us_cli');
const { hook, ito, okafor } = stage.cast;
const cwd = await folderWith({ 'sky.exr': 'stars', 'signed.pdf': 'signed' });
const run = (words: readonly string[], by = ito) => cli([...words], { env: shellOf(by, 'us_cli'), cwd });

it('a usage is proposed, approved, made under, confirmed by its file, and revoked', async () => {
  const propose = [
    [
      'usage',
      'propose',
      '--id',
      'skies',
      '--purpose',
      'skies',
      '--tool',
      'comfyui@0.3.*:txt2img',
      '--performers',
      'none',
    ],
    ['--kind', 'written', '--rule', 'base-generated', '--reach', 'contained', '--prominence', '*', '--classes', '*'],
    ['--territories', '*', '--languages', '*', '--mediums', '*'],
  ].flat();
  expect(await run(propose, director)).toMatchObject({ code: 0, stdout: 'usage skies is proposed\n' });
  const again = await run([...propose, '--json'], director);
  expect([again.code, JSON.parse(again.stdout)]).toMatchObject([2, { problem: { status: 409 } }]);
  expect((await run(['usage', 'approve', 'skies', '--evidence', 'signed.pdf'])).stdout).toBe(
    'usage skies is approved\n',
  );
  const ingest = ['ingest', 'sky.exr', '--id', '{stem}', '--generated-by', 'comfyui@0.3.44', '--mode', 'txt2img'];
  expect((await run([...ingest, '--fact', 'likeness=[]', '--made-under', 'skies'], hook)).code).toBe(0);
  expect((await run(['status', 'sky'])).code).toBe(2);
  const conformed = await run(['usage', 'conform', 'skies', '--file', 'sky.exr', '--evidence', 'signed.pdf'], okafor);
  expect([conformed.code, conformed.stdout]).toEqual([
    0,
    expect.stringMatching(/^cfm_\w+ confirms 1 digest under skies\n$/),
  ]);
  expect((await run(['status', 'sky'])).code).toBe(0);
  const assets = await run(['usage', 'assets', 'skies']);
  expect(assets.stdout.split('\n')[1]?.split('\t')).toEqual(['sky', 'approved', okafor.subject, 'yes', '']);
  const listed = await run(['usage', 'list', '--state', 'approved', '--ndjson']);
  expect(JSON.parse(listed.stdout)).toMatchObject({ id: 'skies', quorum: { needed: 1, have: 1 } });
  const shown = await run(['usage', 'show', 'skies']);
  expect(shown.stdout).toContain('  tool       comfyui 0.3.*  txt2img\n  performers nobody\n');
  expect((await run(['usage', 'revoke', 'skies', '--reason', 'r'])).stdout).toBe('usage skies is revoked\n');
  expect((await run(['status', 'sky'])).code).toBe(2);
  expect((await run(['usage', 'show', 'nothing'])).code).toBe(2);
});
