import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import request from 'supertest';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { HealthModule } from '../health/index.js';
import { grantToken, TestLedger } from '../http/testing/index.js';
import { IntakeModule } from '../intake/index.js';
import { LiveModule } from '../live/index.js';
import { ProductionsModule } from '../productions/index.js';
import { TokensModule } from '../tokens/index.js';
import { setupOpenApi } from './index.js';

let ledger: TestLedger;
let app: NestFastifyApplication;
let token: string;
beforeAll(async () => {
  ledger = new TestLedger();
  app = await ledger.app([HealthModule, IntakeModule, LiveModule, ProductionsModule, TokensModule], [], (made) =>
    setupOpenApi(made, '1.2.3'),
  );
  token = (await grantToken(ledger, { grants: [{ role: 'emitter', productions: ['*'] }] })).secret;
});
afterAll(async () => {
  await app.close();
  await ledger.store.close();
});

const get = (path: string) => request(app.getHttpServer()).get(path).set('Authorization', `Bearer ${token}`);

describe('the API description', () => {
  it('takes any token and none without, its page and every file of it', async () => {
    for (const path of [
      '/openapi.json',
      '/docs',
      '/docs/swagger-ui.css',
      '/docs/swagger-ui-bundle.js',
      '/docs/swagger-ui-init.js',
    ]) {
      expect([path, (await request(app.getHttpServer()).get(path)).status]).toEqual([path, 401]);
      expect([path, (await get(path)).status]).toEqual([path, 200]);
    }
    expect((await request(app.getHttpServer()).get('/docs')).headers['www-authenticate']).toContain('Basic');
  });

  it('loads its page from nowhere else', async () => {
    const page = (await get('/docs')).text;
    expect(page).not.toMatch(/(?:src|href)="https?:/);
    expect(page).not.toMatch(/<script>(?!\s*<)/);
  });

  it('answers what is not there with a problem', async () => {
    expect((await get('/docs/nothing.js')).body).toMatchObject({ type: 'urn:clearance:problem:not-found' });
  });

  it('says of each route what it takes and answers', async () => {
    const document = (await get('/openapi.json')).body;
    expect(document).toMatchObject({ openapi: '3.1.0', info: { version: '1.2.3' } });
    expect(Object.keys(document.paths).sort()).toEqual([
      '/health/live',
      '/health/ready',
      '/v1/events',
      '/v1/live',
      '/v1/productions',
      '/v1/productions/{production}',
      '/v1/productions/{production}/close',
      '/v1/tokens',
      '/v1/tokens/self',
      '/v1/tokens/{token}/revoke',
    ]);
    const issue = document.paths['/v1/tokens'].post;
    expect(issue.requestBody.content['application/json'].schema).toEqual({
      $ref: '#/components/schemas/IssueTokenDto',
    });
    expect(issue.parameters.map(({ name }: { name: string }) => name)).toEqual(['minPosition', 'Idempotency-Key']);
    expect(issue.responses.default.content['application/problem+json'].schema).toEqual({
      $ref: '#/components/schemas/Problem',
    });
    const { IssueTokenDto, DerivedFromDto } = document.components.schemas;
    expect(IssueTokenDto.required).toEqual(['subject', 'kind', 'grants']);
    expect(IssueTokenDto.properties.grants).toMatchObject({
      type: 'array',
      items: { $ref: '#/components/schemas/GrantDto' },
    });
    expect(DerivedFromDto.properties.inputs).toMatchObject({
      type: 'array',
      minItems: 1,
      items: { $ref: '#/components/schemas/InputDto' },
    });
    const list = document.paths['/v1/tokens'].get.parameters.map(
      ({ name, required }: { name: string; required: boolean }) => [name, required],
    );
    expect(list).toEqual([
      ['limit', false],
      ['cursor', false],
      ['subject', false],
      ['production', false],
      ['state', false],
      ['minPosition', false],
    ]);
    expect(document.paths['/health/live'].get.security).toBeUndefined();
  });

  it('names no schema that it does not describe', async () => {
    const { text, body } = await get('/openapi.json');
    const named = [...text.matchAll(/"#\/components\/schemas\/([^"]*)"/g)].map(([, name]) => name);
    expect([...new Set(named)].filter((name = '') => !(name in body.components.schemas))).toEqual([]);
  });
});

describe('health', () => {
  it('answers without a token, and with reasons where it is not ready', async () => {
    expect((await request(app.getHttpServer()).get('/health/live')).body).toEqual({ status: 'live' });
    const ready = await request(app.getHttpServer()).get('/health/ready');
    expect([ready.status, ready.body]).toMatchObject([200, { status: 'ready', reasons: [] }]);
  });

  it('is not ready before the read model has caught up with the log', async () => {
    const slow = new TestLedger();
    await grantToken(slow, { grants: [{ role: 'emitter', productions: ['*'] }] });
    slow.watermarks.factsAt = 0;
    const other = await slow.app([HealthModule]);
    const answer = await request(other.getHttpServer()).get('/health/ready');
    expect([answer.status, answer.body]).toMatchObject([
      503,
      { status: 'not-ready', reasons: [{ code: 'catching-up' }], head: '1', factsAt: '0' },
    ]);
    slow.watermarks.factsAt = 1;
    expect((await request(other.getHttpServer()).get('/health/ready')).status).toBe(200);
    await slow.store.close();
    const away = await request(other.getHttpServer()).get('/health/ready');
    expect([away.status, away.body.reasons[0].code]).toEqual([503, 'store-unavailable']);
    await other.close();
  });
});
