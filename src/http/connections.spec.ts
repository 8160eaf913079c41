import { once } from 'node:events';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { Body, Controller, Post } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AnyToken } from '../auth/index.js';
import { BodyLimit, CONNECTION_LIMITS, MIB, RawBody, type ConnectionLimits } from './index.js';
import { HeldBodies } from './body/held-bodies.js';
import { grantToken, TestLedger } from './testing/index.js';

/* The limits themselves are minutes and megabytes; what is tested here are the same rules with small ones. */
const SMALL: ConnectionLimits = {
  ...CONNECTION_LIMITS,
  headersMs: 150,
  lookEveryMs: 30,
  leftoverMs: 100,
  bodyPace: { graceMs: 150, minRate: 1024 },
  heldBytes: 4 * MIB,
};

let release: () => void = () => undefined;
let arrived: () => void = () => undefined;

@Controller('things')
class ThingsController {
  @Post()
  @AnyToken()
  @BodyLimit(8 * MIB)
  async take(@Body() body: RawBody) {
    return { bytes: (await body.bytes()).length };
  }

  @Post('kept')
  @AnyToken()
  @BodyLimit(8 * MIB)
  async keep(@Body() body: RawBody) {
    const bytes = await body.bytes();
    await new Promise<void>((resolve) => {
      release = resolve;
      arrived();
    });
    return { bytes: bytes.length };
  }
}

let ledger: TestLedger;
let app: NestFastifyApplication;
let token: string;
let port: number;
async function start(limits: ConnectionLimits): Promise<void> {
  ledger = new TestLedger();
  app = await ledger.app([], [ThingsController], () => undefined, limits);
  token = (await grantToken(ledger, { grants: [{ role: 'emitter', productions: ['*'] }] })).secret;
  await app.listen(0, '127.0.0.1');
  port = (app.getHttpServer().address() as AddressInfo).port;
}
afterEach(async () => {
  await app.close();
  await ledger.store.close();
});

async function open(): Promise<{ socket: Socket; rest: Promise<string> }> {
  const socket = connect({ host: '127.0.0.1', port });
  socket.on('error', () => undefined);
  let text = '';
  socket.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
  const rest = new Promise<string>((resolve) => socket.once('close', () => resolve(text)));
  await once(socket, 'connect');
  return { socket, rest };
}
const head = (path: string, length: number, authorization = `Bearer ${token}`) =>
  `POST ${path} HTTP/1.1\r\nHost: x\r\nAuthorization: ${authorization}\r\nContent-Type: application/json\r\nContent-Length: ${length}\r\n\r\n`;
const slug = (answer: string) => /urn:clearance:problem:([a-z-]+)/.exec(answer)?.[1];
const status = (answer: string) => Number(/^HTTP\/1\.1 (\d{3})/.exec(answer)?.[1]);

describe('a connection', () => {
  beforeEach(() => start(SMALL));

  it.each([
    ['says nothing', ''],
    ['stops in its headers', 'GET /things HTTP/1.1\r\nHost: x\r\nX-A: '],
  ])('that %s is told so and closed', async (_what, text) => {
    const { socket, rest } = await open();
    socket.write(text);
    const answer = await rest;
    expect([status(answer), slug(answer)]).toEqual([408, 'too-slow']);
    expect(answer).toContain('content-type: application/problem+json');
  });

  it('that speaks no HTTP is told so', async () => {
    const { socket, rest } = await open();
    socket.write('\u0016\u0003\u0001\u0002\u0000 hello\r\n\r\n');
    const answer = await rest;
    expect([status(answer), slug(answer)]).toEqual([400, 'malformed-body']);
  });

  it('with headers beyond all measure is told so', async () => {
    const { socket, rest } = await open();
    socket.write(`GET /things HTTP/1.1\r\nHost: x\r\nX-A: ${'a'.repeat(20_000)}\r\n\r\n`);
    const answer = await rest;
    expect([status(answer), slug(answer)]).toEqual([413, 'too-large']);
  });
});

describe('a body', () => {
  beforeEach(() => start(SMALL));

  it('that stops coming is refused', async () => {
    const { socket, rest } = await open();
    socket.write(`${head('/things', 100)}{"a":`);
    const answer = await rest;
    expect([status(answer), slug(answer)]).toEqual([408, 'too-slow']);
  });

  it('that drips is refused: a byte now and then buys next to no time', async () => {
    const { socket, rest } = await open();
    socket.write(head('/things', 10_000));
    const drip = setInterval(() => socket.write(' '), 20);
    const answer = await rest;
    clearInterval(drip);
    expect([status(answer), slug(answer)]).toEqual([408, 'too-slow']);
  });

  it('of a request without a token is not waited for', async () => {
    const { socket, rest } = await open();
    socket.write(head('/things', 10_000, 'Bearer clr_none'));
    const drip = setInterval(() => socket.write(' '), 20);
    const answer = await rest;
    clearInterval(drip);
    expect([status(answer), slug(answer)]).toEqual([401, 'unauthorized']);
  });
});

describe('bodies together', () => {
  beforeEach(() => start({ ...CONNECTION_LIMITS, heldBytes: 4 * MIB }));

  const body = 'x'.repeat(3 * MIB);
  const post = (path: string) =>
    fetch(`http://127.0.0.1:${port}${path}`, {
      method: 'POST',
      body,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    });

  it('are held only so far; the next is sent away, and taken when there is room again', async () => {
    const held = new Promise<void>((resolve) => (arrived = resolve));
    const kept = post('/things/kept');
    await held;
    const refused = await post('/things');
    expect(refused.status).toBe(429);
    expect(await refused.json()).toMatchObject({ type: 'urn:clearance:problem:too-many-requests' });
    expect(refused.headers.get('retry-after')).toBe('1');
    release();
    expect((await kept).status).toBe(201);
    let taken = await post('/things');
    while (taken.status === 429) taken = await post('/things');
    expect(taken.status).toBe(201);
  });

  it('count by request: one alone may be as large as its route takes, and what ends gives back what it held', () => {
    const bodies = new HeldBodies(100);
    const one = bodies.open();
    one.add(150);
    expect(() => bodies.mustHaveRoomFor(1)).toThrow(/as many bodies/);
    const other = bodies.open();
    expect(() => other.add(1)).toThrow(/as many bodies/);
    one.release();
    one.release();
    expect(bodies.held).toBe(0);
    other.add(100);
    expect(bodies.held).toBe(100);
  });
});
