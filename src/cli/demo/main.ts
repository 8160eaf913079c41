import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { comfyTexts, frame, png, put, writeMhl } from './material.js';
import { DemoFailed, startLedger, Terminal, type RunningLedger } from './stage.js';

/*
 * The main job in one sitting: a temporary AI plate slips into a comp, the delivery is held with the path to it, the comp
 * is remade, confirmed and approved, the delivery goes out, and a late fact turns the release into an announced breach.
 * Every step is checked; the demo ends with 0 only if each of them really happened.
 */

type Json = Record<string, unknown>;
interface FindingJson {
  readonly rule: string;
  readonly root: string;
  readonly path: readonly string[];
  readonly message: string;
}

const say = (text: string) => process.stdout.write(`${text}\n`);
const chapter = (text: string) => say(`\n${text}`);

async function play(folder: string, ledger: RunningLedger): Promise<void> {
  const terminal = new Terminal(ledger.url, 'nightfall', folder, say);
  const admin = (...words: string[]) => terminal.run(ledger.adminToken, 0, ...words);

  chapter('A production, its people and a final delivery');
  await admin('production', 'open', 'nightfall', '--title', 'Nightfall');
  const token = async (subject: string, kind: string, role: string) =>
    String(
      (await admin('token', 'issue', '--subject', subject, '--kind', kind, '--grant', `${role}@nightfall`)).json[
        'token'
      ],
    );
  const farm = await token('farm', 'service', 'emitter');
  const reviewer = await token('k.ito@studio.example', 'person', 'reviewer');
  const lead = await token('d.reyes@studio.example', 'person', 'delivery');
  const run = (who: string, expected: number, ...words: string[]) => terminal.run(who, expected, ...words);
  const finalUse = ['--class', 'final', '--territories', '*', '--languages', '*', '--medium', 'svod'];
  await run(lead, 0, 'delivery', 'open', 'ep101-imf', '--name', 'Episode 101', '--recipient', 'Streamer', ...finalUse);

  chapter('Material comes in: a camera plate, and a background that a generator made as a placeholder');
  const plate = put(join(folder, 'plates', 'sh010_plate_v001.exr'), frame('plate'));
  const temporary = put(join(folder, 'plates', 'sh010_bg_v001.png'), png(90, comfyTexts('night sky over a harbour')));
  const camera = ['--source-type', 'digitalCapture', '--basis', 'camera-report'];
  await run(farm, 0, 'ingest', plate, '--id', '{stem}', ...camera);
  await run(
    farm,
    0,
    'ingest',
    temporary,
    '--id',
    '{stem}',
    '--generated-by',
    'comfyui@0.3.44',
    '--mode',
    'txt2img',
    '--temporary',
    'AI placeholder',
  );
  const marked = await run(farm, 2, 'status', 'sh010_bg_v001', '--findings');
  expectThat(summaryOf(marked.json)['state'] === 'temporary', 'the placeholder is temporary');

  chapter('A comp is rendered from both, and packed');
  const comp1 = put(join(folder, 'package-1', 'reels', 'sh010_comp_v001.exr'), frame('comp v001'));
  const complete = '--inputs-complete';
  await run(
    farm,
    0,
    'ingest',
    comp1,
    '--id',
    '{stem}',
    '--input',
    'sh010_plate_v001=component',
    '--input',
    'sh010_bg_v001=component',
    complete,
  );
  const mhl1 = writeMhl(join(folder, 'package-1'));

  chapter('May this go out? No: the check names the path from the item to the placeholder');
  const held = await run(
    lead,
    2,
    'check',
    '--delivery',
    'ep101-imf',
    '--manifest',
    mhl1,
    '--root',
    join(folder, 'package-1'),
  );
  const cause = findingsOf(held.json).find((finding) => finding.rule === 'base-temporary-mark');
  say(`    ${cause?.message ?? ''}   path: ${cause?.path.join(' <- ') ?? ''}`);
  expectThat(cause?.path.join() === 'sh010_comp_v001,sh010_bg_v001', 'the check names the path to the placeholder');
  await run(lead, 2, 'promote', 'sh010_comp_v001', '--delivery', 'ep101-imf');
  const history = await run(lead, 0, 'history', 'sh010_comp_v001');
  expectThat(typesOf(history.json).includes('promotion-refused'), 'the refused promotion is on record');

  chapter('The comp is remade: a clean plate, and a generated sky that is meant to stay');
  const clean = put(join(folder, 'plates', 'sh010_bg_v002.exr'), frame('harbour at night'));
  const sky = put(join(folder, 'plates', 'sh010_sky_v001.png'), png(30, comfyTexts('stars')));
  const comp2 = put(join(folder, 'package-2', 'reels', 'sh010_comp_v002.exr'), frame('comp v002'));
  await run(farm, 0, 'ingest', clean, '--id', '{stem}', ...camera);
  await run(farm, 0, 'ingest', sky, '--id', '{stem}', '--generated-by', 'comfyui@0.3.44', '--mode', 'txt2img');
  const inputs = [
    'sh010_plate_v001=component',
    'sh010_bg_v002=component',
    'sh010_sky_v001=component',
    'sh010_comp_v001=revision',
  ];
  await run(farm, 0, 'ingest', comp2, '--id', '{stem}', ...inputs.flatMap((input) => ['--input', input]), complete);
  const before = await run(lead, 2, 'status', 'sh010_comp_v002', '--findings');
  say(
    `    open: ${findingsIn(before.json)
      .map((finding) => `${finding.rule} (${finding.root})`)
      .join(', ')}`,
  );

  chapter('A second person confirms the replacement and approves the sky; then the check releases');
  await run(
    reviewer,
    0,
    'confirm-replacement',
    'sh010_comp_v002',
    '--of',
    'sh010_comp_v001',
    '--reason',
    'Compared frame by frame',
  );
  const scope = ['--prominence', '*', '--classes', 'final', '--territories', '*', '--languages', '*', '--mediums', '*'];
  await run(
    reviewer,
    0,
    'approve',
    'sh010_sky_v001',
    '--finding',
    'base-generated@sh010_sky_v001',
    '--kind',
    'written',
    '--reach',
    'contained',
    ...scope,
    '--evidence',
    'https://dms.example/legal/4711',
  );
  const mhl2 = writeMhl(join(folder, 'package-2'));
  const cleared = await run(
    lead,
    0,
    'check',
    '--delivery',
    'ep101-imf',
    '--manifest',
    mhl2,
    '--root',
    join(folder, 'package-2'),
  );
  const check = String(decisionOf(cleared.json)['id']);
  const released = await run(
    lead,
    0,
    'release',
    '--delivery',
    'ep101-imf',
    '--check',
    check,
    '--receipt',
    join(folder, 'receipt.json'),
  );
  expectThat(record(released.json['delivery'])['state'] === 'released', 'the delivery is released');

  chapter('A late fact: the comp used the placeholder after all');
  const late = { inputs: [{ asset: 'sh010_bg_v001', kind: 'component' }] };
  await run(farm, 0, 'emit', 'derived-from', 'sh010_comp_v002', '--data', JSON.stringify(late));
  await announced(ledger.url, lead);
  const after = await run(lead, 0, 'delivery', 'show', 'ep101-imf');
  expectThat(after.json['state'] === 'compromised', 'the delivery is compromised');
  say(
    `    ep101-imf is ${String(after.json['state'])}: ${JSON.stringify((after.json['concerns'] as Json[])[0]?.['findings'])}`,
  );
}

/** Follows the log by long poll until the breach is announced; the server bounds each wait. */
async function announced(url: string, token: string): Promise<void> {
  let after: string | null = null;
  for (let polls = 0; polls < 10; polls += 1) {
    const query = new URLSearchParams({
      production: 'nightfall',
      types: 'delivery-compromised',
      wait: '10',
      ...(after === null ? {} : { after }),
    });
    const answer = await fetch(`${url}/v1/events?${query.toString()}`, {
      headers: { authorization: `Bearer ${token}` },
    });
    if (!answer.ok) throw new DemoFailed(`the log could not be followed: ${answer.status} ${await answer.text()}`);
    const body = (await answer.json()) as { items: Json[]; next: string };
    if (body.items.length > 0) return;
    after = body.next;
  }
  throw new DemoFailed('no announcement of the breach came');
}

function expectThat(holds: boolean, what: string): void {
  if (!holds) throw new DemoFailed(`not so: ${what}`);
  say(`    ✓ ${what}`);
}

function record(value: unknown): Json {
  return typeof value === 'object' && value !== null ? (value as Json) : {};
}

/** `check --json` prints the decision, a refusal prints it inside the problem. */
function decisionOf(json: Json): Json {
  return 'decision' in json && typeof json['decision'] === 'object' ? record(json['decision']) : json;
}

function findingsOf(json: Json): FindingJson[] {
  return ((decisionOf(json)['items'] ?? []) as { findings: FindingJson[] }[]).flatMap((item) => item.findings);
}

/** `status --json` prints one asset, or a list of several. */
function summaryOf(json: Json): Json {
  return Array.isArray(json['items']) ? record(json['items'][0]) : json;
}

function findingsIn(json: Json): FindingJson[] {
  return (summaryOf(json)['findings'] ?? []) as FindingJson[];
}

function typesOf(json: Json): string[] {
  return ((json['items'] ?? []) as { type: string }[]).map((event) => event.type);
}

const folder = mkdtempSync(join(tmpdir(), 'clearance-demo-'));
let ledger: RunningLedger | null = null;
process.exitCode = 1;
try {
  ledger = await startLedger(join(folder, 'data'));
  say(`The ledger runs at ${ledger.url}; the demo's files are in ${join(basename(dirname(folder)), basename(folder))}`);
  await play(folder, ledger);
  say('\nEvery step happened as told.');
  process.exitCode = 0;
} catch (error) {
  process.stderr.write(`\ndemo: ${error instanceof Error ? error.message : String(error)}\n`);
} finally {
  await ledger?.stop();
  rmSync(folder, { recursive: true, force: true });
}
