import { describe, expect, it } from 'vitest';
import {
  cli,
  findingOf,
  hasSamples,
  issueToken,
  itemAt,
  openStage,
  placeholder,
  shellOf,
  verdicts,
  type AssetSummary,
  type CliResult,
  type Decision,
} from '../harness/index.js';
import { madeCard, sampleCard, sha256In, type Card } from './cards.js';

const cards: [string, string, () => Promise<Card>][] = [
  ...(hasSamples
    ? [['of the ASC MHL reference scenarios', 'mhl_sample', sampleCard] as [string, string, () => Promise<Card>]]
    : []),
  ['made here', 'mhl_made', madeCard],
];

/** The files of the card; the history's own files, where a decision names them, are structural. */
function decided(result: CliResult): Decision {
  const decision = JSON.parse(result.stdout) as Decision;
  return { ...decision, items: decision.items.filter((item) => item.role !== 'structural') };
}

// Real manifests are not part of the repository; where they are absent this one line says so.
it.skipIf(hasSamples)('the ASC MHL reference scenarios are not on this machine', () => {
  expect(hasSamples).toBe(false);
});

describe.each(cards)('an ASC MHL history %s, through the command line', async (_what, production, lay) => {
  const card = await lay();
  const stage = await openStage(production);
  const dit = await issueToken(stage.root, {
    subject: 'dit@studio.example',
    kind: 'person',
    grants: [{ role: 'emitter', productions: [production] }],
  });
  await stage.openDelivery('turnover');
  const gate = ['check', '--delivery', 'turnover', '--manifest', card.manifest, '--json'];
  const asLead = (args: string[]): Promise<CliResult> => cli(args, { env: shellOf(stage.cast.lead, production) });
  const asDit = (args: string[]): Promise<CliResult> => cli(args, { env: shellOf(dit, production) });
  const all = (verdict: string) => Object.fromEntries(card.paths.map((path) => [path, verdict]));
  const [, second = ''] = card.paths;

  it('is held item by item while nothing of it is registered', async () => {
    for (const args of [gate, [...gate, '--root', card.root]]) {
      const result = await asLead(args);
      expect([result.code, verdicts(decided(result))]).toEqual([2, all('held unregistered')]);
      // The history's chain file may have come along as a manifest of its own.
      expect(decided(result).manifests[0]).toMatchObject({ format: 'asc-mhl', items: 3 });
    }
  });

  it('asks for ids when only xxh digests are listed and no bytes are there to hash: 64', async () => {
    const result = await asDit(['ingest', '--manifest', card.manifest, '--source-type', 'digitalCapture']);
    expect(result.code).toBe(64);
    expect((await stage.read<{ items: unknown[] }>(`${stage.path}/assets`)).items).toEqual([]);
  });

  it('is ingested against its root with the camera report as basis, and a second run is all duplicates', async () => {
    const ingest = ['ingest', '--manifest', card.manifest, '--root', card.root];
    const origin = ['--source-type', 'digitalCapture', '--basis', 'camera-report', '--json'];
    expect((await asDit([...ingest, ...origin])).code).toBe(0);
    const first = await stage.events('asset-*');
    expect((await asDit([...ingest, ...origin])).code).toBe(0);
    expect(await stage.events('asset-*')).toEqual(first);
    const listed = await stage.read<{ items: AssetSummary[] }>(`${stage.path}/assets`);
    expect(listed.items.map((item) => `${item.asset} ${item.state}`).sort()).toEqual(
      card.paths.map((path) => `sha256:${sha256In(card, path)} clear`).sort(),
    );
  });

  it('is released when the bytes are there to be hashed', async () => {
    const result = await asLead([...gate, '--root', card.root]);
    expect([result.code, verdicts(decided(result))]).toEqual([0, all('cleared')]);
  });

  it('I1: is held as weak-match-only without them: xxh alone never releases', async () => {
    const result = await asLead(gate);
    expect([result.code, verdicts(decided(result))]).toEqual([2, all('held weak-match-only')]);
    for (const item of decided(result).items)
      expect(item.match).toMatchObject({ rung: 'weak-digest', releasable: false });
  });

  it('is held at the one file that came from a temporary generated plate, with its path; the others are cleared', async () => {
    const clip = `sha256:${sha256In(card, second)}`;
    await stage.told(placeholder('ai_plate'), {
      event: 'derived-from',
      subject: clip,
      data: { inputs: [{ asset: 'ai_plate', kind: 'component' }], inputsComplete: 'yes' },
    });
    const result = await asLead([...gate, '--root', card.root]);
    expect(result.code).toBe(2);
    const decision = decided(result);
    expect(decision.items.map((item) => [item.path, item.status])).toEqual(
      card.paths.map((path) => [path, path === second ? 'held' : 'cleared']),
    );
    const item = itemAt(decision, second);
    expect([item.asset, item.state]).toEqual([clip, 'temporary']);
    const mark = findingOf(item.findings, 'base-temporary-mark', 'ai_plate');
    expect([mark.path, mark.edges]).toEqual([[clip, 'ai_plate'], ['component']]);
    expect(decision.summary).toMatchObject({ held: 1, byState: { clear: 2, temporary: 1 } });
  });
});
