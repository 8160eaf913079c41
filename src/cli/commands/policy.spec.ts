import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { fakeLedger, problem, type FakeRoutes } from '../testing/fake-ledger.js';
import { cli, folderWith, UNREACHABLE } from '../testing/run-cli.js';

const NETFLIX = readFileSync(new URL('../../../libs/policy/src/packs/netflix-genai.yaml', import.meta.url), 'utf8');
const POLICY = '/v1/productions/nightfall/policy';
const pinned = (id: string, version: string, switches = {}) => ({ id, version, digest: `d-${id}`, switches });
const inForce = (...packs: object[]) => ({
  production: 'nightfall',
  packs,
  base: { id: 'base', version: '1', digest: 'd-base' },
  digest: 'd-all',
  reason: 'as agreed',
  adoptedAt: '2026-03-01T00:00:00.000Z',
  adoptedBy: 'a.dmin@studio.example',
  faults: [],
  revision: 4,
  position: '9',
});

async function ask(words: readonly string[], routes: FakeRoutes, files: Record<string, string> = {}) {
  const ledger = await fakeLedger(routes);
  const cwd = await folderWith(files);
  return { ...(await cli(words, { url: ledger.url, cwd })), ledger };
}

describe('policy test', () => {
  const offline = async (words: readonly string[], files: Record<string, string>) =>
    cli(['policy', 'test', ...words], { url: UNREACHABLE, cwd: await folderWith(files) });

  it('asks no ledger: says which pack it is and that its tests hold', async () => {
    const seen = await offline(['n.yaml'], { 'n.yaml': NETFLIX });
    expect([seen.code, seen.stderr]).toEqual([0, '']);
    expect(seen.stdout).toBe(
      'netflix-genai@2025.11 eaafd36c8ac165585607e34fb8712ac69947719f6a0b9ae3fcebbff901c02737\n27 tests hold\n',
    );
  });

  it('says where a test fails, and is 2', async () => {
    const broken = NETFLIX.replace('expect: { NFX-S2: deny, NFX-P3: escalate }', 'expect: { NFX-S2: deny }');
    const seen = await offline(['n.yaml'], { 'n.yaml': broken });
    expect(seen.code).toBe(2);
    expect(seen.stdout).toMatch(
      /^n\.yaml:\d+:5 test "v3": found and not expected: escalate NFX-P3\nnetflix-genai@2025\.11 [0-9a-f]{64}\n1 of 27 tests fail\n$/,
    );
  });

  it('says where a file is no pack, and is 2; where it cannot be read, nothing is decided (3)', async () => {
    const files = { 'bad.yaml': 'id: x\nrules: 7\n', 'n.yaml': NETFLIX };
    const seen = await offline(['bad.yaml', 'n.yaml'], files);
    expect(seen.code).toBe(2);
    expect(seen.stdout).toContain('bad.yaml:2:1 must be a list\n');
    expect(seen.stdout).toContain('27 tests hold\n');
    expect((await offline(['none.yaml'], files)).code).toBe(3);
  });

  it('gives one document for one file, and items for several', async () => {
    const files = { 'bad.yaml': 'id: [', 'n.yaml': NETFLIX };
    const one = (await offline(['n.yaml', '--json'], files)).json() as Record<string, unknown>;
    expect(one).toMatchObject({ file: 'n.yaml', ok: true, id: 'netflix-genai', faults: [], untested: [] });
    const two = (await offline(['bad.yaml', 'n.yaml', '--json'], files)).json();
    expect(two).toMatchObject({
      items: [{ ok: false, id: null, faults: [{ code: 'syntax', line: 1 }] }, { ok: true }],
    });
    expect((await offline(['bad.yaml', 'n.yaml', '--ndjson'], files)).lines()).toMatchObject([
      { ok: false },
      { ok: true },
    ]);
  });

  it('takes at least one file', async () => {
    expect((await offline([], {})).code).toBe(64);
  });
});

it('policy schema prints the form of a pack, without a ledger', async () => {
  const seen = await cli(['policy', 'schema'], { url: UNREACHABLE });
  expect([seen.code, (JSON.parse(seen.stdout) as { title: string }).title]).toEqual([0, 'Policy pack']);
});

describe('policy publish', () => {
  it('sends the file as it is', async () => {
    const json = { id: 'house', version: '1', digest: 'd-1' };
    const routes = { 'POST /v1/policies': { status: 201, json } };
    const yaml = await ask(['policy', 'publish', 'house.yaml'], routes, { 'house.yaml': 'id: house\n' });
    expect([yaml.code, yaml.stdout]).toEqual([0, 'house@1 is published, d-1\n']);
    const [sent] = yaml.ledger.requests;
    expect([sent?.body, sent?.headers['content-type']]).toEqual(['id: house\n', 'application/yaml']);
    const other = await ask(['policy', 'publish', 'house.json'], routes, { 'house.json': '{}' });
    expect(other.ledger.requests[0]?.headers['content-type']).toBe('application/json');
  });

  it('says line and column of what the ledger refuses (2)', async () => {
    const errors = [{ pointer: '/rules/0', message: 'is wrong', code: 'model', line: 7, column: 3 }];
    const routes = { 'POST /v1/policies': problem(422, 'invalid-pack', { errors }) };
    const seen = await ask(['policy', 'publish', 'x.yaml'], routes, { 'x.yaml': '' });
    expect(seen.code).toBe(2);
    expect(seen.stderr).toContain('/rules/0, line 7, column 3: is wrong');
  });
});

describe('policy adopt', () => {
  const EU = pinned('eu-ai-act-50', '2026.08', { onMarketBeforeAugust2026: true });
  const adopt = async (words: readonly string[], before = inForce(EU), after = inForce(EU)) => {
    const routes = { [`GET ${POLICY}`]: { json: before }, [`PUT ${POLICY}`]: { json: after } };
    const seen = await ask(['policy', 'adopt', ...words, '-p', 'nightfall'], routes);
    return { ...seen, sent: seen.ledger.sent(`PUT ${POLICY}`)[0] };
  };
  const kept = { id: EU.id, version: EU.version, switches: EU.switches };

  it('keeps what is in force, as it was seen, and says what is in force then', async () => {
    const seen = await adopt(['netflix-genai@2025.11', '--reason', 'streamer']);
    expect([seen.code, seen.sent]).toEqual([
      0,
      { packs: [kept, { id: 'netflix-genai', version: '2025.11' }], reason: 'streamer', expectedRevision: 4 },
    ]);
    expect(seen.stdout).toBe(
      [
        'nightfall is judged by base@1, eu-ai-act-50@2026.08',
        '  switch     eu-ai-act-50.onMarketBeforeAugust2026  on',
        '  adopted    2026-03-01T00:00:00.000Z  a.dmin@studio.example',
        '  reason     as agreed',
        '  digest     d-all',
        '',
      ].join('\n'),
    );
  });

  it('sets switches, and keeps those of a version that is in force', async () => {
    const seen = await adopt(['eu-ai-act-50@2026.08', '--switch', 'other=off']);
    expect(seen.sent).toMatchObject({
      packs: [{ ...kept, switches: { onMarketBeforeAugust2026: true, other: false } }],
      reason: 'adopt eu-ai-act-50@2026.08',
    });
    expect((await adopt(['eu-ai-act-50@2027.01'])).sent).toMatchObject({ packs: [{ id: EU.id, version: '2027.01' }] });
    const two = ['a@1', 'b@2', '--only', '--switch', 'a.x=on', '--switch', 'a.y=off'];
    expect((await adopt(two)).sent).toMatchObject({
      packs: [
        { id: 'a', version: '1', switches: { x: true, y: false } },
        { id: 'b', version: '2' },
      ],
    });
  });

  it('drops the others only where it is told to', async () => {
    expect((await adopt(['a@1', '--only'])).sent).toMatchObject({ packs: [{ id: 'a', version: '1' }] });
    expect((await adopt(['--only', '--reason', 'back to base'])).sent).toMatchObject({
      packs: [],
      reason: 'back to base',
    });
    for (const words of [
      [],
      ['--only'],
      ['a'],
      ['a@'],
      ['a@1', '--switch', 'x=yes'],
      ['a@1', 'b@1', '--switch', 'x=on'],
      ['a@1', '--switch', 'c.x=on'],
    ])
      expect([words, (await adopt(words)).code]).toEqual([words, 64]);
  });

  it('is the same request under the same key, whatever happened since', async () => {
    const seen = await adopt(['a@1', '--idempotency-key', 'k']);
    expect(seen.sent).not.toHaveProperty('expectedRevision');
  });

  it('is 2 where it is refused', async () => {
    const routes = { [`GET ${POLICY}`]: { json: inForce() }, [`PUT ${POLICY}`]: problem(409, 'changed-meanwhile') };
    expect((await ask(['policy', 'adopt', 'a@1', '-p', 'nightfall'], routes)).code).toBe(2);
  });
});

describe('policy list and show', () => {
  it('name every version', async () => {
    const items = [
      { id: 'base', version: '1', title: 'Base', digest: 'a'.repeat(64), builtIn: true, publishedAt: null },
      { id: 'house', version: '2', title: 'House', digest: 'b'.repeat(64), builtIn: false, publishedAt: '2026-03-01' },
    ];
    const seen = await ask(['policy', 'list', '--id', 'house'], {
      'GET /v1/policies': { json: { items, next: null } },
    });
    expect(seen.ledger.requests[0]?.query).toEqual({ id: 'house' });
    expect(seen.stdout).toContain('base\t1\tBase\taaaaaaaaaaaa\twith the ledger');
    expect(seen.stdout).toContain('house\t2\tHouse\tbbbbbbbbbbbb\t2026-03-01');
  });

  it('show a pack with its rules, and what binds in a production', async () => {
    const pack = {
      id: 'house',
      version: '1.0+a',
      title: 'House',
      digest: 'd-1',
      builtIn: false,
      publishedAt: '2026-03-01T00:00:00.000Z',
      publishedBy: 'a.dmin@studio.example',
      pack: {
        notice: 'Not legal advice.',
        switches: { strict: { default: true } },
        rules: [{ id: 'H-1', outcome: 'deny', title: 'No' }],
      },
      tests: [{}, {}],
    };
    const one = await ask(['policy', 'show', 'house@1.0+a'], { 'GET /v1/policies/house/1.0%2Ba': { json: pack } });
    expect([one.code, one.stdout]).toEqual([
      0,
      [
        'house@1.0+a  House',
        '  notice     Not legal advice.',
        '  published  2026-03-01T00:00:00.000Z  a.dmin@studio.example',
        '  digest     d-1',
        '  tests      2',
        '  switch     strict  on',
        '  deny       H-1  No',
        '',
      ].join('\n'),
    ]);
    const faults = ['pack x@1 is not here'];
    const routes = { [`GET ${POLICY}`]: { json: { ...inForce(), faults } } };
    const policy = await ask(['policy', 'show', '-p', 'nightfall'], routes);
    expect(policy.stdout).toContain('  fault      pack x@1 is not here');
  });
});

describe('policy diff', () => {
  const body = {
    production: 'nightfall',
    assets: [{ asset: 'cut', from: 'approved', to: 'denied', rules: ['+NFX-G1', '-base-generated'] }],
    deliveries: [{ delivery: 'ep1', release: 'dec_1', state: 'released', rules: ['+NFX-G1'] }],
    summary: { evaluated: 3, changed: 1, listed: 1 },
    position: '9',
  };
  const diff = async (...words: string[]) => {
    const seen = await ask(['policy', 'diff', ...words, '-p', 'nightfall'], {
      'POST /v1/policies/diff': { json: body },
    });
    return { ...seen, sent: seen.ledger.sent('POST /v1/policies/diff')[0] };
  };

  it('compares what is in force with packs, and says what would change', async () => {
    const seen = await diff('netflix-genai@2025.11,eu-ai-act-50@2026.08');
    expect([seen.code, seen.sent]).toEqual([
      0,
      {
        production: 'nightfall',
        to: [
          { id: 'netflix-genai', version: '2025.11' },
          { id: 'eu-ai-act-50', version: '2026.08' },
        ],
      },
    ]);
    expect(seen.stdout.split('\n')).toEqual([
      '1 of 3 assets would change from what is in force to netflix-genai@2025.11,eu-ai-act-50@2026.08',
      '  delivery   ep1  released  +NFX-G1',
      '  asset      cut  approved -> denied  +NFX-G1 -base-generated',
      '',
    ]);
  });

  it('compares two, of which "base" is the base rules alone', async () => {
    expect((await diff('base', 'netflix-genai@2025.11')).sent).toEqual({
      production: 'nightfall',
      from: [],
      to: [{ id: 'netflix-genai', version: '2025.11' }],
    });
    expect((await diff('a@1', 'b@1', 'c@1')).code).toBe(64);
  });
});
