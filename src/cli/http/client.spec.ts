import { describe, expect, it } from 'vitest';
import { fakeLedger, problem } from '../testing/fake-ledger.js';
import { UNREACHABLE } from '../testing/run-cli.js';
import { LedgerClient, type ClientSettings } from './client.js';
import { allItems } from './paging.js';
import { assetPath } from './paths.js';

const settings: ClientSettings = {
  url: UNREACHABLE,
  token: 'clr_test',
  timeoutMs: 5000,
  waitSeconds: null,
  minPosition: null,
  idempotencyKey: null,
  kind: 'gate',
};

const clientOf = (change: Partial<ClientSettings>) => new LedgerClient({ ...settings, ...change });

describe('the HTTP client', () => {
  it('sends the token, the position to wait for, the time to wait and the idempotency key', async () => {
    const ledger = await fakeLedger({ 'POST /v1/productions': { status: 201, json: { id: 'nightfall' } } });
    const client = clientOf({ url: ledger.url, minPosition: '17', waitSeconds: 30, idempotencyKey: 'key-1' });
    await client.call('POST', '/v1/productions', { json: { id: 'nightfall' } });
    expect(ledger.requests[0]).toMatchObject({
      query: { minPosition: '17' },
      headers: {
        authorization: 'Bearer clr_test',
        prefer: 'wait=30',
        'idempotency-key': 'key-1',
        'content-type': 'application/json',
      },
      body: '{"id":"nightfall"}',
    });
  });

  it('sends no idempotency key with a question', async () => {
    const ledger = await fakeLedger({ 'GET /v1/productions': { json: { items: [], next: null } } });
    await clientOf({ url: ledger.url, idempotencyKey: 'key-1' }).call('GET', '/v1/productions');
    expect(ledger.requests[0]?.headers).not.toHaveProperty('idempotency-key');
  });

  it('keeps the path of a ledger behind a prefix, and "/" of an id encoded', async () => {
    const ledger = await fakeLedger({ 'GET /ledger/v1/productions/nightfall/assets/acme%2Fsky': { json: {} } });
    await clientOf({ url: `${ledger.url}/ledger/` }).call('GET', assetPath('nightfall', 'acme/sky'));
    expect(ledger.requests).toHaveLength(1);
  });

  it('a ledger that cannot be reached is 3 and says where it was looked for', async () => {
    await expect(clientOf({}).call('GET', '/v1/productions')).rejects.toMatchObject({
      exit: 3,
      message: expect.stringContaining(`the ledger at ${UNREACHABLE} cannot be reached`) as unknown,
    });
  });

  it('a ledger that does not answer in time is 3', async () => {
    const ledger = await fakeLedger({ 'GET /slow': () => undefined });
    await expect(clientOf({ url: ledger.url, timeoutMs: 50 }).call('GET', '/slow')).rejects.toMatchObject({
      exit: 3,
      message: 'the ledger gave no whole answer within 0.05 s',
    });
  });

  it('an answer that stops midway is 3, in time or not', async () => {
    const ledger = await fakeLedger({
      'GET /hangs': (response) => {
        response.writeHead(200, { 'Content-Type': 'application/json' });
        response.write('{"decision":"rel');
      },
      'GET /breaks': (response) => {
        response.writeHead(200, { 'Content-Type': 'application/json', 'Content-Length': '100' });
        response.write('{"decision":"release"}', () => response.destroy());
      },
      'GET /short': (response) => {
        response.writeHead(200, { 'Content-Type': 'application/json' });
        response.end('{"decision":"release"');
      },
    });
    const client = clientOf({ url: ledger.url, timeoutMs: 500 });
    for (const path of ['/hangs', '/breaks', '/short']) {
      await expect(client.call('GET', path)).rejects.toMatchObject({ exit: 3 });
    }
  });

  it('a success that is no JSON is no answer: 3', async () => {
    const ledger = await fakeLedger({
      'GET /page': { text: '<html>It works!</html>', headers: { 'Content-Type': 'text/html' } },
    });
    await expect(clientOf({ url: ledger.url }).call('GET', '/page')).rejects.toMatchObject({ exit: 3 });
  });

  it('follows no redirect: the token stays with the ledger', async () => {
    const other = await fakeLedger({ 'GET /v1/productions': { json: {} } });
    const ledger = await fakeLedger({
      'GET /v1/productions': { status: 302, headers: { Location: `${other.url}/v1/productions` } },
    });
    await expect(clientOf({ url: ledger.url }).call('GET', '/v1/productions')).rejects.toMatchObject({ exit: 3 });
    expect(other.requests).toEqual([]);
  });

  it.each([
    ['gate', 409, 'held', 2],
    ['gate', 404, 'not-found', 3],
    ['command', 404, 'not-found', 2],
    ['command', 503, 'store-unavailable', 3],
  ] as const)('a %s answered %i %s ends with %s', async (kind, status, slug, exit) => {
    const ledger = await fakeLedger({ 'POST /act': problem(status, slug) });
    await expect(clientOf({ url: ledger.url, kind }).call('POST', '/act', { json: {} })).rejects.toMatchObject({
      exit,
      message: `${slug}: it is ${slug}`,
      problem: { type: `urn:clearance:problem:${slug}`, status },
    });
  });

  it('an error page of something in front of the ledger is told as what it is', async () => {
    const ledger = await fakeLedger({
      'GET /x': { status: 502, text: '<h1>Bad   Gateway</h1>', headers: { 'Content-Type': 'text/html' } },
    });
    await expect(clientOf({ url: ledger.url }).call('GET', '/x')).rejects.toMatchObject({
      exit: 3,
      message: 'The ledger answered 502 without a problem document: <h1>Bad Gateway</h1>',
    });
  });
});

const itemsOf = async (url: string) => {
  const items = [];
  for await (const item of allItems(clientOf({ url }), '/v1/tokens', { state: 'active' })) items.push(item);
  return items;
};

describe('lists over several pages', () => {
  it('are read to their end, with the same filter on every page', async () => {
    const ledger = await fakeLedger({
      'GET /v1/tokens': [
        { json: { items: [{ id: 'a' }, { id: 'b' }], next: 'c2', position: '9' } },
        { json: { items: [{ id: 'c' }], next: null, position: '9' } },
      ],
    });
    expect(await itemsOf(ledger.url)).toEqual([{ id: 'a' }, { id: 'b' }, { id: 'c' }]);
    expect(ledger.requests.map((seen) => seen.query)).toEqual([{ state: 'active' }, { state: 'active', cursor: 'c2' }]);
  });

  it.each([
    ['no list', { next: null }],
    ['items that are none', { items: ['a'], next: null }],
    ['a cursor that is none', { items: [], next: 7 }],
  ])('a page with %s ends with 3 rather than as the last one', async (_what, json) => {
    const ledger = await fakeLedger({ 'GET /v1/tokens': { json } });
    await expect(itemsOf(ledger.url)).rejects.toMatchObject({ exit: 3 });
  });

  it('a cursor that comes round again ends with 3 rather than never', async () => {
    const ledger = await fakeLedger({ 'GET /v1/tokens': { json: { items: [{ id: 'a' }], next: 'again' } } });
    await expect(itemsOf(ledger.url)).rejects.toMatchObject({ exit: 3 });
    expect(ledger.requests).toHaveLength(2);
  });
});
