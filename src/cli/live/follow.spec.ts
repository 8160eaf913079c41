import { describe, expect, it } from 'vitest';
import { LedgerClient } from '../http/client.js';
import { fakeLedger, problem, type FakeAnswer } from '../testing/fake-ledger.js';
import { cli, UNREACHABLE } from '../testing/run-cli.js';
import { follow } from './follow.js';

const clientOf = (url: string) =>
  new LedgerClient({
    url,
    token: 'clr_test',
    timeoutMs: 2000,
    waitSeconds: null,
    minPosition: null,
    idempotencyKey: null,
    kind: 'command',
  });

/** Sends text and then ends the stream, or leaves it open. */
const streaming =
  (content: string, end = true): FakeAnswer =>
  (response) => {
    response.writeHead(200, { 'Content-Type': 'text/event-stream' });
    response.write(content);
    if (end) response.end();
  };
const message = (id: string) => `id: ${id}\nevent: asset-state-changed\ndata: {"asset":"${id}"}\n\n`;

async function take(url: string, count: number, after: string | null = null, silenceMs = 5000) {
  const ended = new AbortController();
  const lost: string[] = [];
  const ids: (string | null)[] = [];
  for await (const one of follow({
    client: clientOf(url),
    query: { production: 'nightfall' },
    after,
    signal: ended.signal,
    silenceMs,
    retryMs: 1,
    onLost: (why) => lost.push(why),
  })) {
    ids.push(one.id);
    if (ids.length === count) break;
  }
  return { ids, lost };
}

describe('following the live stream', () => {
  it('goes on after the last message when the stream ends, and after a given token at first', async () => {
    const ledger = await fakeLedger({
      'GET /v1/live': [streaming(message('a') + message('b')), streaming(message('c'), false)],
    });
    const { ids, lost } = await take(ledger.url, 3, 'start');
    expect(ids).toEqual(['a', 'b', 'c']);
    expect(lost).toEqual(['the ledger ended the stream']);
    expect(ledger.requests.map((seen) => seen.headers['last-event-id'])).toEqual(['start', 'b']);
    expect(ledger.requests[0]?.query).toEqual({ production: 'nightfall' });
  });

  it('a message cut by the end of the stream is not taken; it comes again', async () => {
    const ledger = await fakeLedger({
      'GET /v1/live': [streaming(`${message('a')}id: b\ndata: half`), streaming(message('b'), false)],
    });
    expect((await take(ledger.url, 2)).ids).toEqual(['a', 'b']);
    expect(ledger.requests[1]?.headers['last-event-id']).toBe('a');
  });

  it('a ledger that goes away for a while is tried again, one that refuses is not', async () => {
    const back = await fakeLedger({
      'GET /v1/live': [streaming(message('a')), problem(503, 'store-unavailable'), streaming(message('b'), false)],
    });
    expect((await take(back.url, 2)).ids).toEqual(['a', 'b']);
    const revoked = await fakeLedger({ 'GET /v1/live': [streaming(message('a')), problem(401, 'unauthorized')] });
    await expect(take(revoked.url, 2)).rejects.toMatchObject({ exit: 3, problem: { status: 401 } });
  });

  it('a stream that falls silent is taken up again', async () => {
    const ledger = await fakeLedger({
      'GET /v1/live': [streaming(message('a'), false), streaming(message('b'), false)],
    });
    expect((await take(ledger.url, 2, null, 100)).ids).toEqual(['a', 'b']);
  });

  it('the first connection has to succeed', async () => {
    await expect(take(UNREACHABLE, 1)).rejects.toMatchObject({ exit: 3 });
    const page = await fakeLedger({ 'GET /v1/live': { text: '<html>', headers: { 'Content-Type': 'text/html' } } });
    await expect(take(page.url, 1)).rejects.toMatchObject({ exit: 3 });
  });
});

describe('clearance live', () => {
  it('--json gives a line a message, and --limit ends it', async () => {
    const ledger = await fakeLedger({
      'GET /v1/live': streaming(`event: hello\ndata: {"position":"1"}\n\n${message('a')}${message('b')}`, false),
    });
    const seen = await cli(['live', '--json', '--limit', '2', '--types', 'asset-*'], { url: ledger.url });
    expect(seen.code).toBe(0);
    expect(seen.lines()).toEqual([
      { id: null, event: 'hello', data: { position: '1' } },
      { id: 'a', event: 'asset-state-changed', data: { asset: 'a' } },
      { id: 'b', event: 'asset-state-changed', data: { asset: 'b' } },
    ]);
    expect(ledger.requests[0]?.query).toEqual({ production: 'nightfall', types: 'asset-*' });
  });

  it('says what changed in words', async () => {
    const data = JSON.stringify({
      asset: 'comp',
      from: { state: 'clear' },
      to: { state: 'temporary' },
      rules: ['base-temporary-mark'],
      at: '2026-03-01T00:00:00.000Z',
    });
    const ledger = await fakeLedger({
      'GET /v1/live': streaming(`id: a\nevent: asset-state-changed\ndata: ${data}\n\n`, false),
    });
    const seen = await cli(['live', '--limit', '1'], { url: ledger.url });
    expect(seen.stdout).toBe('2026-03-01T00:00:00.000Z  comp  clear -> temporary  base-temporary-mark\n');
  });
});
