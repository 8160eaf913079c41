import { readFile, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { hashBytes } from '../hash/hash-file.js';
import { fakeLedger, problem, type FakeAnswer } from '../testing/fake-ledger.js';
import { cli, folderWith } from '../testing/run-cli.js';

const route = 'POST /v1/productions/nightfall/deliveries/ep101/checks';
const released = {
  id: 'chk_1',
  kind: 'check',
  decision: 'release',
  delivery: 'ep101',
  production: 'nightfall',
  position: '42',
  summary: { total: 1, cleared: 1, held: 0 },
  items: [{ path: 'a.mov', status: 'cleared', findings: [] }],
  use: { class: 'final' },
  problems: [],
};
const held = {
  ...released,
  decision: 'hold',
  summary: { total: 1, cleared: 0, held: 1 },
  items: [{ path: 'a.mov', status: 'held', asset: null, code: 'unregistered', findings: [] }],
};
const answering = (json: unknown, verdict: string): FakeAnswer => ({
  status: 201,
  json,
  headers: { 'Clearance-Decision': verdict },
});

async function check(answer: FakeAnswer, words: readonly string[] = []) {
  const ledger = await fakeLedger({ [route]: answer });
  const cwd = await folderWith({ SHA256SUMS: 'the list\n' });
  const seen = await cli(['check', '--delivery', 'ep101', '--manifest', 'SHA256SUMS', ...words], {
    url: ledger.url,
    cwd,
  });
  return { ...seen, ledger, cwd };
}

describe('clearance check', () => {
  it('ends with 0 on a release, and --json is the body', async () => {
    const seen = await check(answering(released, 'release'), ['--json']);
    expect(seen.code).toBe(0);
    expect(seen.json()).toEqual(released);
  });

  it('ends with 2 on a hold and shows what is held', async () => {
    const seen = await check(answering(held, 'hold'));
    expect(seen.code).toBe(2);
    expect(seen.stdout).toContain('a.mov  no asset  unregistered');
  });

  it('ends with 2 for a delivery of another class, and with 0 when that class was asked for', async () => {
    const review = { ...released, use: { class: 'review' } };
    const asFinal = await check(answering(review, 'release'));
    const asReview = await check(answering(review, 'release'), ['--class', 'review']);
    expect([asFinal.code, asReview.code]).toEqual([2, 0]);
    expect(asFinal.stderr).toContain('this is no go for final: the delivery is of class review');
  });

  it.each<[string, FakeAnswer, number]>([
    ['a decision it does not know', answering({ ...released, decision: 'ship' }, 'ship'), 3],
    ['a header that contradicts the body', answering(released, 'undecided'), 3],
    ['an answer about another delivery', answering({ ...released, delivery: 'ep102' }, 'release'), 3],
    ['an empty answer', answering({}, 'release'), 3],
    ['503 undecided', problem(503, 'undecided'), 3],
    ['422 unreadable-manifest', problem(422, 'unreadable-manifest'), 3],
    ['404 of the delivery', problem(404, 'not-found'), 3],
    ['401', problem(401, 'unauthorized'), 3],
    ['429', problem(429, 'too-many-requests'), 3],
    ['409', problem(409, 'in-progress'), 2],
    ['a closed connection', (response) => void response.destroy(), 3],
  ])('with %s it is never a go', async (_what, answer, code) => {
    expect((await check(answer)).code).toBe(code);
  });

  it('without a ledger it is 3, and --json holds the problem', async () => {
    const cwd = await folderWith({ SHA256SUMS: 'the list\n' });
    const seen = await cli(['check', '--delivery', 'ep101', '--manifest', 'SHA256SUMS', '--json'], { cwd });
    expect(seen.code).toBe(3);
    expect(seen.json()).toMatchObject({ problem: { type: 'urn:clearance:problem:unreachable', status: null } });
  });

  it('a manifest that cannot be read is 3 and asks nothing', async () => {
    const ledger = await fakeLedger({ [route]: answering(released, 'release') });
    const seen = await cli(['check', '--delivery', 'ep101', '--manifest', 'absent.mhl'], {
      url: ledger.url,
      cwd: await folderWith(),
    });
    expect(seen.code).toBe(3);
    expect(ledger.requests).toEqual([]);
  });

  it.each([
    [[], '--delivery, --manifest must be given'],
    [['--delivery', 'ep101'], '--manifest must be given'],
    [
      ['--delivery', 'ep101', '--manifest', 'a', '--json', '--format', 'junit'],
      '--json and --format junit both want standard output',
    ],
  ])('%j is usage', async (words, message) => {
    const seen = await cli(['check', ...words]);
    expect(seen.code).toBe(64);
    expect(seen.stderr).toContain(message);
  });

  it('sends each manifest under its path in the package, formats, columns, and every file of --root', async () => {
    const ledger = await fakeLedger({ [route]: answering(released, 'release') });
    const cwd = await folderWith({
      'pkg/ascmhl/0001.mhl': '<hashlist/>',
      'pkg/Clips/a.mov': 'plate',
      'pkg/.hidden': 'secret',
      'outside.csv': 'path;hash',
    });
    await symlink('Clips/a.mov', join(cwd, 'pkg/link.mov'));
    const seen = await cli(
      [
        'check',
        '--delivery',
        'ep101',
        '--manifest',
        'pkg/ascmhl/0001.mhl',
        '--manifest',
        'outside.csv',
        '--root',
        'pkg',
      ].concat(['--manifest-format', 'outside.csv=csv', '--columns', 'path=File,sha256=Hash']),
      { url: ledger.url, cwd },
    );
    expect(seen.code).toBe(0);
    const [request] = ledger.requests;
    const parts = await partsOf(request?.headers['content-type'] ?? '', request?.body ?? '');
    expect(parts.map(({ name, fileName }) => [name, fileName])).toEqual([
      ['options', 'options.json'],
      ['manifest', 'ascmhl/0001.mhl'],
      ['manifest', 'outside.csv'],
      ['files', 'files.ndjson'],
    ]);
    expect(JSON.parse(parts[0]?.content ?? '')).toEqual({
      formats: { 'outside.csv': 'csv' },
      columns: { 'ascmhl/0001.mhl': { path: 'File', sha256: 'Hash' }, 'outside.csv': { path: 'File', sha256: 'Hash' } },
    });
    const files = (parts[3]?.content ?? '')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(files).toEqual([
      { path: '.hidden', size: 6, digests: await hashBytes(Buffer.from('secret')) },
      { path: 'Clips/a.mov', size: 5, digests: await hashBytes(Buffer.from('plate')) },
      { path: 'ascmhl/0001.mhl', size: 11, digests: await hashBytes(Buffer.from('<hashlist/>')) },
      { path: 'link.mov', size: null, digests: {}, error: 'a symbolic link, which is not followed' },
    ]);
  });

  it('without --root sends no file list, so that nothing is taken for missing', async () => {
    const seen = await check(answering(released, 'release'));
    expect(seen.ledger.requests[0]?.body).not.toContain('name="files"');
  });

  it('a --root that is not there is 3', async () => {
    expect((await check(answering(released, 'release'), ['--root', 'nowhere'])).code).toBe(3);
  });

  it('two manifests of one name are usage, for one would stand for the other', async () => {
    const cwd = await folderWith({ 'a/SHA256SUMS': '', 'b/SHA256SUMS': '' });
    const seen = await cli(
      ['check', '--delivery', 'ep101', '--manifest', 'a/SHA256SUMS', '--manifest', 'b/SHA256SUMS'],
      { cwd },
    );
    expect(seen.code).toBe(64);
  });

  it('an undecided check replaces the report of an earlier go', async () => {
    const cwd = await folderWith({ SHA256SUMS: 'the list\n', 'report.json': JSON.stringify(released) });
    const seen = await cli(
      ['check', '--delivery', 'ep101', '--manifest', 'SHA256SUMS', '--format', 'json', '--output', 'report.json'],
      { cwd },
    );
    expect(seen.code).toBe(3);
    expect(JSON.parse(await readFile(join(cwd, 'report.json'), 'utf8'))).toMatchObject({ problem: { status: null } });
  });

  it('writes the report in its format and words to the terminal', async () => {
    const seen = await check(answering(held, 'hold'), ['--format', 'junit', '--output', 'report.xml']);
    expect(seen.code).toBe(2);
    expect(seen.stdout).toContain('hold  delivery ep101');
    expect(await readFile(join(seen.cwd, 'report.xml'), 'utf8')).toContain('<testsuite name="clearance check ep101"');
  });
});

async function partsOf(contentType: string, body: string) {
  const form = await new Response(body, { headers: { 'Content-Type': contentType } }).formData();
  const parts = [];
  for (const [name, value] of form) {
    parts.push({
      name,
      fileName: typeof value === 'string' ? null : value.name,
      content: typeof value === 'string' ? value : await value.text(),
    });
  }
  return parts;
}
