import { existsSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { describe, expect, it, onTestFinished } from 'vitest';
import {
  bytesOf,
  cameraPlate,
  cli,
  deadAddress,
  digestsOf,
  expectProblem,
  fakeLedger,
  folderWith,
  itemOf,
  openStage,
  placeholder,
  shellOf,
  type CliOptions,
  type CliResult,
} from '../harness/index.js';

const stage = await openStage('s20_bypass');
await stage.told(cameraPlate('good'), placeholder('bad'));
await stage.openDelivery('ep101');
const goodCheck = await stage.checkAssets('ep101', 'good');
const folder = await folderWith({
  'good.sums': `${digestsOf('good').sha256}  good.exr\n`,
  'bad.sums': `${digestsOf('bad').sha256}  bad.exr\n`,
  'nonsense.sums': 'this is no manifest at all\n',
  'good.exr': bytesOf('good'),
});
const shell = shellOf(stage.cast.lead, stage.production);
const checkGood = ['check', '--delivery', 'ep101', '--manifest', `${folder}/good.sums`];
const gates = {
  check: checkGood,
  release: ['release', '--delivery', 'ep101', '--check', goodCheck.id],
  status: ['status', 'good'],
};

/** Runs a gate against something that answers like no ledger should. */
async function against(
  answer: (response: ServerResponse) => void,
  args: string[],
  options: CliOptions = {},
): Promise<CliResult> {
  const fake = await fakeLedger((request, response) => {
    request.resume();
    answer(response);
  });
  onTestFinished(() => fake.close());
  return cli(args, { ...options, env: { ...shell, CLEARANCE_URL: fake.url } });
}

const garbled = (response: ServerResponse) => {
  response.writeHead(200, { 'Content-Type': 'application/json' }).end('{"decision":"rel');
};
const says = (status: number, body: unknown) => (response: ServerResponse) => {
  response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(body));
};

describe('Scenario 20: bypass paths all block', () => {
  it('goes only where the ledger says so: 0 for clear, 2 for held', async () => {
    expect((await cli(checkGood, { env: shell })).code).toBe(0);
    expect((await cli(['check', '--delivery', 'ep101', '--manifest', `${folder}/bad.sums`], { env: shell })).code).toBe(
      2,
    );
    expect((await cli(['status', 'good'], { env: shell })).code).toBe(0);
    expect((await cli(['status', 'bad'], { env: shell })).code).toBe(2);
    expect((await cli(['status', 'never-heard-of'], { env: shell })).code).toBe(2);
  });

  it.each(Object.entries(gates))('%s exits 3 when nobody answers', async (_gate, args) => {
    const result = await cli(args, { env: { ...shell, CLEARANCE_URL: await deadAddress() } });
    expect([result.code, result.stderr]).toEqual([3, expect.stringMatching(/\S/)]);
  });

  it.each(Object.entries(gates))('%s exits 3 when the answer never comes', async (_gate, args) => {
    expect((await against(() => undefined, [...args, '--timeout', '1'])).code).toBe(3);
  });

  it.each(Object.entries(gates))('%s exits 3 on 500, on 429 and on an answer it cannot read', async (_gate, args) => {
    expect((await against(says(500, { status: 500 }), args)).code).toBe(3);
    expect((await against(says(429, { status: 429 }), args)).code).toBe(3);
    expect((await against(garbled, args)).code).toBe(3);
  });

  it('takes an unknown verdict, an unknown state and an empty success for no', async () => {
    expect((await against(says(201, { id: 'x', decision: 'maybe', items: [] }), gates.check)).code).toBe(3);
    expect((await against(says(200, {}), gates.check)).code).toBe(3);
    expect((await against(says(200, {}), gates.release)).code).toBe(3);
    const odd = await against(says(200, { asset: 'good', state: 'sparkling', compliant: 'yes' }), gates.status);
    expect([2, 3]).toContain(odd.code);
  });

  it.each(['SIGINT', 'SIGTERM'] as const)('exits 3 when %s ends it before the answer', async (signal) => {
    let stop: (() => void) | undefined;
    const result = await against(() => stop?.(), gates.check, {
      started: (child) => {
        stop = () => void child.kill(signal);
      },
    });
    expect(result.code).toBe(3);
  });

  it('exits 3 with a wrong token, for a delivery that is not there and for a manifest that is not', async () => {
    expect((await cli(checkGood, { env: { ...shell, CLEARANCE_TOKEN: 'clr_wrong' } })).code).toBe(3);
    const elsewhere = ['check', '--delivery', 'ep999', '--manifest', `${folder}/good.sums`];
    expect((await cli(elsewhere, { env: shell })).code).toBe(3);
    for (const manifest of ['nonsense.sums', 'absent.sums']) {
      const args = ['check', '--delivery', 'ep101', '--manifest', `${folder}/${manifest}`];
      expect((await cli(args, { env: shell })).code).toBe(3);
    }
  });

  it('does not go without a token, whether it calls that usage or undecided', async () => {
    expect([3, 64]).toContain((await cli(checkGood, { env: { ...shell, CLEARANCE_TOKEN: undefined } })).code);
  });

  it('has no dry run, and no gate without its delivery, check or manifest: 64', async () => {
    const misused = [
      [...gates.check, '--dry-run'],
      [...gates.release, '--dry-run'],
      [...gates.check, '--force'],
      ['check', '--delivery', 'ep101'],
      ['check', '--manifest', `${folder}/good.sums`],
      ['release', '--delivery', 'ep101'],
      ['no-such-command'],
    ];
    for (const args of misused) expect([args, (await cli(args, { env: shell })).code]).toEqual([args, 64]);
  });

  it('writes no receipt where there is no release, and never over an old one', async () => {
    const held = await stage.checkAssets('ep101', 'bad');
    const receipt = `${folder}/receipt.json`;
    const refused = await cli(['release', '--delivery', 'ep101', '--check', held.id, '--receipt', receipt], {
      env: shell,
    });
    expect(refused.code).toBe(2);
    const late = await cli(['release', '--delivery', 'ep101', '--check', held.id, '--receipt', `${folder}/good.exr`], {
      env: shell,
    });
    expect(late.code).toBe(64);
    expect(existsSync(receipt)).toBe(false);
  });

  it('gives curl -f no way through: strict holds are 409, the unreadable is 422, the late is 503', async () => {
    const strict = await stage.tryCheck('ep101', { items: [itemOf('bad')] }, { strict: 'true' });
    expect(expectProblem(strict, 409, 'held').decision?.decision).toBe('hold');
    expect(strict.headers['clearance-decision']).toBe('hold');

    const form = new FormData();
    form.append('manifest', new Blob(['this is no manifest at all\n']), 'nonsense.sums');
    const unreadable = await fetch(`${stage.ledger.url}${stage.path}/deliveries/ep101/checks`, {
      method: 'POST',
      body: form,
      headers: { Authorization: `Bearer ${stage.cast.lead.token}` },
    });
    expect(unreadable.status).toBe(422);
    expect(unreadable.headers.get('clearance-decision')).toBe('undecided');
    expect(await unreadable.json()).toMatchObject({ type: 'urn:clearance:problem:unreadable-manifest' });
  });
});
