import { gzipSync } from 'node:zlib';
import request from 'supertest';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { grantToken, openProductions, TestLedger } from '../http/testing/index.js';
import { IntakeModule } from './index.js';

const STRUCTURED = 'application/cloudevents+json';
const sha256 = (digit: string) => digit.repeat(64);

let ledger: TestLedger;
let app: NestFastifyApplication;
let emitter: string;

beforeAll(async () => {
  ledger = new TestLedger();
  app = await ledger.app([IntakeModule]);
  await openProductions(ledger, 'nightfall', 'daybreak');
  emitter = (await grantToken(ledger, { grants: [{ role: 'emitter', productions: ['nightfall'] }] })).secret;
});
afterAll(async () => {
  await app.close();
  await ledger.store.close();
});

let serial = 0;
function event(
  subject: string,
  name = 'marked-temporary',
  data: unknown = { reason: 'AI placeholder' },
  more: object = {},
) {
  serial += 1;
  return {
    specversion: '1.0',
    type: `clearance.asset.${name}.v1`,
    source: '/pipeline/hook',
    id: `id-${serial}`,
    subject,
    production: 'nightfall',
    data,
    ...more,
  };
}

function post(body: unknown, { token = emitter, type = STRUCTURED, headers = {} as Record<string, string> } = {}) {
  const content = typeof body === 'string' || Buffer.isBuffer(body) ? body : JSON.stringify(body);
  let sending = request(app.getHttpServer())
    .post('/v1/events')
    .set('Authorization', `Bearer ${token}`)
    .set('Content-Type', type);
  for (const [name, value] of Object.entries(headers)) sending = sending.set(name, value);
  return sending.serialize((plain: unknown) => plain as string).send(content);
}

async function stream(name: string) {
  return (await ledger.store.readStream(name)).map(({ type, data, metadata }) => ({ type, data, metadata }));
}

describe('one event', () => {
  it('is recorded with its envelope and answered 201 with its place', async () => {
    const said = event(
      'plate/v1',
      'registered',
      { name: 'plate v1', kind: 'image', labels: { shot: 'sh010' }, vendor: null },
      {
        time: '2026-03-01T12:30:00.1234+01:00',
        authtype: 'user',
        authid: 'maya@vendor.example',
        correlationid: 'render-7',
        traceparent: '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01',
      },
    );
    const answer = await post(said);
    expect(answer.status).toBe(201);
    const [recorded] = await ledger.store.readStream('asset-nightfall/plate/v1');
    expect(answer.body).toEqual({
      status: 'accepted',
      stream: 'asset-nightfall/plate/v1',
      revision: 0,
      position: recorded?.position,
      events: 1,
    });
    expect(answer.headers['location']).toBe('/v1/productions/nightfall/assets/plate%2Fv1');
    expect(answer.headers['clearance-position']).toBe(recorded?.position);
    expect(recorded?.data).toEqual({ name: 'plate v1', kind: 'image', labels: { shot: 'sh010' } });
    expect(recorded?.metadata).toMatchObject({
      actor: { subject: 'hook@studio.example', role: 'emitter', onBehalfOf: 'maya@vendor.example' },
      source: '/pipeline/hook',
      sourceId: said.id,
      authtype: 'user',
      correlationId: 'render-7',
      occurredAt: '2026-03-01T11:30:00.123Z',
      recordedAt: '2026-03-01T12:00:00.000Z',
      extensions: { traceparent: '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01' },
    });
  });

  it('E3: is a duplicate when it comes again with the same content, however that is spelt', async () => {
    const digests = { digests: { sha256: sha256('a') } };
    const said = event('dup', 'bytes-identified', digests, { time: '2026-01-01T00:00:00Z' });
    const first = await post(said);
    const again = await post({
      ...said,
      traceparent: 'another',
      time: '2026-01-01T01:00:00+01:00',
      data: { size: null, digests: { sha256: sha256('A') } },
    });
    expect(again.status).toBe(200);
    expect(again.body).toEqual({ ...first.body, status: 'duplicate' });
    expect(await stream('asset-nightfall/dup')).toHaveLength(1);
  });

  it('E3: is refused under an id that came before with other content, also in another stream and before the read model knows', async () => {
    const said = event('reuse');
    ledger.watermarks.following = false;
    try {
      expect((await post(said)).status).toBe(201);
      const same = await post({ ...said, data: { reason: 'other' } });
      const elsewhere = await post({ ...said, subject: 'reuse2' });
      for (const answer of [same, elsewhere]) {
        expect(answer.status).toBe(409);
        expect(answer.body.type).toBe('urn:clearance:problem:event-id-reused');
      }
      expect(await stream('asset-nightfall/reuse2')).toEqual([]);
    } finally {
      ledger.watermarks.following = true;
      await ledger.watermarks.catchUp();
    }
    expect((await post({ ...said, subject: 'reuse2' })).status).toBe(409);
    expect((await post(said)).body).toMatchObject({ status: 'duplicate' });
  });

  it('E3: of two that come in together under one id only one passes, and the same content waits for it', async () => {
    const said = event('race-a');
    const [a, b, c] = await Promise.all([post(said), post({ ...said, subject: 'race-b' }), post(said)]);
    expect([a.status, b.status, c.status].sort((x, y) => x - y)).toEqual([200, 201, 409]);
  });

  it('I3: other bytes are refused with both digests, recorded as a conflict once, and the fact is not', async () => {
    expect((await post(event('bytes', 'bytes-identified', { digests: { sha256: sha256('1') } }))).status).toBe(201);
    const wrong = event('bytes', 'bytes-identified', { digests: { sha256: sha256('2') } });
    const refused = await post(wrong);
    expect(refused.status).toBe(409);
    expect(refused.body).toMatchObject({
      type: 'urn:clearance:problem:bytes-differ',
      known: { sha256: sha256('1') },
      given: { sha256: sha256('2') },
    });
    expect((await post(wrong)).status).toBe(409);
    expect((await stream('asset-nightfall/bytes')).map(({ type }) => type)).toEqual([
      'bytes-identified',
      'digest-conflict-reported',
    ]);
  });

  it('a `reported` event is recorded as its facts, in one append or not at all', async () => {
    const said = event('rep', 'reported', {
      registered: { name: 'rep', kind: 'video' },
      bytesIdentified: { digests: { sha256: sha256('3') }, size: 12 },
      derivedFrom: {
        inputs: [
          { asset: 'plate/v1', kind: 'component' },
          { digest: { md5: 'B'.repeat(32) }, kind: 'reference' },
        ],
      },
      markedTemporary: { reason: 'stand-in' },
    });
    expect((await post(said)).body).toMatchObject({ status: 'accepted', revision: 3, events: 4 });
    const recorded = await stream('asset-nightfall/rep');
    expect(recorded.map(({ type }) => type)).toEqual([
      'registered',
      'bytes-identified',
      'derived-from',
      'marked-temporary',
    ]);
    expect(recorded[2]?.data).toEqual({
      inputs: [
        { asset: 'plate/v1', kind: 'component' },
        { digest: { md5: 'b'.repeat(32) }, kind: 'reference' },
      ],
    });
    expect(new Set(recorded.map(({ metadata }) => metadata['dedup'])).size).toBe(1);

    const half = event('rep', 'reported', {
      registered: { name: 'rep', kind: 'video' },
      bytesIdentified: { digests: { sha256: sha256('4') } },
    });
    expect((await post(half)).status).toBe(409);
    expect((await stream('asset-nightfall/rep')).map(({ type }) => type)).toEqual([
      'registered',
      'bytes-identified',
      'derived-from',
      'marked-temporary',
      'digest-conflict-reported',
    ]);
  });

  it.each([
    ['/data/inputs/0/kind', event('x', 'derived-from', { inputs: [{ asset: 'a', kind: 'parent' }] })],
    ['/data/inputs/0/asset', event('x', 'derived-from', { inputs: [{ kind: 'component' }] })],
    [
      '/data/inputs/0/asset',
      event('x', 'derived-from', { inputs: [{ asset: 'a', digest: { sha256: sha256('a') }, kind: 'component' }] }),
    ],
    ['/data/inputs', event('x', 'derived-from', { inputs: [] })],
    ['/data/inputs', event('x', 'derived-from', {})],
    [
      '/data/inputsComplete',
      event('x', 'derived-from', { inputs: [{ asset: 'a', kind: 'component' }], inputsComplete: true }),
    ],
    ['/data/digests', event('x', 'bytes-identified', { digests: {} })],
    ['/data/digests/sha256', event('x', 'bytes-identified', { digests: { sha256: 'abc' } })],
    ['/data/digests/sha512', event('x', 'bytes-identified', { digests: { sha256: sha256('a'), sha512: 'x' } })],
    ['/data/registered', event('x', 'reported', { registered: [{ name: 'x', kind: 'image' }] })],
    ['/data/registered/kind', event('x', 'reported', { registered: { name: 'x', kind: 'film' } })],
    ['/data/facts', event('x', 'facts-declared', { facts: { 'asset.genai': true } })],
    ['/data/facts', event('x', 'facts-declared', { facts: { likeness: [{ recognizable: false }] } })],
    ['/data/surprise', event('x', 'marked-temporary', { reason: 'r', surprise: 1 })],
    ['/data/reason', event('x', 'marked-temporary', { reason: '' })],
    ['/data', event('x', 'reported', {})],
    ['/data', event('x', 'marked-temporary', null)],
    ['/type', event('x', 'promoted', {})],
    ['/time', event('x', undefined, undefined, { time: '2026-01-01' })],
    ['/time', event('x', undefined, undefined, { time: '2026-02-30T00:00:00Z' })],
    ['/time', event('x', undefined, undefined, { time: '2026-03-02T12:00:01Z' })],
    ['/specversion', event('x', undefined, undefined, { specversion: '0.3' })],
    ['/subject', event('a/../b')],
    ['/id', event('x', undefined, undefined, { id: '' })],
    ['/source', event('x', undefined, undefined, { source: 'a\u202eb' })],
    ['/Some_Thing', event('x', undefined, undefined, { Some_Thing: 1 })],
    ['/datacontenttype', event('x', undefined, undefined, { datacontenttype: 'text/xml' })],
    ['/data_base64', event('x', undefined, undefined, { data_base64: 'eA==' })],
  ])('says at %s what is wrong and records nothing', async (pointer, said) => {
    const answer = await post(said);
    expect({ status: answer.status, type: answer.body.type }).toEqual({
      status: 422,
      type: 'urn:clearance:problem:invalid-event',
    });
    expect(answer.body.errors.map((fault: { pointer: string }) => fault.pointer)).toEqual([pointer]);
    expect(await stream('asset-nightfall/x')).toEqual([]);
  });

  it('names every fault at once', async () => {
    const answer = await post({ ...event('x', 'registered', { kind: 'film' }), id: undefined });
    expect(answer.body.errors.map((fault: { pointer: string }) => fault.pointer)).toEqual([
      '/id',
      '/data/name',
      '/data/kind',
    ]);
  });

  it('takes at most 16 extensions', async () => {
    const extensions = (count: number) =>
      Object.fromEntries(Array.from({ length: count }, (_, index) => [`ext${index}`, index]));
    expect((await post(event('ext', undefined, undefined, extensions(16)))).status).toBe(201);
    expect((await post(event('ext', undefined, undefined, extensions(17)))).body.errors).toMatchObject([
      { pointer: '/ext16' },
    ]);
  });

  it('is refused where the body is too large, no JSON, or of another type', async () => {
    const large = await post(event('x', 'marked-temporary', { reason: 'x'.repeat(256 * 1024) }));
    expect([large.status, large.body.type]).toEqual([413, 'urn:clearance:problem:too-large']);
    const cut = await post('{"specversion":');
    expect([cut.status, cut.body.type]).toEqual([400, 'urn:clearance:problem:malformed-body']);
    const twice = await post('{"id":"a","id":"b"}');
    expect([twice.status, twice.body.errors[0].pointer]).toEqual([422, '/id']);
    const plain = await post(event('x'), { type: 'application/json' });
    expect([plain.status, plain.body.type]).toEqual([415, 'urn:clearance:problem:unsupported-media-type']);
  });
});

describe('whose event it is', () => {
  it('E6: 401 comes before anything, 404 before the body, restriction before the body', async () => {
    expect((await post('{', { token: 'clr_nobody' })).status).toBe(401);
    const missing = await post(event('x', 'registered', {}, { production: 'nowhere' }));
    expect([missing.status, missing.body.type]).toEqual([404, 'urn:clearance:problem:not-found']);
    expect((await post(event('x', undefined, undefined, { production: 'daybreak' }))).status).toBe(404);
    const reviewer = await grantToken(ledger, { grants: [{ role: 'reviewer', productions: ['nightfall'] }] });
    expect((await post(event('x'), { token: reviewer.secret })).status).toBe(404);
  });

  it('holds a restricted token to its assets, sources and events', async () => {
    const restrict = { subject: 'acme/', source: '/acme/', events: ['registered', 'derived-from'], vendor: 'acme-vfx' };
    const { secret: token } = await grantToken(ledger, {
      grants: [{ role: 'emitter', productions: ['nightfall'] }],
      restrict,
    });
    const from = { source: '/acme/hook' };
    const registered = { name: 'a', kind: 'image' };
    const status = async (said: object) => (await post(said, { token })).status;
    expect(await status(event('other/a', 'registered', registered, from))).toBe(403);
    expect(await status(event('acme/a', 'registered', registered))).toBe(403);
    expect(await status(event('acme/a', 'marked-temporary', { reason: 'r' }, from))).toBe(403);
    expect(await status(event('acme/a', 'reported', { registered, markedTemporary: { reason: 'r' } }, from))).toBe(403);
    expect(await status(event('acme/a', 'registered', { ...registered, vendor: 'other' }, from))).toBe(403);
    expect(await status(event('acme/a', 'reported', { registered }, from))).toBe(201);
    expect((await stream('asset-nightfall/acme/a')).map(({ data }) => data)).toEqual([
      { ...registered, vendor: 'acme-vfx' },
    ]);
  });
});

describe('the binary form', () => {
  it('reads attributes from ce- headers, percent-decoded, and data from the body', async () => {
    const { data, ...attributes } = event('bin', 'marked-temporary', { reason: 'r' }, { source: '/caf%C3%A9' });
    const headers = Object.fromEntries(Object.entries(attributes).map(([name, value]) => [`ce-${name}`, value]));
    const answer = await post(data, { type: 'application/json', headers });
    expect(answer.status).toBe(201);
    expect((await stream('asset-nightfall/bin'))[0]?.metadata['source']).toBe('/café');
  });

  it('finds faults in the header or the body they are in', async () => {
    const { data: _data, ...attributes } = event('bin2');
    const headers = Object.fromEntries(
      Object.entries({ ...attributes, time: 'noon' }).map(([name, value]) => [`ce-${name}`, value]),
    );
    const answer = await post({ reason: 1 }, { type: 'application/json', headers });
    expect(answer.status).toBe(422);
    expect(answer.body.errors).toMatchObject([{ parameter: 'ce-time', in: 'header' }, { pointer: '/reason' }]);
  });
});

describe('a batch', () => {
  const BATCH = 'application/cloudevents-batch+json';

  it('answers each event in its place; one bad event neither blocks nor hides the others', async () => {
    const good = event('batch-a');
    const answer = await post([good, event('batch-b', 'registered', { kind: 'image' }), good, 7, event('batch-c')], {
      type: BATCH,
    });
    expect(answer.status).toBe(200);
    expect(answer.body.summary).toEqual({ accepted: 2, duplicate: 1, refused: 2, failed: 0 });
    const results = answer.body.results as {
      index: number;
      id: string;
      status: string;
      problem: { type: string; status: number } | null;
    }[];
    expect(results.map(({ index, status }) => [index, status])).toEqual([
      [0, 'accepted'],
      [1, 'refused'],
      [2, 'duplicate'],
      [3, 'refused'],
      [4, 'accepted'],
    ]);
    expect(results[0]).toMatchObject({ id: good.id, problem: null });
    expect(results[1]?.problem).toMatchObject({
      type: 'urn:clearance:problem:invalid-event',
      status: 422,
      errors: [{ pointer: '/data/name' }],
    });
    expect(answer.body.position).toBe(answer.headers['clearance-position']);
  });

  it('keeps events of one asset in their order', async () => {
    const events = Array.from({ length: 20 }, (_, index) =>
      event('batch-order', 'marked-temporary', { reason: `r${index}` }),
    );
    await post(events, { type: BATCH });
    expect((await stream('asset-nightfall/batch-order')).map(({ data }) => data['reason'])).toEqual(
      events.map((_, index) => `r${index}`),
    );
  });

  it('finds doubled members and over-large events in the event they are in', async () => {
    const doubled = JSON.stringify(event('batch-d')).replace('"reason"', '"reason":"a","reason"');
    const large = JSON.stringify(
      event('batch-e', 'marked-temporary', { reason: Array.from({ length: 40 }, () => 'x'.repeat(7000)) }),
    );
    const answer = await post(`[${doubled},${large},${JSON.stringify(event('batch-f'))}]`, { type: BATCH });
    const results = answer.body.results as { status: string; problem: { type: string; errors?: unknown } | null }[];
    expect(results[0]?.problem).toMatchObject({
      type: 'urn:clearance:problem:invalid-event',
      errors: [{ pointer: '/data/reason' }],
    });
    expect(results[1]?.problem).toMatchObject({ type: 'urn:clearance:problem:too-large' });
    expect(results[2]?.status).toBe('accepted');
  });

  it('is refused as a whole only where it cannot be read or is too long', async () => {
    expect((await post('{}', { type: BATCH })).status).toBe(400);
    expect((await post('[{]', { type: BATCH })).status).toBe(400);
    expect((await post('[]', { type: BATCH })).body).toMatchObject({ results: [], summary: { accepted: 0 } });
    expect((await post(JSON.stringify(Array.from({ length: 1001 }, () => 1)), { type: BATCH })).status).toBe(413);
  });
});

describe('NDJSON', () => {
  const NDJSON = 'application/x-ndjson';
  const lines = (text: string) =>
    text
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);

  it('answers one line an event and says where the end is', async () => {
    const body = [JSON.stringify(event('nd-a')), '', '{"cut', JSON.stringify(event('nd-b'))].join('\r\n');
    const answer = await post(body, { type: NDJSON }).buffer(true).parse(asText);
    expect(answer.status).toBe(200);
    expect(answer.headers['content-type']).toBe('application/x-ndjson');
    const [a, cut, b, end, ...more] = lines(answer.body as string);
    expect([a?.['status'], cut?.['status'], b?.['status']]).toEqual(['accepted', 'refused', 'accepted']);
    expect(cut).toMatchObject({ index: 1, id: null, problem: { type: 'urn:clearance:problem:malformed-body' } });
    expect(end).toEqual({
      end: true,
      summary: { accepted: 2, duplicate: 0, refused: 1, failed: 0 },
      position: b?.['position'],
    });
    expect(more).toEqual([]);
  });

  it('reads gzip', async () => {
    const body = gzipSync(
      Array.from({ length: 300 }, (_, index) => `${JSON.stringify(event(`nd-z${index}`))}\n`).join(''),
    );
    const answer = await post(body, { type: NDJSON, headers: { 'Content-Encoding': 'gzip' } })
      .buffer(true)
      .parse(asText);
    const all = lines(answer.body as string);
    expect(all).toHaveLength(301);
    expect(all.at(-1)).toMatchObject({ end: true, summary: { accepted: 300 } });
  });

  it('refuses an over-long line and goes on', async () => {
    const body = `${'x'.repeat(256 * 1024 + 1)}\n${JSON.stringify(event('nd-l'))}\n`;
    const all = lines((await post(body, { type: NDJSON }).buffer(true).parse(asText)).body as string);
    expect(all.map((line) => line['status'] ?? line['end'])).toEqual(['refused', 'accepted', true]);
    expect(all[0]).toMatchObject({ problem: { type: 'urn:clearance:problem:too-large' } });
  });

  it('does not say it is the end where the body blows up or is corrupt', async () => {
    const bomb = gzipSync(Buffer.alloc(64 * 1024 * 1024, 0x20));
    const blown = lines(
      (
        await post(bomb, { type: NDJSON, headers: { 'Content-Encoding': 'gzip' } })
          .buffer(true)
          .parse(asText)
      ).body as string,
    );
    expect(blown).toMatchObject([{ end: false, problem: { type: 'urn:clearance:problem:too-large' } }]);
    const corrupt = lines(
      (
        await post('not gzip', { type: NDJSON, headers: { 'Content-Encoding': 'gzip' } })
          .buffer(true)
          .parse(asText)
      ).body as string,
    );
    expect(corrupt).toMatchObject([{ end: false, problem: { type: 'urn:clearance:problem:malformed-body' } }]);
    const brotli = await post('x', { type: NDJSON, headers: { 'Content-Encoding': 'br' } });
    expect(brotli.status).toBe(415);
  });
});

function asText(response: request.Response, done: (error: Error | null, body: string) => void): void {
  let text = '';
  response.setEncoding?.('utf8');
  (response as unknown as NodeJS.ReadableStream)
    .on('data', (chunk: string) => (text += chunk))
    .on('end', () => done(null, text))
    .on('error', (error: Error) => done(error, text));
}
