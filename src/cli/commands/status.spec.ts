import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { hashBytes } from '../hash/hash-file.js';
import { fakeLedger, problem } from '../testing/fake-ledger.js';
import { cli, folderWith } from '../testing/run-cli.js';

const assets = '/v1/productions/nightfall/assets';
const clear = { asset: 'sky', registered: true, compliant: true, state: 'clear', findings: [] };
const temporary = {
  asset: 'comp',
  registered: true,
  compliant: false,
  state: 'temporary',
  findings: [
    {
      rule: 'base-temporary-mark',
      outcome: 'deny',
      status: 'open',
      root: 'bg',
      message: 'bg is marked temporary',
      path: ['comp', 'bg'],
      edges: ['component'],
    },
  ],
};

describe('clearance status', () => {
  it('is 0 when all are compliant and 2 when one is not, and shows the path to the cause', async () => {
    const ledger = await fakeLedger({
      [`GET ${assets}/sky`]: { json: clear },
      [`GET ${assets}/comp`]: { json: temporary },
    });
    const good = await cli(['status', 'sky'], { url: ledger.url });
    const bad = await cli(['status', 'sky', 'comp', '--findings'], { url: ledger.url });
    expect([good.code, bad.code]).toEqual([0, 2]);
    expect(bad.stdout).toContain('comp\ttemporary\tno\tbase-temporary-mark comp <-component- bg');
    expect(bad.stdout).toContain('bg is marked temporary');
  });

  it('one asset with --json is its body, several are items', async () => {
    const ledger = await fakeLedger({
      [`GET ${assets}/sky`]: { json: clear },
      [`GET ${assets}/comp`]: { json: temporary },
    });
    expect((await cli(['status', 'sky', '--json'], { url: ledger.url })).json()).toEqual(clear);
    expect((await cli(['status', 'sky', 'comp', '--json'], { url: ledger.url })).json()).toEqual({
      items: [clear, temporary],
    });
  });

  it('an asset that is not registered is 2, but a production that is not there decides nothing (3)', async () => {
    const known = await fakeLedger({ [`GET ${assets}`]: { json: { items: [], next: null } } });
    const unknown = await fakeLedger({});
    expect((await cli(['status', 'sky'], { url: known.url })).code).toBe(2);
    expect((await cli(['status', 'sky'], { url: unknown.url })).code).toBe(3);
  });

  it.each([
    [problem(503, 'behind'), 3],
    [problem(401, 'unauthorized'), 3],
    [problem(422, 'invalid-request'), 3],
    [{ json: { ...clear, state: 'blessed' } }, 3],
    [{ json: {} }, 3],
  ])('an answer that decides nothing is %#: never a go', async (answer, code) => {
    const ledger = await fakeLedger({ [`GET ${assets}/sky`]: answer });
    expect((await cli(['status', 'sky'], { url: ledger.url })).code).toBe(code);
  });

  it('asks about another production, a point in the past, and a position to wait for', async () => {
    const ledger = await fakeLedger({ 'GET /v1/productions/daybreak/assets/acme%2Fsky': { json: clear } });
    const words = [
      'status',
      'acme/sky@daybreak',
      '--as-of',
      '2026-03-12T18:00:00Z',
      '--effective-at',
      '17',
      '--min-position',
      '42',
    ];
    expect((await cli(words, { url: ledger.url })).code).toBe(0);
    expect(ledger.requests[0]?.query).toEqual({ asOf: '2026-03-12T18:00:00Z', effectiveAt: '17', minPosition: '42' });
  });

  it('a file is hashed and looked up by its digest', async () => {
    const cwd = await folderWith({ 'sky.png': 'plate' });
    const { sha256 } = await hashBytes(Buffer.from('plate'));
    const ledger = await fakeLedger({
      [`POST ${assets}/lookup`]: {
        json: { items: [{ query: `sha256:${sha256}`, matches: [{ asset: 'sky', production: 'nightfall' }] }] },
      },
      [`GET ${assets}/sky`]: { json: clear },
    });
    const seen = await cli(['status', '--file', join(cwd, 'sky.png')], { url: ledger.url });
    expect(seen.code).toBe(0);
    expect(ledger.sent(`POST ${assets}/lookup`)).toEqual([{ digests: [`sha256:${sha256}`] }]);
  });

  it('a digest that nothing is listed under may still be an id that ingest made', async () => {
    const { sha256 } = await hashBytes(Buffer.from('plate'));
    const ledger = await fakeLedger({
      [`POST ${assets}/lookup`]: { json: { items: [{ query: '', matches: [] }] } },
      [`GET ${assets}/sha256%3A${sha256}`]: { json: clear },
    });
    expect((await cli(['status', `sha256:${sha256}`], { url: ledger.url })).code).toBe(0);
  });

  it('a weak digest of several contents is refused, naming them', async () => {
    const ledger = await fakeLedger({
      [`POST ${assets}/lookup`]: { json: { items: [{ matches: [{ asset: 'a' }, { asset: 'b' }] }] } },
    });
    const seen = await cli(['status', 'xxh64:44bc2cf5ad770999'], { url: ledger.url });
    expect(seen.code).toBe(2);
    expect(seen.stderr).toContain('may be any of a, b');
  });

  it.each([['../etc'], ['a b'], ['sky@Day Break'], ['']])('"%s" is no asset: 64', async (asset) => {
    expect((await cli(['status', asset])).code).toBe(64);
  });

  it('a file that is not there is 3', async () => {
    expect((await cli(['status', '--file', '/nowhere/sky.png'])).code).toBe(3);
  });
});
