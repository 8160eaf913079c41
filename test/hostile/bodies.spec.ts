import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import {
  cloudEvent,
  expectProblem,
  openStage,
  startLedger,
  type Answer,
  type Caller,
  type Problem,
} from '../harness/index.js';

const ledger = await startLedger();
afterAll(() => ledger.dispose());
const stage = await openStage('hostile', ledger);
await stage.openDelivery('ep');

const MIB = 1024 * 1024;
const STRUCTURED = 'application/cloudevents+json';
const valid = cloudEvent('hostile', { event: 'registered', subject: 'a', data: { name: 'a', kind: 'image' } });
const text = JSON.stringify(valid);

const post = (content: string | Buffer, contentType = STRUCTURED, headers: Record<string, string> = {}) =>
  send(stage.cast.hook, '/v1/events', content, { 'Content-Type': contentType, ...headers });
const command = (content: string | Buffer) =>
  send(stage.cast.lead, `${stage.path}/deliveries`, content, { 'Content-Type': 'application/json' });
const check = (content: string | Buffer, contentType = 'application/json') =>
  send(stage.cast.lead, `${stage.path}/deliveries/ep/checks`, content, { 'Content-Type': contentType });
const pointers = (answer: Answer<Problem>) => answer.body.errors?.map(({ pointer }) => pointer);
const nested = (levels: number, open = '[', close = ']') => open.repeat(levels) + close.repeat(levels);

describe('JSON that is not what it seems', () => {
  it.each<[string, string, number, string, string | undefined]>([
    ['nothing', '', 400, 'malformed-body', undefined],
    ['half of it', text.slice(0, -1), 400, 'malformed-body', undefined],
    ['two documents', text + text, 400, 'malformed-body', undefined],
    ['a comment', `/* */${text}`, 400, 'malformed-body', undefined],
    ['a number', '7', 422, 'invalid-event', ''],
    ['null', 'null', 422, 'invalid-event', ''],
    ['a list', `[${text}]`, 422, 'invalid-event', ''],
    ['a member twice', text.replace('"id":', '"id":"other","id":'), 422, 'invalid-event', '/id'],
    ['a member twice, once escaped', text.replace('"id":', '"\\u0069d":"other","id":'), 422, 'invalid-event', '/id'],
    ['a deep member twice', text.replace('"kind":', '"kind":"video","kind":'), 422, 'invalid-event', '/data/kind'],
    [
      '__proto__',
      text.replace('"kind":', '"__proto__":{"admin":true},"kind":'),
      422,
      'invalid-event',
      '/data/__proto__',
    ],
    [
      '__proto__, escaped',
      text.replace('"kind":', '"__pr\\u006fto__":{},"kind":'),
      422,
      'invalid-event',
      '/data/__proto__',
    ],
    [
      'constructor',
      text.replace('"kind":', '"constructor":{"prototype":{}},"kind":'),
      422,
      'invalid-event',
      '/data/constructor',
    ],
    ['an infinite number', text.replace('"kind":', '"size":1e999,"kind":'), 422, 'invalid-event', '/data/size'],
    ['half a surrogate pair', text.replace('"name":"a"', '"name":"\\ud800"'), 422, 'invalid-event', '/data/name'],
    ['a NUL in an id', text.replace('"subject":"a"', '"subject":"a\\u0000"'), 422, 'invalid-event', '/subject'],
    [
      'a direction mark in an id',
      text.replace('"subject":"a"', '"subject":"a\\u202egpj"'),
      422,
      'invalid-event',
      '/subject',
    ],
    ['a direction mark in a source', text.replace('"source":"', '"source":"\\u202e'), 422, 'invalid-event', '/source'],
    ['a NUL in a name', text.replace('"name":"a"', '"name":"a\\u0000"'), 422, 'invalid-event', '/data/name'],
    ['a text where an object belongs', JSON.stringify({ ...valid, data: 'x' }), 422, 'invalid-event', '/data'],
    [
      'an object where a text belongs',
      JSON.stringify({ ...valid, subject: { a: 1 } }),
      422,
      'invalid-event',
      '/subject',
    ],
    [
      'a list where an object belongs, in a list of them',
      JSON.stringify({ ...valid, type: 'clearance.asset.derived-from.v1', data: { inputs: [[]] } }),
      422,
      'invalid-event',
      '/data/inputs',
    ],
    ['33 levels', text.replace('"kind":', `"x":${nested(33)},"kind":`), 422, 'invalid-event', undefined],
    [
      'a string past 8 KiB',
      text.replace('"name":"a"', `"name":"${'a'.repeat(8193)}"`),
      422,
      'invalid-event',
      '/data/name',
    ],
  ])('%s', async (_what, content, status, slug, pointer) => {
    const answer = await post(content);
    expectProblem(answer, status, slug);
    const located = pointers(answer) ?? [];
    expect([located.length > 0, pointer === undefined || located.includes(pointer)]).toEqual([status === 422, true]);
  });

  it.each([
    [
      'a lone continuation byte',
      Buffer.concat([Buffer.from(text.slice(0, -1)), Buffer.from([0x80]), Buffer.from('}')]),
    ],
    ['an overlong slash', Buffer.from(text.replace('"a"', '"\u00c0\u00af"'), 'latin1')],
    ['UTF-16', Buffer.from(text, 'utf16le')],
    ['random bytes', Buffer.from(Array.from({ length: 4096 }, (_, n) => (n * 7919 + (n >> 3) * 31) % 256))],
  ])('no UTF-8: %s', async (_what, content) => {
    expectProblem(await post(content), 400, 'malformed-body');
    expectProblem(await command(content), 400, 'malformed-body');
  });

  it('tens of thousands of levels cost a refusal, on every kind of route', async () => {
    for (const deep of [nested(40_000), nested(40_000, '{"a":', '}').replace('{"a":}', '{"a":0}')]) {
      expectProblem(await post(deep), 422, 'invalid-event');
      expectProblem(await command(deep), 422, 'invalid-request');
      expectProblem(await check(`{"items":${deep.startsWith('[') ? deep : `[${deep}]`}}`), 422, 'invalid-request');
      expectProblem(
        await check(deep.startsWith('[') ? `{"items":[],"files":${deep}}` : `{"items":[],"files":[${deep}]}`),
        422,
        'invalid-request',
      );
    }
    const line = await post(`${nested(100_000)}\n`, 'application/x-ndjson');
    expect(line.text).toContain('urn:clearance:problem:invalid-event');
    const batch = await post(`[${nested(50_000)}]`, 'application/cloudevents-batch+json');
    expect(batch.text).toContain('urn:clearance:problem:invalid-event');
  });

  it('items of a check that name a member twice, or a prototype, are located', async () => {
    const sha256 = 'a'.repeat(64);
    const twice = await check(`{"items":[{"path":"a","path":"b","digests":{"sha256":"${sha256}"}}]}`);
    expectProblem(twice, 422, 'invalid-request');
    expect(pointers(twice)).toEqual(['/items/0/path']);
    const digests = await check(
      `{"items":[{"path":"a","digests":{"sha256":"${sha256}","sha256":"${'b'.repeat(64)}"}}]}`,
    );
    expect(pointers(digests)).toEqual(['/items/0/digests/sha256']);
    const prototype = await check(`{"items":[{"path":"a","__proto__":{"digests":{}}}]}`);
    expect(pointers(prototype)).toEqual(['/items/0/__proto__']);
  });
});

describe('bodies that are too much', () => {
  const big = (bytes: number) => `{"a":"${'x'.repeat(bytes)}"}`;

  it('a string of 10 MB is refused by size, on every kind of route', async () => {
    expectProblem(await post(big(10 * MIB)), 413, 'too-large');
    expectProblem(await command(big(10 * MIB)), 413, 'too-large');
  });

  it('a string of 10 MB in a check, whose body may be that long, is refused by its length', async () => {
    const answer = await check(`{"items":[{"path":"${'x'.repeat(10 * MIB)}"}]}`);
    expectProblem(answer, 422, 'invalid-request');
    expect(pointers(answer)).toEqual(['/items/0/path']);
  });

  it('a gzip bomb is refused by its ratio long before it is unpacked', async () => {
    const bomb = gzipSync(Buffer.alloc(200 * MIB), { level: 9 });
    for (const type of [STRUCTURED, 'application/cloudevents-batch+json'])
      expectProblem(await post(bomb, type, { 'Content-Encoding': 'gzip' }), 413, 'too-large');
    const lines = await post(bomb, 'application/x-ndjson', { 'Content-Encoding': 'gzip' });
    expect(lines.text).toContain('urn:clearance:problem:too-large');
    expect(lines.text).toContain('"end":false');
  });

  it('a gzip bomb inside of a gzip bomb is one', async () => {
    const bomb = gzipSync(gzipSync(Buffer.alloc(50 * MIB), { level: 9 }), { level: 9 });
    expectProblem(await post(bomb, STRUCTURED, { 'Content-Encoding': 'gzip' }), 400, 'malformed-body');
    expectProblem(await post(bomb, STRUCTURED, { 'Content-Encoding': 'gzip, gzip' }), 415, 'unsupported-media-type');
  });

  it.each([
    ['cut off', gzipSync(text).subarray(0, 30)],
    ['with a wrong checksum', Buffer.concat([gzipSync(text).subarray(0, -8), Buffer.alloc(8)])],
    ['that is none', Buffer.from('no gzip at all')],
  ])('gzip %s', async (_what, content) => {
    expectProblem(await post(content, STRUCTURED, { 'Content-Encoding': 'gzip' }), 400, 'malformed-body');
  });

  it('an announced length past the limit is refused before anything is read', async () => {
    expectProblem(await post(big(300 * 1024)), 413, 'too-large');
  });
});

describe('multipart that is not what it seems', () => {
  const MULTIPART = 'multipart/form-data; boundary=x';
  const part = (name: string, content: string, filename: string | null = 'a.sha256') =>
    `--x\r\nContent-Disposition: form-data; name="${name}"${filename === null ? '' : `; filename="${filename}"`}\r\n\r\n${content}\r\n`;
  const list = `${'a'.repeat(64)}  a.exr\n`;

  it.each<[string, string, number, string]>([
    ['nothing', '', 400, 'malformed-body'],
    ['no end', part('manifest', list), 400, 'malformed-body'],
    ['no manifest', `${part('files', '{}')}--x--\r\n`, 422, 'invalid-request'],
    ['a part of another name', `${part('manifest', list)}${part('secret', 'x')}--x--\r\n`, 422, 'invalid-request'],
    [
      'a part named after a prototype',
      `${part('manifest', list)}${part('__proto__', 'x')}--x--\r\n`,
      422,
      'invalid-request',
    ],
    [
      'options that are no JSON',
      `${part('manifest', list)}${part('options', '{', null)}--x--\r\n`,
      400,
      'malformed-body',
    ],
    [
      'options with a prototype',
      `${part('manifest', list)}${part('options', '{"formats":{"__proto__":"x"}}', null)}--x--\r\n`,
      422,
      'invalid-request',
    ],
    [
      'options for another file',
      `${part('manifest', list)}${part('options', '{"formats":{"b":"x"}}', null)}--x--\r\n`,
      422,
      'invalid-request',
    ],
    ['one name twice', `${part('manifest', list)}${part('manifest', list)}--x--\r\n`, 422, 'invalid-request'],
    [
      '65 files',
      `${Array.from({ length: 65 }, (_, n) => part('manifest', list, `${n}.sha256`)).join('')}--x--\r\n`,
      413,
      'too-large',
    ],
    [
      'a thousand fields',
      `${part('manifest', list)}${Array.from({ length: 1000 }, (_, n) => part(`f${n}`, 'x', null)).join('')}--x--\r\n`,
      413,
      'too-large',
    ],
    ['a manifest of nonsense', `${part('manifest', '\u0000\u0001\u0002')}--x--\r\n`, 422, 'unreadable-manifest'],
    [
      'a manifest with a document type',
      `${part('manifest', '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><hashlist version="2.0">&b;</hashlist>', 'a.mhl')}--x--\r\n`,
      422,
      'unreadable-manifest',
    ],
    [
      'items that name a member twice',
      `${part('manifest', `{"items":[{"path":"a","path":"b"}]}`, 'items.json')}--x--\r\n`,
      422,
      'unreadable-manifest',
    ],
  ])('%s', async (_what, content, status, slug) => {
    const answer = await check(content, MULTIPART);
    expectProblem(answer, status, slug);
  });

  it('without a boundary', async () => {
    expectProblem(await check(`${part('manifest', list)}--x--`, 'multipart/form-data'), 400, 'malformed-body');
  });
});

describe('paths and parameters', () => {
  it.each<[string, number, string]>([
    ['%00', 422, 'invalid-request'],
    ['a%00b', 422, 'invalid-request'],
    ['%E2%80%AEgpj', 422, 'invalid-request'],
    ['..%2F..%2Fetc', 422, 'invalid-request'],
    ['~!!!', 422, 'invalid-request'],
    ['%FF', 404, 'not-found'],
    ['%', 404, 'not-found'],
    ['a'.repeat(5_000), 404, 'not-found'],
    ['__proto__', 404, 'not-found'],
    ['constructor', 404, 'not-found'],
  ])('an asset called %s: %d %s', async (id, status, slug) => {
    const answer = await stage.cast.auditor.get<Problem>(`${stage.path}/assets/${id}`);
    expectProblem(answer, status, slug);
  });

  it.each([
    '__proto__=1',
    'constructor=1',
    'limit=1&limit=2',
    'limit=1e3',
    'limit=-1',
    'q=%E2%80%AE',
    'label.__proto__=x',
    '%FF=1',
  ])('a list asked with %s says which parameter is wrong', async (query) => {
    const answer = await stage.cast.auditor.get<Problem>(`${stage.path}/assets?${query}`);
    expectProblem(answer, 422, 'invalid-request');
    expect(answer.body.errors?.length).toBeGreaterThan(0);
  });

  it('types of many stars cost no more than others', async () => {
    const types = `${'*a'.repeat(2_000)}*b`;
    for (const path of ['/v1/events', `${stage.path}/assets/a/history`])
      expect((await stage.cast.auditor.get(path, { types })).status).toBeLessThan(500);
  });
});

describe('after all of that', () => {
  it('nothing of it was written, and the ledger is as it was', async () => {
    const types = 'asset-*,check-*,manifest-*';
    expect(await stage.events(types)).toEqual([]);
    expect((await stage.root.get('/health/ready')).status).toBe(200);
    expect(ledger.output()).not.toMatch(/failed:|Error/);
    const metrics = (await stage.root.get('/metrics')).text;
    const resident = Number(/^process_resident_memory_bytes (\S+)$/m.exec(metrics)?.[1]);
    expect(resident).toBeLessThan(1024 * MIB);
  });
});

/** The answer may come before the body has left: only a client that reads while it writes sees it every time. */
async function send(
  by: Caller,
  path: string,
  content: string | Buffer,
  headers: Record<string, string>,
): Promise<Answer<Problem>> {
  const response = await fetch(`${ledger.url}${path}`, {
    method: 'POST',
    body: typeof content === 'string' ? content : new Uint8Array(content),
    headers: { Authorization: `Bearer ${by.token}`, ...headers },
  });
  const said = await response.text();
  const isJson = response.headers.get('content-type')?.includes('json') === true && !said.includes('\n');
  return {
    status: response.status,
    headers: Object.fromEntries(response.headers),
    body: (isJson ? JSON.parse(said) : {}) as Problem,
    text: said,
  };
}
