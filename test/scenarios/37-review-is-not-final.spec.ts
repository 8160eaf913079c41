import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { cli, digestsOf, folderWith, openStage, placeholder, shellOf, type Decision } from '../harness/index.js';

const stage = await openStage('s37_review');
await stage.told(placeholder('temp_cut'));
await stage.openDelivery('screening', { class: 'review' });
const folder = await folderWith({ 'cut.sums': `${digestsOf('temp_cut').sha256}  cut.mov\n` });
const shell = { env: shellOf(stage.cast.lead, stage.production) };
const check = ['check', '--delivery', 'screening', '--manifest', join(folder, 'cut.sums'), '--json'];

describe('Scenario 37: the release of a review delivery does not let a script send a master', () => {
  it('lets a temporary cut go to a screening, with a notice', async () => {
    const decision = await stage.checkAssets('screening', 'temp_cut');
    expect(decision.decision).toBe('release');
    const outcomes = decision.items[0]?.findings.map((finding) => `${finding.rule} ${finding.outcome}`).sort();
    expect(outcomes).toEqual(['base-generated notice', 'base-temporary-mark notice']);
  });

  it('answers a script that names no class with 2, although the ledger says release', async () => {
    const unasked = await cli(check, shell);
    expect(unasked.code).toBe(2);
    expect((JSON.parse(unasked.stdout) as Decision).decision).toBe('release');
  });

  it('answers 0 only when the script asks for that class', async () => {
    expect((await cli([...check, '--class', 'review'], shell)).code).toBe(0);
    expect((await cli([...check, '--class', 'marketing'], shell)).code).toBe(2);
  });

  it('holds the release to the same rule, and its receipt says that it is not for a final', async () => {
    const { id } = JSON.parse((await cli([...check, '--class', 'review'], shell)).stdout) as Decision;
    const receipt = join(folder, 'receipt.json');
    const asked = await cli(
      ['release', '--delivery', 'screening', '--check', id, '--class', 'review', '--receipt', receipt],
      shell,
    );
    expect(asked.code).toBe(0);
    const envelope = JSON.parse(readFileSync(receipt, 'utf8')) as { payload: string };
    expect(Buffer.from(envelope.payload, 'base64').toString('utf8')).toContain('notForFinal');

    await stage.openDelivery('screening-2', { class: 'review' });
    const other = await stage.checkAssets('screening-2', 'temp_cut');
    const second = join(folder, 'second.json');
    const unasked = await cli(
      ['release', '--delivery', 'screening-2', '--check', other.id, '--receipt', second],
      shell,
    );
    expect([unasked.code, existsSync(second)]).toEqual([2, false]);
  });
});
