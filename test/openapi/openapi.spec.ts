import { describe, expect, it } from 'vitest';
import { caller, openStage, type Method, type Problem } from '../harness/index.js';

interface Operation {
  operationId?: string;
  responses: Record<string, unknown>;
}
interface OpenApi {
  openapi: string;
  paths: Record<string, Record<string, Operation>>;
}

const stage = await openStage('openapi');
const document = (await stage.root.get<OpenApi>('/openapi.json')).body;
const verbs = ['get', 'post', 'put', 'delete', 'patch'];
const routes = Object.entries(document.paths ?? {}).flatMap(([path, operations]) =>
  Object.keys(operations)
    .filter((verb) => verbs.includes(verb))
    .map((verb) => [verb.toUpperCase() as Method, path] as [Method, string]),
);
const nobody = caller(stage.ledger.url, null);
/** Fills a path's parameters with a production that is there and ids that are not. */
const concrete = (path: string) =>
  path.replace(/\{([^}]+)\}/g, (_whole, name: string) => (name === 'production' ? stage.production : 'absent'));
/** Streams never end by themselves; they are asked without a token only. */
const streams = ['/v1/live'];
/** A question asked with a body that names nothing is malformed; what is asked for here is only how it refuses. */
const probe = (method: Method) => (method === 'GET' || method === 'DELETE' ? {} : { body: { 'no such member': 1 } });

describe('GET /openapi.json agrees with the running routes', () => {
  it('is OpenAPI 3 and lists the contract', () => {
    expect(document.openapi).toMatch(/^3\./);
    const listed = new Set(routes.map(([method, path]) => `${method} ${path.replace(/\{[^}]+\}/g, '{}')}`));
    const P = '/v1/productions/{}';
    const promised = [
      'POST /v1/events',
      'GET /v1/events',
      'POST /v1/productions',
      'GET /v1/productions',
      'POST /v1/tokens',
      'GET /v1/tokens',
      'GET /v1/tokens/self',
      'POST /v1/tokens/{}/revoke',
      `GET ${P}/assets`,
      `GET ${P}/assets/{}`,
      `GET ${P}/assets/{}/history`,
      `GET ${P}/assets/{}/lineage`,
      `POST ${P}/assets/{}/temporary-mark/lift`,
      `POST ${P}/assets/{}/approval-requests`,
      `POST ${P}/assets/{}/approvals`,
      `POST ${P}/assets/{}/promotions`,
      `POST ${P}/approvals/{}/revoke`,
      `POST ${P}/deliveries`,
      `GET ${P}/deliveries`,
      `GET ${P}/deliveries/{}`,
      `POST ${P}/deliveries/{}/checks`,
      `POST ${P}/deliveries/{}/release`,
      `POST ${P}/deliveries/{}/recall`,
      `GET ${P}/worklist`,
      'GET /v1/live',
      'GET /health/live',
      'GET /health/ready',
    ];
    expect(promised.filter((route) => !listed.has(route))).toEqual([]);
  });

  it.each(routes)('%s %s is routed and refuses as application/problem+json', async (method, path) => {
    const target = concrete(path);
    const anonymous = await nobody.send<Problem>(method, target, probe(method));
    const open = path.startsWith('/health/');
    expect(anonymous.status === 401).toBe(!open);
    const named = streams.includes(path) ? anonymous : await stage.root.send<Problem>(method, target, probe(method));
    expect(named.status).not.toBe(405);
    // An id that is not there is 404 too; a route that is not there says which path it looked for, without an instance of ours.
    const refused = named.status >= 400;
    expect({
      type: refused ? named.headers['content-type'] : 'application/problem+json',
      problem: refused ? named.body : { type: 'urn:clearance:problem:none', status: named.status },
    }).toMatchObject({
      type: expect.stringMatching(/^application\/problem\+json/) as string,
      problem: { type: expect.stringMatching(/^urn:clearance:problem:[a-z-]+$/) as string, status: named.status },
    });
    expect(named.status).toBeLessThan(500);
  });

  it('answers an unknown path and an unknown method as problems too', async () => {
    const lost = await stage.root.get<Problem>('/v1/nowhere');
    expect([lost.status, lost.headers['content-type'], lost.body.type]).toEqual([
      404,
      expect.stringMatching(/^application\/problem\+json/),
      'urn:clearance:problem:not-found',
    ]);
    const wrong = await stage.root.send<Problem>('DELETE', '/v1/events');
    expect([wrong.status, wrong.body.type]).toEqual([405, 'urn:clearance:problem:method-not-allowed']);
  });

  it('nothing but /health answers without a token', async () => {
    const open: string[] = [];
    for (const path of [
      '/openapi.json',
      '/docs',
      '/metrics',
      '/v1/events',
      '/v1/live',
      '/v1/productions',
      '/v1/tokens/self',
    ]) {
      if ((await nobody.get(path)).status !== 401) open.push(path);
    }
    expect(open).toEqual([]);
    expect((await nobody.get('/health/live')).status).toBe(200);
    expect((await nobody.get('/health/ready')).status).toBe(200);
  });
});
