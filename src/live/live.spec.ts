import { get as httpGet, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Subject } from 'rxjs';
import request from 'supertest';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Authenticator } from '../auth/index.js';
import { grantToken, openProductions, TestLedger } from '../http/testing/index.js';
import { IntakeModule } from '../intake/index.js';
import { LiveModule, StateChanges, type StateChange } from './index.js';
import { MAX_PENDING } from './live-stream.js';

class FakeStateChanges extends StateChanges {
  readonly changes = new Subject<readonly StateChange[]>();
  readonly asked: [string, number][] = [];
  since: StateChange[] = [];
  changedSince(production: string, n: number) {
    this.asked.push([production, n]);
    return this.since.filter((change) => change.production === production && change.position > n);
  }
}

let ledger: TestLedger & { stateChanges: StateChanges };
let states: FakeStateChanges;
let app: NestFastifyApplication;
let emitter: string;
let emitterId: string;
beforeEach(async () => {
  states = new FakeStateChanges();
  ledger = Object.assign(new TestLedger(), { stateChanges: states });
  app = await ledger.app([IntakeModule, LiveModule]);
  await openProductions(ledger, 'nightfall', 'daybreak');
  const granted = await grantToken(ledger, { grants: [{ role: 'emitter', productions: ['nightfall'] }] });
  [emitter, emitterId] = [granted.secret, granted.id];
  await app.listen(0, '127.0.0.1');
});
afterEach(async () => {
  await app.close();
  await ledger.store.close();
});

let serial = 0;
async function mark(subject: string, production = 'nightfall', token = emitter) {
  serial += 1;
  const event = {
    specversion: '1.0',
    type: 'clearance.asset.marked-temporary.v1',
    source: '/hook',
    id: `l${serial}`,
    subject,
    production,
    data: { reason: 'r' },
  };
  const sent = await request(app.getHttpServer())
    .post('/v1/events')
    .set('Authorization', `Bearer ${token}`)
    .set('Content-Type', 'application/cloudevents+json')
    .send(JSON.stringify(event));
  expect(sent.status).toBe(201);
}
const change = (over: Partial<StateChange> = {}): StateChange => ({
  production: 'nightfall',
  asset: 'a',
  from: { state: 'clear', compliant: true },
  to: { state: 'temporary', compliant: false },
  rules: ['base-temporary-mark'],
  cause: null,
  deliveries: [],
  position: ledger.watermarks.factsAt,
  at: '2026-03-01T12:00:00.000Z',
  ...over,
});

interface Message {
  readonly id?: string;
  readonly event: string;
  readonly data: Record<string, unknown>;
}

/** A follower of /v1/live: `next` gives the next message, `ended` resolves when the stream does. */
async function follow(query: string, { token = emitter, lastEventId = '' } = {}) {
  const { port } = app.getHttpServer().address() as AddressInfo;
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    const headers = { authorization: `Bearer ${token}`, ...(lastEventId && { 'last-event-id': lastEventId }) };
    httpGet({ host: '127.0.0.1', port, path: `/v1/live${query}`, headers }, resolve).on('error', reject);
  });
  response.setEncoding('utf8');
  const messages = (async function* () {
    let text = '';
    for await (const chunk of response as AsyncIterable<string>) {
      text += chunk;
      for (let end = text.indexOf('\n\n'); end !== -1; end = text.indexOf('\n\n')) {
        const fields = Object.fromEntries(
          text
            .slice(0, end)
            .split('\n')
            .map((line) => line.split(/: (.*)/s, 2)),
        );
        text = text.slice(end + 2);
        if (fields['event'] !== undefined) yield { ...fields, data: JSON.parse(fields['data']!) } as Message;
      }
    }
  })();
  return {
    status: response.statusCode,
    headers: response.headers,
    next: async () => (await messages.next()).value as Message,
    rest: async () => {
      for await (const message of messages) void message;
      return 'ended';
    },
    leave: () => response.destroy(),
  };
}

describe('/v1/live', () => {
  it('says hello, what happens in the productions of the caller, and where to resume', async () => {
    await mark('before');
    const live = await follow('?types=*');
    expect([live.status, live.headers['content-type']]).toEqual([200, 'text/event-stream; charset=utf-8']);
    expect(live.headers['etag']).toBeUndefined();
    expect(await live.next()).toMatchObject({ event: 'hello', data: { productions: ['nightfall'] } });
    expect(await live.next()).toMatchObject({ event: 'caught-up' });
    await mark('a');
    const marked = await live.next();
    expect(marked).toMatchObject({
      event: 'asset-marked-temporary',
      data: { production: 'nightfall', stream: 'asset-nightfall/a', type: 'marked-temporary', data: { reason: 'r' } },
    });
    live.leave();

    await mark('b');
    const resumed = await follow('?types=asset-marked-*', { lastEventId: marked.id! });
    expect(await resumed.next()).toMatchObject({ event: 'hello' });
    expect(await resumed.next()).toMatchObject({
      event: 'asset-marked-temporary',
      data: { stream: 'asset-nightfall/b' },
    });
    resumed.leave();
  });

  it('hides other productions and what the types leave out', async () => {
    const other = await grantToken(ledger, { grants: [{ role: 'emitter', productions: ['*'] }] });
    const live = await follow('?types=asset-*');
    await live.next();
    await live.next();
    await mark('hidden', 'daybreak', other.secret);
    await mark('shown', 'nightfall', other.secret);
    expect(await live.next()).toMatchObject({ data: { stream: 'asset-nightfall/shown' } });
    live.leave();
    expect((await follow('?production=daybreak')).status).toBe(404);
    expect((await follow('?types=no%20type')).status).toBe(422);
    expect((await follow('', { lastEventId: 'nonsense' })).status).toBe(422);
  });

  it('tells state changes by default, and after a gap what changed meanwhile', async () => {
    const live = await follow('');
    await live.next();
    await live.next();
    states.changes.next([change({ production: 'daybreak' })]);
    states.changes.next([change()]);
    const told = await live.next();
    expect(told).toMatchObject({
      event: 'asset-state-changed',
      data: {
        asset: 'a',
        from: { state: 'clear' },
        to: { state: 'temporary' },
        position: String(ledger.watermarks.factsAt),
      },
    });
    live.leave();
    const seen = ledger.watermarks.factsAt;
    await mark('b');
    states.since = [change({ asset: 'b', from: null }), change({ asset: 'old', from: null, position: 1 })];
    const resumed = await follow('', { lastEventId: told.id! });
    expect(await resumed.next()).toMatchObject({ event: 'hello' });
    expect(await resumed.next()).toMatchObject({ event: 'asset-state-changed', data: { asset: 'b', from: null } });
    expect(await resumed.next()).toMatchObject({ event: 'caught-up' });
    expect(states.asked).toEqual([['nightfall', seen]]);
    resumed.leave();
  });

  it('tells every asset of a large step, and says at the end of each slice where to resume', async () => {
    const live = await follow('');
    await live.next();
    await live.next();
    const assets = Array.from({ length: 450 }, (_, index) => `a${index}`);
    states.changes.next(assets.map((asset) => change({ asset })));
    const told: Message[] = [];
    while (told.length < assets.length) told.push(await live.next());
    expect(told.map(({ data }) => data['asset'])).toEqual(assets);
    expect(told.flatMap(({ id }, index) => (id === undefined ? [] : [index]))).toEqual([199, 399, 449]);
    live.leave();
  });

  it('tells a follower who was left far behind how things stand now', async () => {
    const live = await follow('');
    await live.next();
    await live.next();
    const { factsAt } = ledger.watermarks;
    states.since = [change({ asset: 'now', from: null })];
    states.changes.next(Array.from({ length: MAX_PENDING + 1 }, (_, index) => change({ asset: `then${index}` })));
    expect(await live.next()).toMatchObject({ event: 'asset-state-changed', data: { asset: 'now', from: null } });
    expect(states.asked).toEqual([['nightfall', factsAt - 1]]);
    states.changes.next([change({ asset: 'later' })]);
    expect(await live.next()).toMatchObject({ event: 'asset-state-changed', data: { asset: 'later' } });
    live.leave();
  });

  it('starts over where the place belongs to another log', async () => {
    const live = await follow('', { lastEventId: Buffer.from('999999').toString('base64url') });
    await live.next();
    expect(await live.next()).toMatchObject({ event: 'reset', data: { reason: 'rebuilt', changedAfter: null } });
    live.leave();
  });

  it('ends when the token is revoked', async () => {
    const live = await follow('');
    await live.next();
    await live.next();
    app.get(Authenticator, { strict: false }).revokedNow(emitterId);
    await ledger.watermarks.catchUp();
    expect(await live.rest()).toBe('ended');
  });

  it('holds a restricted token to its assets', async () => {
    const held = await grantToken(ledger, {
      grants: [{ role: 'emitter', productions: ['nightfall'] }],
      restrict: { subject: 'acme/' },
    });
    const live = await follow('?types=*', { token: held.secret });
    await live.next();
    await live.next();
    await mark('other/a');
    states.changes.next([change({ asset: 'other/a' })]);
    await mark('acme/a');
    expect(await live.next()).toMatchObject({ data: { stream: 'asset-nightfall/acme/a' } });
    live.leave();
  });
});

describe('/v1/events', () => {
  const events = (query: string, token = emitter) =>
    request(app.getHttpServer()).get(`/v1/events${query}`).set('Authorization', `Bearer ${token}`);

  it('pages through the log of the caller; next is always set', async () => {
    for (const subject of ['a', 'b', 'c']) await mark(subject);
    const first = await events('?types=asset-*&limit=2');
    expect(
      first.body.items.map(({ event, data }: { event: string; data: { stream: string } }) => [event, data.stream]),
    ).toEqual([
      ['asset-marked-temporary', 'asset-nightfall/a'],
      ['asset-marked-temporary', 'asset-nightfall/b'],
    ]);
    const second = await events(`?types=asset-*&limit=2&after=${first.body.next}`);
    expect(second.body.items.map(({ data }: { data: { stream: string } }) => data.stream)).toEqual([
      'asset-nightfall/c',
    ]);
    const third = await events(`?types=asset-*&after=${second.body.next}`);
    expect([third.body.items, third.body.next]).toEqual([[], second.body.next]);
    expect((await events('?after=nonsense')).status).toBe(422);
    expect((await events('?wait=31')).status).toBe(422);
    const beyond = Buffer.from('999999').toString('base64url');
    expect((await events(`?after=${beyond}`)).body.errors).toMatchObject([{ parameter: 'after', in: 'query' }]);
  });

  it('waits for what comes next', async () => {
    const { next } = (await events('?types=asset-*')).body as { next: string };
    const waiting = events(`?types=asset-*&wait=30&after=${next}`).then(
      ({ body }) => body.items as { data: { stream: string } }[],
    );
    await mark('late');
    expect((await waiting).map(({ data }) => data.stream)).toEqual(['asset-nightfall/late']);
  });

  it("shows the ledger's own streams to those who audit all of it, never the hash of a secret", async () => {
    const auditor = await grantToken(ledger, { grants: [{ role: 'auditor', productions: ['*'] }] });
    expect((await events('?types=access-*')).body.items).toEqual([]);
    const seen = await events('?types=access-*', auditor.secret);
    expect(seen.body.items.length).toBeGreaterThan(1);
    expect(seen.text).not.toContain('"hash"');
    expect(
      (await events('?types=production-*')).body.items.map(({ data }: { data: { stream: string } }) => data.stream),
    ).toEqual(['production-nightfall']);
  });
});
