import { describe, expect, it } from 'vitest';
import { cli, folderWith, shellOf, type CliResult } from '../harness/index.js';
import { openRegisters } from './stage.js';

/* What the words mean is told beside the source; here they are said to a real ledger. */

const { stage, keeper } = await openRegisters('reg_cli');
const { ito } = stage.cast;
const cwd = await folderWith({ 'terms.pdf': 'the terms', 'signed.pdf': 'signed' });

/** `clearance <words>` in the folder with the documents. */
const run = (words: readonly string[], by = keeper) => cli([...words], { env: shellOf(by, 'reg_cli'), cwd });
const json = ({ stdout }: CliResult) => JSON.parse(stdout) as Record<string, unknown>;

describe('clearance tool', () => {
  it('registers and classifies', async () => {
    expect(await run(['tool', 'register', 'reg-nuke', '--name', 'Nuke', '--supplier', 'Foundry'])).toMatchObject({
      code: 0,
      stdout: 'tool reg-nuke is registered\n',
    });
    const classify = ['tool', 'classify', 'reg-nuke@16.*', '--mode', 'Grade', '--class', 'none'];
    expect(await run(classify)).toMatchObject({ code: 0, stdout: 'reg-nuke 16.* Grade is classed none\n' });
  });

  it('reviews terms, and shows how a version is classed and used at a time', async () => {
    const review = [
      ['tool', 'review', 'reg-nuke', '--tier', 'enterprise', '--processing', 'local', '--enterprise-agreement', 'yes'],
      ['--stores-io', 'no', '--trains-on-io', 'no', '--reviewed-at', '2026-01-10T00:00:00Z'],
      ['--from', '2026-01-01T00:00:00Z', '--evidence', 'terms.pdf'],
    ].flat();
    expect((await run(review)).code).toBe(0);
    const shown = await run(['tool', 'show', 'reg-nuke@16.0', '--mode', 'Grade', '--at', '2026-02-01T00:00:00Z']);
    expect(shown.stdout.split('\n')).toEqual([
      'reg-nuke 16.0 Grade  none  at 2026-02-01T00:00:00.000Z',
      '  terms      enterprise  since 2026-01-01T00:00:00.000Z  processed locally, enterprise agreement yes, keeps no, trains no  file:terms.pdf',
      `  basis      tool-reg-nuke#1  classified  by ${keeper.subject}`,
      `  basis      tool-reg-nuke#2  terms-reviewed  by ${keeper.subject}`,
      '',
    ]);
    const whole = json(await run(['tool', 'show', 'reg-nuke', '--json']));
    expect(whole).toMatchObject({ id: 'reg-nuke', state: 'active', revision: 2, supplier: 'Foundry' });
  });

  it('suspends once, lists and reinstates', async () => {
    const suspend = ['tool', 'suspend', 'reg-nuke', '--reason', 'terms changed'];
    expect((await run(suspend)).stdout).toBe('tool reg-nuke is suspended\n');
    const again = await run([...suspend, '--json']);
    expect([again.code, json(again)]).toMatchObject([2, { problem: { status: 409 } }]);
    const listed = await run(['tool', 'list', '--state', 'suspended', '--ndjson']);
    expect(listed.stdout).toContain('"id":"reg-nuke"');
    expect((await run(['tool', 'reinstate', 'reg-nuke', '--reason', 'agreed'])).code).toBe(0);
  });

  it('ends with 2 where it is refused, 3 where nothing was decided, 64 where it is not well put', async () => {
    expect((await run(['tool', 'show', 'reg-nobody'])).code).toBe(2);
    const away = { ...shellOf(keeper, 'reg_cli'), CLEARANCE_URL: 'http://127.0.0.1:9' };
    expect((await cli(['tool', 'list'], { env: away })).code).toBe(3);
    expect((await run(['tool', 'classify', 'reg-nuke', '--mode', 'x', '--class', 'none'])).code).toBe(64);
  });
});

describe('clearance vendor', () => {
  it('registers, assesses and shows', async () => {
    expect((await run(['vendor', 'register', 'reg-vfx', '--name', 'VFX House'])).code).toBe(0);
    const assess = [
      ['vendor', 'assess', 'reg-vfx', '--assessed-at', '2026-02-01T00:00:00Z', '--expires', '2099-01-01T00:00:00Z'],
      ['--data-handling', 'pass', '--creative-control', 'pass', '--results', 'fail', '--evidence', 'signed.pdf'],
    ].flat();
    expect((await run(assess)).stdout).toBe('the assessment of reg-vfx until 2099-01-01T00:00:00.000Z is recorded\n');
    const shown = await run(['vendor', 'show', 'reg-vfx', '--at', '2026-03-01T00:00:00Z']);
    expect(shown.stdout).toContain(
      '  in force   2026-02-01T00:00:00.000Z to 2099-01-01T00:00:00.000Z  data handling pass, creative control pass, results fail  file:signed.pdf\n',
    );
    const listed = await run(['vendor', 'list', '--state', 'assessed', '--ndjson']);
    expect(listed.stdout).toContain('"id":"reg-vfx"');
  });
});

describe('clearance consent and consent-group', () => {
  const record = [
    ['consent', 'record', '--id', 'con_7', '--performer', 'performer_7', '--purpose', 'de-ageing', '--use', 'face'],
    ['--languages', '*', '--territories', '*', '--mediums', '*', '--from', 'open', '--until', 'open'],
    ['--document', 'signed.pdf', '--guild-ok', 'yes', '--group', 'sag'],
  ].flat();

  it('records what the document says once, with its digest; a retry under the same key counts once', async () => {
    const keyed = [...record, '--idempotency-key', 'record-7'];
    expect(await run(keyed, ito)).toMatchObject({ code: 0, stdout: 'consent con_7 is recorded, granted\n' });
    expect((await run(keyed, ito)).code).toBe(0);
    expect((await run(record, ito)).code).toBe(2);
    expect(json(await run(['consent', 'show', 'con_7', '--json'], ito))).toMatchObject({
      performer: 'performer_7',
      window: { from: null, until: null },
      document: { ref: 'file:signed.pdf', digest: { sha256: expect.stringMatching(/^[0-9a-f]{64}$/) } },
      revision: 0,
    });
  });

  it('suspends with its group', async () => {
    expect((await run(['consent-group', 'suspend', 'sag', '--reason', 'strike'], ito)).stdout).toBe(
      'the group sag is suspended\n',
    );
    expect((await run(['consent', 'show', 'con_7'], ito)).stdout).toContain('  group      sag, suspended\n');
    expect((await run(['consent-group', 'lift', 'sag', '--reason', 'agreed'], ito)).stdout).toBe(
      'the group sag is lifted\n',
    );
  });

  it('is suspended, reinstated, withdrawn from a date and listed', async () => {
    const act = (name: string, ...more: string[]) =>
      run(['consent', name, 'con_7', '--reason', 'letter', ...more], ito);
    expect((await act('suspend')).stdout).toBe('con_7 is suspended\n');
    expect((await act('reinstate')).stdout).toBe('con_7 is reinstated, now granted\n');
    expect((await act('withdraw', '--effective-at', '30d')).stdout).toMatch(
      /^con_7 is withdrawn from \S+Z, now granted\n$/,
    );
    expect(await run(['consent', 'list', '--performer', 'performer_7'], stage.cast.auditor)).toMatchObject({
      code: 0,
      stdout: 'id\tkind\tby\tstate\tuntil\tgroup\tpurpose\ncon_7\tconsent\tperformer_7\tgranted\t\tsag\tde-ageing\n',
    });
  });
});
