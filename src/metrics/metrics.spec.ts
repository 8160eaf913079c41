import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import request from 'supertest';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { grantToken, openProductions, TestLedger } from '../http/testing/index.js';
import { IntakeModule } from '../intake/index.js';
import { MetricsModule, MetricsService } from './index.js';

let ledger: TestLedger;
let app: NestFastifyApplication;
let token: string;
beforeAll(async () => {
  ledger = new TestLedger();
  app = await ledger.app([MetricsModule.over(ledger.store.appended), IntakeModule], [], (made) =>
    made.get(MetricsService, { strict: false }).watch(made.getHttpAdapter().getInstance()),
  );
  await openProductions(ledger, 'nightfall');
  token = (await grantToken(ledger, { grants: [{ role: 'emitter', productions: ['nightfall'] }] })).secret;
});
afterAll(async () => {
  await app.close();
  await ledger.store.close();
});

const server = () => request(app.getHttpServer());
const bearer = () => `Bearer ${token}`;
async function figures(): Promise<Map<string, number>> {
  const { text } = await server().get('/metrics').set('Authorization', bearer());
  const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  return new Map(lines.map((line) => [line.slice(0, line.lastIndexOf(' ')), Number(line.split(' ').at(-1))]));
}

describe('/metrics', () => {
  it('takes any token and none without, also as a Basic password for scrapers', async () => {
    expect((await server().get('/metrics')).status).toBe(401);
    const basic = Buffer.from(`prometheus:${token}`).toString('base64');
    const answer = await server().get('/metrics').set('Authorization', `Basic ${basic}`);
    expect([answer.status, answer.headers['content-type']]).toEqual([200, 'text/plain; version=0.0.4; charset=utf-8']);
  });

  it('says how far the log and the read model are', async () => {
    const head = ledger.watermarks.factsAt;
    expect(head).toBeGreaterThan(0);
    const seen = await figures();
    expect([
      seen.get('clearance_log_head'),
      seen.get('clearance_facts_at'),
      seen.get('clearance_projection_lag_events'),
      seen.get('clearance_state_lag_events'),
      seen.get('clearance_projection_stopped'),
      seen.get('clearance_live_clients'),
    ]).toEqual([head, head, 0, 0, 0, 0]);
  });

  it('counts requests by declared route and status, never by the path that was asked for', async () => {
    await server().get('/v1/nowhere/secret-name').set('Authorization', bearer());
    await server().post('/v1/events').set('Authorization', bearer()).set('Content-Type', 'text/plain').send('x');
    await server().post('/v1/events').set('Content-Type', 'text/plain').send('x');
    const seen = await figures();
    const requests = [...seen].filter(([name]) => name.startsWith('clearance_http_requests_total{'));
    expect(Object.fromEntries(requests)).toMatchObject({
      'clearance_http_requests_total{method="GET",route="none",status="404"}': 1,
      'clearance_http_requests_total{method="POST",route="/v1/events",status="415"}': 1,
      'clearance_http_requests_total{method="POST",route="/v1/events",status="401"}': 1,
    });
    expect([...seen.keys()].filter((name) => name.includes('secret-name'))).toEqual([]);
    expect(seen.get('clearance_http_request_duration_seconds_count{method="POST",route="/v1/events"}')).toBe(2);
  });

  it('counts commits, and watches memory and the event loop', async () => {
    const before = await figures();
    await openProductions(ledger, 'daybreak');
    const after = await figures();
    expect(after.get('clearance_appends_total')).toBe(before.get('clearance_appends_total')! + 1);
    expect(after.get('process_resident_memory_bytes')).toBeGreaterThan(0);
    expect(after.has('nodejs_eventloop_lag_p99_seconds')).toBe(true);
    expect(after.has('clearance_event_loop_delay_seconds_count')).toBe(true);
  });

  it('names no production', async () => {
    const { text } = await server().get('/metrics').set('Authorization', bearer());
    expect(text).not.toContain('nightfall');
  });
});
