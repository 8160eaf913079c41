import { Body, Controller, Get, HttpCode, Post } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import request from 'supertest';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { answer, Text } from '../http/index.js';
import { grantToken, openProductions, TestLedger } from '../http/testing/index.js';
import { tokenIn } from './credentials.js';
import {
  AnyRole,
  AnyToken,
  Anonymous,
  Authenticator,
  Everywhere,
  PersonOnly,
  Received,
  Roles,
  type Incoming,
} from './index.js';

class ReasonDto {
  @Text()
  reason!: string;
}

@Controller()
class Routes {
  @Get('health/live')
  @Anonymous()
  live() {
    return { status: 'live' };
  }

  @Get('v1/any')
  @AnyToken()
  any(@Received() { caller, role }: Incoming) {
    return { subject: caller.subject, role };
  }

  @Get('v1/productions/:production/read')
  @AnyRole()
  read(@Received() { production, role }: Incoming) {
    return { production, role };
  }

  @Post('v1/productions/:production/assets/:id/approve')
  @HttpCode(200)
  @Roles('reviewer', 'break-glass')
  @PersonOnly()
  approve(@Body() body: ReasonDto, @Received() incoming: Incoming) {
    const { path, role, request: content, idempotencyKey } = incoming.command(body);
    return answer({ path, role, content, idempotencyKey });
  }

  @Post('v1/somewhere')
  @HttpCode(200)
  @Roles('admin')
  somewhere() {
    return {};
  }

  @Post('v1/everywhere')
  @HttpCode(200)
  @Everywhere('admin')
  everywhere() {
    return {};
  }

  @Get('v1/forgotten')
  forgotten() {
    return {};
  }
}

let ledger: TestLedger;
let app: NestFastifyApplication;
let reviewer: string;
let service: string;
beforeAll(async () => {
  ledger = new TestLedger();
  app = await ledger.app([], [Routes]);
  await openProductions(ledger, 'nightfall', 'daybreak');
  reviewer = (
    await grantToken(ledger, {
      subject: 'ito',
      kind: 'person',
      grants: [{ role: 'reviewer', productions: ['nightfall'] }],
    })
  ).secret;
  service = (await grantToken(ledger, { kind: 'service', grants: [{ role: 'reviewer', productions: ['nightfall'] }] }))
    .secret;
});
afterAll(async () => {
  await app.close();
  await ledger.store.close();
});
beforeEach(() => {
  ledger.clock.time = '2026-03-01T12:00:00.000Z';
});

const get = (path: string, token: string) =>
  request(app.getHttpServer()).get(path).set('Authorization', `Bearer ${token}`);
const post = (path: string, token: string, body: object = {}) =>
  request(app.getHttpServer()).post(path).set('Authorization', `Bearer ${token}`).send(body);
const slugOf = ({ body }: { body: { type?: string } }) => body.type?.replace('urn:clearance:problem:', '');

describe('who calls', () => {
  it('nothing but /health answers without a token, not even that there is no such route', async () => {
    expect((await request(app.getHttpServer()).get('/health/live')).status).toBe(200);
    for (const path of [
      '/v1/any',
      '/v1/productions/nightfall/read',
      '/nothing',
      '/health/other',
      '/docs',
      '/openapi.json',
    ]) {
      const refused = await request(app.getHttpServer()).get(path);
      expect([path, refused.status, slugOf(refused), refused.headers['www-authenticate']?.split(', ').at(-1)]).toEqual([
        path,
        401,
        'unauthorized',
        'Bearer',
      ]);
    }
  });

  it('a token is known by its secret, also as the password of Basic, which only reads', async () => {
    expect((await get('/v1/any', reviewer)).body).toEqual({ subject: 'ito', role: null });
    const basic = `Basic ${Buffer.from(`anyone:${reviewer}`).toString('base64')}`;
    expect((await request(app.getHttpServer()).get('/v1/any').set('Authorization', basic)).status).toBe(200);
    expect((await request(app.getHttpServer()).post('/v1/somewhere').set('Authorization', basic)).status).toBe(401);
    expect((await get('/v1/any', `${reviewer}x`)).status).toBe(401);
  });

  it('an expired token is none, from that moment on', async () => {
    const { secret } = await grantToken(ledger, {
      grants: [{ role: 'auditor', productions: ['*'] }],
      expiresAt: '2026-03-02T00:00:00.000Z',
    });
    ledger.clock.time = '2026-03-01T23:59:59.999Z';
    expect((await get('/v1/any', secret)).status).toBe(200);
    ledger.clock.time = '2026-03-02T00:00:00.000Z';
    expect((await get('/v1/any', secret)).status).toBe(401);
  });

  it('an expired token stays expired where the clock is set back: what the log has seen is later', async () => {
    ledger.clock.time = '2026-03-03T00:00:00.000Z';
    const { secret } = await grantToken(ledger, {
      grants: [{ role: 'auditor', productions: ['*'] }],
      expiresAt: '2026-03-04T00:00:00.000Z',
    });
    ledger.clock.time = '2026-03-04T00:00:00.000Z';
    await grantToken(ledger, { grants: [{ role: 'auditor', productions: ['*'] }] });
    ledger.clock.time = '2026-03-03T23:00:00.000Z';
    expect((await get('/v1/any', secret)).status).toBe(401);
    await grantToken(ledger, { grants: [{ role: 'auditor', productions: ['*'] }] });
    expect((await get('/v1/any', secret)).status).toBe(401);
  });

  it('a revoked token is none at once, before the read model has caught up', async () => {
    const { secret, id } = await grantToken(ledger, { grants: [{ role: 'auditor', productions: ['*'] }] });
    expect((await get('/v1/any', secret)).status).toBe(200);
    app.get(Authenticator, { strict: false }).revokedNow(id);
    expect((await get('/v1/any', secret)).status).toBe(401);
  });

  it('a cached token is looked up anew when the read model has moved on', async () => {
    const { secret } = await grantToken(ledger, {
      subject: 'before',
      grants: [{ role: 'auditor', productions: ['*'] }],
    });
    expect((await get('/v1/any', secret)).body.subject).toBe('before');
    const original = ledger.readModel.tokenByHash.bind(ledger.readModel);
    ledger.readModel.tokenByHash = (hash) => ({ ...original(hash)!, revokedAt: '2026-03-01T00:00:00.000Z' });
    try {
      expect((await get('/v1/any', secret)).status).toBe(200);
      await ledger.watermarks.catchUp();
      expect((await get('/v1/any', secret)).status).toBe(401);
    } finally {
      ledger.readModel.tokenByHash = original;
    }
  });
});

describe('what it may do: E6, in order', () => {
  const approve = (production: string, token: string, body: object = {}) =>
    post(`/v1/productions/${production}/assets/a%2Fb/approve`, token, body);

  it('404 where the production is not opened or the token has no role in it', async () => {
    expect(slugOf(await approve('nowhere', reviewer))).toBe('not-found');
    expect(slugOf(await approve('daybreak', reviewer))).toBe('not-found');
    expect(slugOf(await get('/v1/productions/daybreak/read', reviewer))).toBe('not-found');
    expect((await get('/v1/productions/nightfall/read', reviewer)).body).toEqual({
      production: 'nightfall',
      role: null,
    });
  });

  it('403 role-required where another role is needed; roles do not nest', async () => {
    const admin = await grantToken(ledger, { kind: 'person', grants: [{ role: 'admin', productions: ['*'] }] });
    const refused = await approve('nightfall', admin.secret);
    expect([refused.status, slugOf(refused)]).toEqual([403, 'role-required']);
  });

  it('403 person-required before the body is looked at', async () => {
    expect(slugOf(await approve('nightfall', service, { nonsense: 1 }))).toBe('person-required');
  });

  it('403 restricted before the body is looked at', async () => {
    const held = await grantToken(ledger, {
      kind: 'person',
      grants: [{ role: 'reviewer', productions: ['nightfall'] }],
      restrict: { subject: 'acme/' },
    });
    expect(slugOf(await approve('nightfall', held.secret, { nonsense: 1 }))).toBe('restricted');
    expect((await get('/v1/productions/nightfall/read', held.secret)).status).toBe(200);
  });

  it('422 for the body, last', async () => {
    expect(slugOf(await approve('nightfall', reviewer, { nonsense: 1 }))).toBe('invalid-request');
    expect((await approve('nightfall', reviewer, { reason: 'r' })).status).toBe(200);
  });

  it('does what it does under the first role that fits', async () => {
    const both = await grantToken(ledger, {
      kind: 'person',
      grants: [
        { role: 'break-glass', productions: ['nightfall'] },
        { role: 'reviewer', productions: ['nightfall'] },
      ],
    });
    expect((await approve('nightfall', both.secret, { reason: 'r' })).body.role).toBe('reviewer');
  });

  it('knows a command by its path however it is encoded, and by its key quoted or bare', async () => {
    const a = await post('/v1/productions/nightfall/assets/a%2fb/approve', reviewer, { reason: 'r' }).set(
      'Idempotency-Key',
      '"k-1"',
    );
    const b = await post('/v1/productions/nightfall/assets/~YS9i/approve', reviewer, { reason: 'r' }).set(
      'Idempotency-Key',
      'k-1',
    );
    expect(a.body).toEqual({
      path: '/v1/productions/nightfall/assets/a%2Fb/approve',
      role: 'reviewer',
      content: { reason: 'r' },
      idempotencyKey: 'k-1',
    });
    expect(b.body).toEqual(a.body);
    const bad = await approve('nightfall', reviewer, { reason: 'r' }).set('Idempotency-Key', 'a key');
    expect([bad.status, bad.body.errors]).toMatchObject([422, [{ parameter: 'Idempotency-Key', in: 'header' }]]);
  });

  it('a role somewhere is not a role everywhere', async () => {
    const local = await grantToken(ledger, { grants: [{ role: 'admin', productions: ['nightfall'] }] });
    const unopened = await grantToken(ledger, { grants: [{ role: 'admin', productions: ['nowhere'] }] });
    const global = await grantToken(ledger, { grants: [{ role: 'admin', productions: ['*'] }] });
    const statuses = async (secret: string) => [
      (await post('/v1/somewhere', secret)).status,
      (await post('/v1/everywhere', secret)).status,
    ];
    expect(await statuses(local.secret)).toEqual([200, 403]);
    expect(await statuses(unopened.secret)).toEqual([403, 403]);
    expect(await statuses(global.secret)).toEqual([200, 200]);
  });

  it('a route without a rule is closed', async () => {
    expect((await get('/v1/forgotten', reviewer)).status).toBe(500);
  });
});

describe('an Authorization header', () => {
  const basic = (text: string) => `Basic ${Buffer.from(text).toString('base64')}`;
  it.each([
    ['Bearer clr_a', 'POST', 'clr_a'],
    ['bearer clr_a', 'GET', 'clr_a'],
    ['Bearer', 'GET', null],
    ['Bearer a b', 'GET', null],
    [basic('u:clr_a:b'), 'GET', 'clr_a:b'],
    [basic('u:clr_a'), 'HEAD', 'clr_a'],
    [basic('u:clr_a'), 'PUT', null],
    [basic('clr_a'), 'GET', null],
    ['Digest x', 'GET', null],
    [undefined, 'GET', null],
  ])('%s on %s carries %s', (header, method, token) => {
    expect(tokenIn(header, method)).toBe(token);
  });
});
