import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { IsOptional } from 'class-validator';
import request from 'supertest';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AnyToken, Roles } from '../auth/index.js';
import { Problem } from '../ledger/ports.js';
import {
  answer,
  AssetId,
  BodyLimit,
  created,
  cursorFor,
  keyOfCursor,
  Name,
  NumberParameter,
  page,
  PageQuery,
  Tri,
  TextParameter,
  WordsParameter,
} from './index.js';
import { etagOf } from './etag.js';
import { rendered } from './rendered.js';
import { grantToken, openProductions, TestLedger } from './testing/index.js';

class ThingDto {
  @Name({ max: 10 })
  name!: string;

  @Tri({ optional: true })
  done?: string;
}

class ThingsQuery extends PageQuery {
  static readonly open = { prefix: 'label.', into: 'labels' };

  @WordsParameter({ of: ['a', 'b'] })
  kinds?: string[];

  @NumberParameter({ min: 0, max: 5 })
  depth?: number;

  @TextParameter()
  q?: string;

  @IsOptional()
  labels?: Record<string, string>;
}
@Controller('things')
class ThingsController {
  @Get()
  @AnyToken()
  list(@Query() { limit, cursor, kinds, depth, labels }: ThingsQuery) {
    const filter = { kinds, depth, labels };
    const [after = 0] = keyOfCursor(cursor, filter) ?? [];
    const items = Array.from({ length: limit }, (_, index) => Number(after) + index + 1);
    const listed = { items, labels: labels ?? null, next: cursorFor(filter, [items.at(-1)!]), position: '7' };
    return page(listed);
  }

  @Post()
  @AnyToken()
  @BodyLimit(200)
  create(@Body() body: ThingDto) {
    return created({ name: body.name, position: '8' }, '/things/1', { replayed: body.name === 'again' });
  }

  @Get('assets/:id')
  @AnyToken()
  asset(@AssetId() id: string) {
    return { id, position: '9' };
  }

  @Get('rendered')
  @AnyToken()
  renderedList(@Query() { limit }: ThingsQuery) {
    return rendered({ items: ['ü', limit], next: 'c1', position: '7' });
  }

  @Get('broken')
  @AnyToken()
  broken(): never {
    throw new Error('secret detail');
  }

  @Get('refused/:slug')
  @AnyToken()
  refused(@Param('slug') slug: 'in-progress'): never {
    throw new Problem(slug, 'as asked', { state: 'x' });
  }

  @Post('plain')
  @HttpCode(200)
  @Roles('admin')
  plain() {
    return answer({ done: true });
  }
}

let ledger: TestLedger;
let app: NestFastifyApplication;
let token: string;
beforeAll(async () => {
  ledger = new TestLedger();
  app = await ledger.app([], [ThingsController]);
  await openProductions(ledger, 'nightfall');
  token = (await grantToken(ledger, { grants: [{ role: 'admin', productions: ['*'] }] })).secret;
});
afterAll(async () => {
  await app.close();
  await ledger.store.close();
});

const get = (path: string) => request(app.getHttpServer()).get(path).set('Authorization', `Bearer ${token}`);
const post = (path: string) => request(app.getHttpServer()).post(path).set('Authorization', `Bearer ${token}`);

describe('problems', () => {
  it('are RFC 9457 documents whose instance is the request id', async () => {
    const id = '8f14e45f-ceea-467f-9d3b-2b6a2f9c7a11';
    const { status, body, headers } = await get('/things/refused/in-progress').set('X-Request-Id', id.toUpperCase());
    expect(status).toBe(409);
    expect(headers).toMatchObject({
      'content-type': 'application/problem+json; charset=utf-8',
      'retry-after': '1',
      'x-request-id': id,
    });
    expect(body).toEqual({
      type: 'urn:clearance:problem:in-progress',
      title: 'Still in progress',
      status: 409,
      detail: 'as asked',
      instance: `urn:uuid:${id}`,
      state: 'x',
    });
  });

  it('tell nothing of what nobody foresaw', async () => {
    const { status, body, text } = await get('/things/broken');
    expect([status, body.type]).toEqual([500, 'urn:clearance:problem:internal']);
    expect(text).not.toContain('secret');
  });

  it('tell a wrong path from a wrong method', async () => {
    expect((await get('/nothing/here')).body).toMatchObject({ status: 404, type: 'urn:clearance:problem:not-found' });
    const wrong = await request(app.getHttpServer()).delete('/things').set('Authorization', `Bearer ${token}`);
    expect([wrong.status, wrong.headers['allow'], wrong.body.type]).toEqual([
      405,
      'GET, HEAD, POST',
      'urn:clearance:problem:method-not-allowed',
    ]);
  });

  it('also answer a path that is not percent-encoded correctly', async () => {
    expect((await get('/things/%zz')).body).toMatchObject({
      status: 404,
      instance: expect.stringMatching(/^urn:uuid:/) as string,
    });
  });

  it('come with the security headers of every answer', async () => {
    expect((await get('/nothing')).headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'referrer-policy': 'no-referrer',
      'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
      'cache-control': 'private, no-cache',
    });
  });
});

describe('bodies', () => {
  it('are validated with the pointer of each fault', async () => {
    const { status, body } = await post('/things').send({ name: 'much too long', done: true, more: 1 });
    expect([status, body.type]).toEqual([422, 'urn:clearance:problem:invalid-request']);
    expect(body.errors).toEqual([
      { pointer: '/more', message: 'is not a member of this request', code: 'unknown-member' },
      { pointer: '/name', message: 'must be a text of 1 to 10 characters', code: 'text' },
      { pointer: '/done', message: 'must be one of yes, no, unknown', code: 'one-of' },
    ]);
  });

  it.each([
    ['no body', undefined, 400, 'malformed-body'],
    ['a list', '[]', 422, 'invalid-request'],
    ['half a body', '{"name":', 400, 'malformed-body'],
    ['too large a body', JSON.stringify({ name: 'a', more: 'x'.repeat(200) }), 413, 'too-large'],
  ])('of a command: %s', async (_what, text, status, slug) => {
    const sending = post('/things').set('Content-Type', 'application/json');
    const { body } = await (text === undefined ? sending : sending.send(text));
    expect([body.status, body.type]).toEqual([status, `urn:clearance:problem:${slug}`]);
  });

  it('of another media type or encoding are 415', async () => {
    expect((await post('/things').set('Content-Type', 'text/plain').send('x')).status).toBe(415);
    expect(
      (await post('/things').set('Content-Type', 'application/json').set('Content-Encoding', 'br').send('{}')).status,
    ).toBe(415);
  });

  it('that are right are answered 201 with the place of what came into being', async () => {
    const { status, headers, body } = await post('/things').send({ name: 'again', done: null });
    expect([status, headers['location'], headers['clearance-position'], headers['idempotent-replayed']]).toEqual([
      201,
      '/things/1',
      '8',
      'true',
    ]);
    expect(body).toMatchObject({ name: 'again', position: '8' });
    expect((await post('/things').send({ name: 'new' })).headers['idempotent-replayed']).toBeUndefined();
  });
});

describe('query parameters', () => {
  it.each([
    ['/things?limit=0', 'limit', 'whole'],
    ['/things?limit=1001', 'limit', 'whole'],
    ['/things?limit=1e2', 'limit', 'whole'],
    ['/things?kinds=a,c', 'kinds', 'words'],
    ['/things?depth=6', 'depth', 'whole'],
    ['/things?depth=1&depth=2', 'depth', 'repeated'],
    ['/things?deep=1', 'deep', 'unknown-parameter'],
    ['/things/assets/a?asof=1', 'asof', 'unknown-parameter'],
    ['/things?minPosition=x', 'minPosition', 'position'],
    ['/things?minPosition=@1/2', 'minPosition', 'position'],
  ])('%s is 422 naming it', async (path, parameter, code) => {
    const { status, body } = await get(path);
    expect([status, body.type]).toEqual([422, 'urn:clearance:problem:invalid-request']);
    expect(body.errors).toMatchObject([{ parameter, in: 'query', code }]);
  });

  it('on a command are refused the same way', async () => {
    const { status, body } = await post('/things/plain?dryRun=true');
    expect([status, body.errors[0].parameter]).toEqual([422, 'dryRun']);
  });

  it('minPosition waits for the facts, and says how far they are where it takes too long', async () => {
    expect((await get('/things?minPosition=1')).status).toBe(200);
    expect((await post('/things/plain?minPosition=1')).status).toBe(200);
    const behind = await get('/things?minPosition=99999');
    expect([behind.status, behind.body.type, behind.headers['retry-after']]).toEqual([
      503,
      'urn:clearance:problem:behind',
      '1',
    ]);
    expect(behind.body).toMatchObject({ wanted: '99999' });
  });
});

describe('answers', () => {
  it('gather the parameters of an open prefix', async () => {
    expect((await get('/things?label.shot=sh010&label.reel=A1')).body.labels).toEqual({ shot: 'sh010', reel: 'A1' });
  });

  it('have an ETag that does not move with their position, and 304', async () => {
    const first = await get('/things/assets/a');
    expect(first.headers['clearance-position']).toBe('9');
    const { etag } = first.headers;
    const again = await get('/things/assets/a').set('If-None-Match', `"x", W/${etag}`);
    expect([again.status, again.text, again.headers['etag']]).toEqual([304, '', etag]);
    expect((await get('/things/assets/b').set('If-None-Match', String(etag))).status).toBe(200);
  });

  it('page with a cursor that is bound to its filters, and a Link', async () => {
    const first = await get('/things?limit=2&kinds=a');
    expect(first.body.items).toEqual([1, 2]);
    const next = /^<(.*)>; rel="next"$/.exec(String(first.headers['link']))?.[1];
    expect((await get(String(next))).body.items).toEqual([3, 4]);
    const changed = await get(`/things?limit=2&kinds=b&cursor=${first.body.next}`);
    expect([changed.status, changed.body.type]).toEqual([400, 'urn:clearance:problem:invalid-cursor']);
    expect((await get('/things?cursor=nonsense')).status).toBe(400);
  });

  it('are the same where their body was rendered before', async () => {
    const first = await get('/things/rendered?limit=2');
    expect(first.body).toEqual({ items: ['ü', 2], next: 'c1', position: '7' });
    expect(first.headers).toMatchObject({
      'content-type': 'application/json; charset=utf-8',
      'clearance-position': '7',
      link: '</things/rendered?limit=2&cursor=c1>; rel="next"',
      etag: etagOf({ items: ['ü', 2], next: 'c1' }),
    });
    const again = await get('/things/rendered?limit=2').set('If-None-Match', String(first.headers['etag']));
    expect([again.status, again.text, again.headers['etag']]).toEqual([304, '', first.headers['etag']]);
  });

  it.each([
    ['a%2Fb%2Fc', 'a/b/c'],
    ['~YS9iL2M', 'a/b/c'],
    ['sha256:00ff', 'sha256:00ff'],
    [encodeURIComponent('x/'.repeat(99) + 'yy'), 'x/'.repeat(99) + 'yy'],
  ])('take the asset id %s of a path as %s', async (segment, id) => {
    expect((await get(`/things/assets/${segment}`)).body.id).toBe(id);
  });

  it('refuse what is no asset id', async () => {
    const { status, body } = await get('/things/assets/a%2F..%2Fb');
    expect([status, body.errors]).toMatchObject([422, [{ parameter: 'id', in: 'path' }]]);
  });
});
