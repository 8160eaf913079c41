import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  cli,
  folderWith,
  hasSamples,
  issueToken,
  openStage,
  samplesFolder,
  shellOf,
  verdicts,
  type Decision,
} from '../harness/index.js';
import { mhl } from './cards.js';

const md5 = (bytes: Buffer) => createHash('md5').update(bytes).digest('hex');
const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');

const sample = (...path: string[]) => join(samplesFolder, ...path);

/** A production with a delivery, a command line for its lead and one for whoever ingests. */
async function desk(production: string) {
  const stage = await openStage(production);
  await stage.openDelivery('ep101');
  const dit = await issueToken(stage.root, {
    subject: 'dit@studio.example',
    kind: 'person',
    grants: [{ role: 'emitter', productions: [production] }],
  });
  return {
    check: async (manifest: string, ...more: string[]) => {
      const args = ['check', '--delivery', 'ep101', '--manifest', manifest, '--json', ...more];
      const { code, stdout, stderr } = await cli(args, { env: shellOf(stage.cast.lead, production) });
      const decision = stdout === '' ? null : (JSON.parse(stdout) as Decision);
      return { code, stderr, decision, verdicts: decision?.items ? verdicts(decision) : null };
    },
    ingest: (...args: string[]) => cli(['ingest', ...args, '--json'], { env: shellOf(dit, production) }),
  };
}

const camera = ['--source-type', 'digitalCapture', '--basis', 'camera-report'];

describe('checksum lists made here', () => {
  const files = { 'reel 1.mov': Buffer.from('reel one'), 'sub/reel2.mov': Buffer.from('reel two') };
  const styles: [string, string, (path: string, bytes: Buffer) => string][] = [
    ['GNU sha256sum', 'SHA256SUMS', (path, bytes) => `${sha256(bytes)}  ${path}`],
    ['GNU md5sum in binary mode', 'card.md5', (path, bytes) => `${md5(bytes)} *${path}`],
    ['BSD --tag', 'tagged.txt', (path, bytes) => `MD5 (${path}) = ${md5(bytes)}`],
    ['openssl', 'openssl.txt', (path, bytes) => `SHA2-256(${path})= ${sha256(bytes)}`],
  ];

  it.each(styles)(
    '%s: unregistered, then released from the listed cryptographic digests alone',
    async (style, name, line) => {
      const { check, ingest } = await desk(`list_${style.replaceAll(/[^a-z0-9]+/gi, '_').toLowerCase()}`);
      const listing = Object.entries(files).map(([path, bytes]) => line(path, bytes));
      const folder = await folderWith({
        [name]: `${listing.join('\r\n')}\r\n`,
        ...Object.fromEntries(Object.entries(files).map(([path, bytes]) => [`package/${path}`, bytes])),
      });
      const manifest = join(folder, name);
      const all = (verdict: string) => Object.fromEntries(Object.keys(files).map((path) => [path, verdict]));
      expect(await check(manifest)).toMatchObject({ code: 2, verdicts: all('held unregistered') });
      expect(await ingest(join(folder, 'package'), ...camera)).toMatchObject({ code: 0 });
      expect(await check(manifest)).toMatchObject({ code: 0, verdicts: all('cleared') });
      expect(await check(manifest, '--root', join(folder, 'package'))).toMatchObject({
        code: 0,
        verdicts: all('cleared'),
      });
    },
  );

  it('with --root: a file beside the listed ones, a missing one and an altered one each hold', async () => {
    const { check, ingest } = await desk('list_root');
    const folder = await folderWith({
      'package/kept.mov': 'kept',
      'package/altered.mov': 'altered after listing',
      'package/hidden.mov': 'hidden',
      'originals/kept.mov': 'kept',
      'originals/altered.mov': 'as listed',
      'originals/gone.mov': 'gone',
      SHA256SUMS: ['kept', 'altered', 'gone']
        .map((name) => `${sha256(Buffer.from(name === 'altered' ? 'as listed' : name))}  ${name}.mov\n`)
        .join(''),
    });
    expect((await ingest(join(folder, 'originals'), join(folder, 'package/hidden.mov'), ...camera)).code).toBe(0);
    expect(await check(join(folder, 'SHA256SUMS'), '--root', join(folder, 'package'))).toMatchObject({
      code: 2,
      verdicts: {
        'kept.mov': 'cleared',
        'altered.mov': 'held digest-mismatch',
        'gone.mov': 'held missing-file',
        'hidden.mov': 'held extra-file',
      },
    });
  });

  it('an MHL entry that failed verification holds, though its bytes are clear, and is not ingested', async () => {
    const { check, ingest } = await desk('list_failed');
    const bytes = Buffer.from('take one');
    const entry = (action: string, path: string) =>
      `    <hash><path size="8">${path}</path><md5 action="${action}">${md5(bytes)}</md5></hash>`;
    const folder = await folderWith({
      'good.mhl': mhl([entry('original', 'a.mov')]),
      'bad.mhl': mhl([entry('failed', 'a.mov')]),
    });
    expect((await ingest('--manifest', join(folder, 'bad.mhl'), ...camera)).code).toBe(2);
    expect(await check(join(folder, 'good.mhl'))).toMatchObject({
      code: 2,
      verdicts: { 'a.mov': 'held unregistered' },
    });
    expect((await ingest('--manifest', join(folder, 'good.mhl'), ...camera)).code).toBe(0);
    expect(await check(join(folder, 'good.mhl'))).toMatchObject({ code: 0, verdicts: { 'a.mov': 'cleared' } });
    expect(await check(join(folder, 'bad.mhl'))).toMatchObject({
      code: 2,
      verdicts: { 'a.mov': 'held failed-verification' },
    });
  });

  it('neither an empty list nor one that climbs out of the package is a go', async () => {
    const { check } = await desk('list_odd');
    const digest = sha256(Buffer.from('x'));
    const folder = await folderWith({ 'empty.sha256': '', 'climbing.sha256': `${digest}  ../../etc/passwd\n` });
    expect((await check(join(folder, 'empty.sha256'))).code).toBe(2);
    expect([2, 3]).toContain((await check(join(folder, 'climbing.sha256'))).code);
  });
});

// The lists below were written by the real tools; they are not part of the repository.
describe.skipIf(!hasSamples)('checksum lists of the samples', () => {
  it('sha256sum, md5 --tag and openssl lists of real tools', async () => {
    const { check, ingest } = await desk('list_samples');
    const names = ['file0.txt', 'file1.txt', 'file2.txt'];
    const folder = await folderWith(
      Object.fromEntries(names.map((name) => [name, readFileSync(sample('mhl-classic', 'mhl_verify_md5', name))])),
    );
    const lists = { gnu: sample('hashlist', 'SHA256SUMS'), bsd: sample('hashlist', 'bsd-style.md5') };
    const all = (verdict: string, of = names) => Object.fromEntries(of.map((name) => [name, verdict]));
    expect(await check(lists.gnu)).toMatchObject({ code: 2, verdicts: all('held unregistered') });
    expect((await ingest(folder, ...camera)).code).toBe(0);
    expect(await check(lists.gnu)).toMatchObject({ code: 0, verdicts: all('cleared') });
    expect(await check(lists.gnu, '--root', folder)).toMatchObject({ code: 0, verdicts: all('cleared') });
    expect(await check(lists.bsd)).toMatchObject({ code: 0, verdicts: all('cleared', names.slice(0, 2)) });
    expect(await check(sample('mhl-classic', 'hashlist-text', 'openssl_output'))).toMatchObject({
      code: 2,
      verdicts: all('held unregistered', ['test_dir2/hash-list.txt', 'test_dir2/hash-list1.txt']),
    });
  });

  it('the ASC MHL example with a failed hash and a wrong size', async () => {
    const { check, ingest } = await desk('list_example');
    const card = sample('mhl-asc', 'scenario_01', 'travel_01', 'A002R2EC');
    expect((await ingest(card, ...camera)).code).toBe(0);
    const checked = await check(sample('mhl-asc', '0001_TEST01_2019-10-11_155603.mhl'));
    expect(checked).toMatchObject({
      code: 2,
      verdicts: {
        'Clips/A002C006_141024_R2EC.mov': 'held weak-match-only',
        // I1: listed with five bytes where the file of that xxh64 has four.
        'Clips/A002C007_141024_R2EC.mov': 'held unregistered',
        'Sidecar.txt': 'held failed-verification',
      },
    });
  });

  it('both generations of a history name the same bytes', async () => {
    const { check, ingest } = await desk('list_generations');
    const card = sample('mhl-asc', 'scenario_02', 'file_server', 'A002R2EC');
    const generations = ['0001_A002R2EC_2020-01-16_091500Z.mhl', '0002_A002R2EC_2020-01-17_143000Z.mhl'];
    const [, last = ''] = generations;
    expect((await ingest('--manifest', join(card, 'ascmhl', last), '--root', card, ...camera)).code).toBe(0);
    for (const generation of generations) {
      expect((await check(join(card, 'ascmhl', generation), '--root', card)).code).toBe(0);
    }
  });
});
