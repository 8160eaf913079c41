import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import request from 'supertest';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openProductions, TestLedger } from '../http/testing/index.js';
import { ProductionsModule } from '../productions/index.js';
import { TokensModule, TokensService } from './index.js';

let ledger: TestLedger;
let app: NestFastifyApplication;
let root: string;
beforeEach(async () => {
  ledger = new TestLedger();
  app = await ledger.app([TokensModule, ProductionsModule]);
  root = (await app.get(TokensService, { strict: false }).ensureFirstAdmin())!;
  await openProductions(ledger, 'nightfall', 'daybreak');
});
afterEach(async () => {
  await app.close();
  await ledger.store.close();
});

const get = (path: string, token: string) =>
  request(app.getHttpServer()).get(path).set('Authorization', `Bearer ${token}`);
const post = (path: string, token: string, body: object) =>
  request(app.getHttpServer()).post(path).set('Authorization', `Bearer ${token}`).send(body);
const wish = (over: object = {}) => ({
  subject: 'pipeline@acme-vfx.example',
  kind: 'service',
  grants: [{ role: 'emitter', productions: ['nightfall'] }],
  ...over,
});
const slugOf = ({ body }: { body: { type?: string } }) => body.type?.replace('urn:clearance:problem:', '');

describe('the first admin token', () => {
  it('is issued once, with the record that the ledger was created, admin of everything and without expiry', async () => {
    expect(root).toMatch(/^clr_[A-Za-z0-9_-]{43}$/);
    expect(await app.get(TokensService, { strict: false }).ensureFirstAdmin()).toBeNull();
    const events = await ledger.store.readAll(null);
    expect(events.slice(0, 2).map(({ stream, type }) => `${stream.replace(/tok_.*/, 'tok')} ${type}`)).toEqual([
      'ledger-main created',
      'access-tok token-issued',
    ]);
    expect(
      JSON.stringify(events, (_name, value: unknown) => (typeof value === 'bigint' ? String(value) : value)),
    ).not.toContain(root);
    expect((await get('/v1/tokens/self', root)).body).toMatchObject({
      subject: 'first-admin',
      kind: 'service',
      grants: [{ role: 'admin', productions: ['*'] }],
      state: 'active',
      expiresAt: null,
      issuedBy: 'ledger',
    });
  });
});

it('a log that others wrote and nobody was ever let into gets its first admin token', async () => {
  const other = new TestLedger();
  await openProductions(other, 'nightfall');
  const entered = await other.app([TokensModule]);
  expect(await entered.get(TokensService, { strict: false }).ensureFirstAdmin()).toMatch(/^clr_/);
  expect(await entered.get(TokensService, { strict: false }).ensureFirstAdmin()).toBeNull();
  await entered.close();
  await other.store.close();
});

describe('issuing tokens', () => {
  it('shows the secret once; it works at once and expires after 90 days', async () => {
    const restrict = { subjects: ['acme/', 'shared/'], sources: ['/acme/'] };
    const issued = await post('/v1/tokens', root, wish({ name: 'publish hook', vendor: 'acme-vfx', restrict }));
    expect(issued.status).toBe(201);
    const { id, token, ...rest } = issued.body as { id: string; token: string };
    expect(issued.headers['location']).toBe(`/v1/tokens/${id}`);
    expect(issued.headers['cache-control']).toBe('no-store');
    expect(rest).toEqual({
      name: 'publish hook',
      subject: 'pipeline@acme-vfx.example',
      kind: 'service',
      grants: [{ role: 'emitter', productions: ['nightfall'] }],
      vendor: 'acme-vfx',
      restrict: { subjects: ['acme/', 'shared/'], sources: ['/acme/'], events: null },
      state: 'active',
      issuedBy: 'first-admin',
      issuedAt: '2026-03-01T12:00:00.000Z',
      expiresAt: '2026-05-30T12:00:00.000Z',
      lastUsedAt: null,
      position: expect.stringMatching(/^\d+$/) as string,
    });
    const self = await get('/v1/tokens/self', token);
    expect(self.body).toMatchObject({
      id,
      vendor: 'acme-vfx',
      restrict: { subjects: ['acme/', 'shared/'], sources: ['/acme/'], events: null },
    });
    expect(self.body).not.toHaveProperty('token');
  });

  it('E5: a replay answers already-exists and names the token', async () => {
    const first = await post('/v1/tokens', root, wish()).set('Idempotency-Key', 'k');
    const again = await post('/v1/tokens', root, wish()).set('Idempotency-Key', 'k');
    expect([again.status, slugOf(again), again.body.id]).toEqual([409, 'already-exists', first.body.id]);
    expect((await post('/v1/tokens', root, wish())).body.id).not.toBe(first.body.id);
  });

  it.each([
    ['/expiresAt', { expiresAt: '2027-04-06T12:00:00.001Z' }],
    ['/expiresAt', { expiresAt: '2026-03-01T12:00:00Z' }],
    ['/expiresAt', { expiresAt: '2027-01-31' }],
    ['/grants', { grants: [] }],
    ['/grants/0/role', { grants: [{ role: 'root', productions: ['*'] }] }],
    ['/grants/0/productions', { grants: [{ role: 'emitter', productions: [] }] }],
    ['/kind', { kind: 'robot' }],
    ['/subject', { subject: 'a\u0000b' }],
    ['/restrict/subjects', { restrict: { subjects: [] } }],
  ])('finds the fault at %s', async (pointer, over) => {
    const { status, body } = await post('/v1/tokens', root, wish(over));
    expect([status, body.errors?.[0].pointer]).toEqual([422, pointer]);
  });

  it("a production's admin issues tokens for that production only", async () => {
    const admin = (
      await post(
        '/v1/tokens',
        root,
        wish({
          grants: [
            { role: 'admin', productions: ['nightfall'] },
            { role: 'auditor', productions: ['daybreak'] },
          ],
        }),
      )
    ).body.token as string;
    expect((await post('/v1/tokens', admin, wish())).status).toBe(201);
    const status = async (productions: string[]) => {
      const { body } = await post('/v1/tokens', admin, wish({ grants: [{ role: 'emitter', productions }] }));
      return [body.status, slugOf({ body })];
    };
    expect(await status(['nightfall', 'daybreak'])).toEqual([403, 'role-required']);
    expect(await status(['*'])).toEqual([403, 'role-required']);
    expect(await status(['nowhere'])).toEqual([404, 'not-found']);
    expect(
      (await post('/v1/tokens', root, wish({ grants: [{ role: 'emitter', productions: ['nowhere'] }] }))).status,
    ).toBe(404);
  });
});

describe('listing and revoking tokens', () => {
  it('shows an auditor those of the productions audited, without secrets, page by page', async () => {
    const auditor = (
      await post(
        '/v1/tokens',
        root,
        wish({ subject: 'guild', grants: [{ role: 'auditor', productions: ['nightfall'] }] }),
      )
    ).body.token as string;
    await post(
      '/v1/tokens',
      root,
      wish({ subject: 'other', grants: [{ role: 'emitter', productions: ['daybreak'] }] }),
    );
    await post('/v1/tokens', root, wish({ subject: 'hook' }));
    const first = await get('/v1/tokens?limit=1', auditor);
    expect(first.body.items.map((token: { subject: string }) => token.subject)).toEqual(['guild']);
    const second = await get(`/v1/tokens?limit=1&cursor=${first.body.next}`, auditor);
    expect([second.body.items[0].subject, second.body.next]).toEqual(['hook', null]);
    expect(second.text).not.toContain('clr_');
    expect((await get('/v1/tokens?state=revoked', root)).body.items).toEqual([]);
    const emitter = (await post('/v1/tokens', root, wish())).body.token as string;
    expect((await get('/v1/tokens', emitter)).status).toBe(403);
  });

  it('a revoked token ends at once; a second revoke is wrong-state', async () => {
    const { id, token } = (await post('/v1/tokens', root, wish())).body as { id: string; token: string };
    const revoked = await post(`/v1/tokens/${id}/revoke`, root, { reason: 'left the show' });
    expect([revoked.status, revoked.body.state]).toEqual([200, 'revoked']);
    expect((await get('/v1/tokens/self', token)).status).toBe(401);
    const again = await post(`/v1/tokens/${id}/revoke`, root, { reason: 'again' });
    expect([again.status, again.body]).toMatchObject([
      409,
      { type: 'urn:clearance:problem:wrong-state', state: 'revoked' },
    ]);
    expect((await post('/v1/tokens/tok_none/revoke', root, { reason: 'r' })).status).toBe(404);
  });

  it('a revoked token ends at once also while the read model lags', async () => {
    const { id, token } = (await post('/v1/tokens', root, wish())).body as { id: string; token: string };
    ledger.watermarks.following = false;
    expect((await post(`/v1/tokens/${id}/revoke`, root, { reason: 'leaked' })).status).toBe(200);
    expect((await get('/v1/tokens/self', token)).status).toBe(401);
  });

  it('only who administers everything a token reaches may revoke it', async () => {
    const local = (await post('/v1/tokens', root, wish({ grants: [{ role: 'admin', productions: ['nightfall'] }] })))
      .body.token as string;
    const wide = (
      await post('/v1/tokens', root, wish({ grants: [{ role: 'emitter', productions: ['nightfall', 'daybreak'] }] }))
    ).body.id as string;
    const other = (await post('/v1/tokens', root, wish({ grants: [{ role: 'emitter', productions: ['daybreak'] }] })))
      .body.id as string;
    const own = (await post('/v1/tokens', root, wish())).body.id as string;
    const revoke = async (id: string) => (await post(`/v1/tokens/${id}/revoke`, local, { reason: 'r' })).status;
    expect([await revoke(wide), await revoke(other), await revoke(own)]).toEqual([403, 404, 200]);
  });
});

describe('productions', () => {
  it('are opened by an admin of all, once, and can be used at once', async () => {
    const opened = await post('/v1/productions', root, { id: 'dusk', title: 'Dusk' });
    expect([opened.status, opened.headers['location']]).toEqual([201, '/v1/productions/dusk']);
    expect(opened.body).toMatchObject({
      id: 'dusk',
      title: 'Dusk',
      state: 'open',
      openedAt: '2026-03-01T12:00:00.000Z',
      openedBy: 'first-admin',
      closedAt: null,
    });
    expect((await get('/v1/productions/dusk', root)).body).toMatchObject({ id: 'dusk', state: 'open' });
    expect(slugOf(await post('/v1/productions', root, { id: 'dusk' }))).toBe('already-exists');
    expect((await post('/v1/productions', root, { id: 'Dusk!' })).body.errors[0].pointer).toBe('/id');
    const local = (await post('/v1/tokens', root, wish({ grants: [{ role: 'admin', productions: ['nightfall'] }] })))
      .body.token as string;
    expect((await post('/v1/productions', local, { id: 'mine' })).status).toBe(403);
  });

  it('E5: opening under the same key again is a replay', async () => {
    const first = await post('/v1/productions', root, { id: 'dusk' }).set('Idempotency-Key', 'k');
    const again = await post('/v1/productions', root, { id: 'dusk' }).set('Idempotency-Key', 'k');
    expect([again.status, again.headers['idempotent-replayed'], again.body]).toEqual([201, 'true', first.body]);
    const other = await post('/v1/productions', root, { id: 'dawn' }).set('Idempotency-Key', 'k');
    expect([other.status, slugOf(other)]).toEqual([422, 'idempotency-key-reused']);
  });

  it('are listed to those who have a role in them', async () => {
    const hook = (await post('/v1/tokens', root, wish())).body.token as string;
    const ids = async (token: string, query = '') =>
      (await get(`/v1/productions${query}`, token)).body.items.map(({ id }: { id: string }) => id) as string[];
    expect(await ids(hook)).toEqual(['nightfall']);
    expect(await ids(root)).toEqual(['daybreak', 'nightfall']);
    const { next } = (await get('/v1/productions?limit=1', root)).body as { next: string };
    expect(await ids(root, `?limit=1&cursor=${next}`)).toEqual(['nightfall']);
    expect((await get('/v1/productions/daybreak', hook)).status).toBe(404);
  });

  it('are closed once, with a reason', async () => {
    expect((await post('/v1/productions/nightfall/close', root, {})).body.errors[0].pointer).toBe('/reason');
    const closed = await post('/v1/productions/nightfall/close', root, { reason: 'wrapped' });
    expect([closed.status, closed.body.state]).toEqual([200, 'closed']);
    expect(slugOf(await post('/v1/productions/nightfall/close', root, { reason: 'again' }))).toBe('wrong-state');
  });
});
