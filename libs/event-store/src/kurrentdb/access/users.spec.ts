import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { Unavailable } from '../../errors.js';
import { parseStoreUrl, type StoreUrl } from '../store-url.js';
import { endpointsOf } from './endpoint.js';
import { AccessRefused, ServerUsers } from './users.js';

type Answer = readonly [status: number, body?: unknown];

/** A server's HTTP interface with these answers by method and path, and what it was asked. */
async function serverWith(answers: Readonly<Record<string, Answer>>, hosts = (own: string) => own) {
  const asked: string[] = [];
  const server = createServer((request: IncomingMessage, response: ServerResponse) => {
    const name = `${request.method} ${request.url}`;
    let text = '';
    request.on('data', (chunk: Buffer) => (text += chunk.toString()));
    request.on('end', () => {
      asked.push(`${name} ${text}`.trim());
      const [status, body] = answers[name] ?? [500];
      response.writeHead(status, { 'content-type': 'application/json; charset=utf-8' });
      response.end(body === undefined ? '' : JSON.stringify(body));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const own = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { asked, users: new ServerUsers(urlOf(`esdb://admin:secret@${hosts(own)}?tls=false`)) };
}

function urlOf(text: string): StoreUrl {
  const url = parseStoreUrl(text);
  if (url === null) throw new Error(text);
  return url;
}

describe('the accounts of a server', () => {
  it('are found, made and given passwords', async () => {
    const { users, asked } = await serverWith({
      'GET /users/clearance': [200, { data: { groups: ['$ops'], disabled: true } }],
      'GET /users/nobody': [404, { data: null }],
      'POST /users/': [201, { success: true }],
      'POST /users/clearance/command/reset-password': [200],
      'GET /users/$current': [200],
    });
    expect(await users.find('clearance')).toEqual({ groups: ['$ops'], disabled: true });
    expect(await users.find('nobody')).toBeNull();
    await users.create({ username: 'clearance', password: 'p' });
    await users.resetPassword({ username: 'clearance', password: 'q' });
    expect(await users.knows({ username: 'clearance', password: 'q' })).toBe(true);
    expect(asked.slice(2)).toEqual([
      'POST /users/ {"loginName":"clearance","fullName":"Clearance ledger","groups":[],"password":"p"}',
      'POST /users/clearance/command/reset-password {"newPassword":"q"}',
      'GET /users/$current',
    ]);
  });

  it('are asked of the next node where one does not answer', async () => {
    const { users } = await serverWith({ 'GET /users/nobody': [404] }, (own) => `127.0.0.1:1,${own}`);
    expect(await users.find('nobody')).toBeNull();
  });

  it('cannot be had where no node answers, with what each said', async () => {
    const users = new ServerUsers(urlOf('esdb://admin:secret@127.0.0.1:1,127.0.0.1:2?tls=false'));
    await expect(users.find('nobody')).rejects.toThrow(/127\.0\.0\.1:1: .*; 127\.0\.0\.1:2: /);
    await expect(users.find('nobody')).rejects.toThrow(Unavailable);
  });

  it('are not for who is no administrator; on a server that has just started that may pass', async () => {
    const { users } = await serverWith({ 'GET /users/x': [401] });
    await expect(users.find('x')).rejects.toThrow(AccessRefused);
    await expect(users.find('x')).rejects.toMatchObject({ mayPass: true });
    expect(() => new ServerUsers(urlOf('esdb://127.0.0.1:1?tls=false'))).toThrow(AccessRefused);
  });

  it.each([
    ['insecure', 'runs without accounts (--insecure)'],
    ['ldaps', 'does not keep its accounts itself (ldaps)'],
  ])('are none of a server whose accounts are %s', async (type, said) => {
    const { users } = await serverWith({
      'GET /info': [200, { features: { userManagement: false }, authentication: { type } }],
    });
    await expect(users.checkThatThereAreUsers()).rejects.toThrow(said);
    await expect(users.checkThatThereAreUsers()).rejects.toMatchObject({ name: 'AccessRefused', mayPass: false });
  });

  it('are there where the server says that it keeps users', async () => {
    const { users } = await serverWith({ 'GET /info': [200, { features: { userManagement: true } }] });
    await expect(users.checkThatThereAreUsers()).resolves.toBeUndefined();
  });

  it.each([[500], [200], [200, { data: {} }]] as const)('are unknown where the answer is %j', async (...answer) => {
    const { users } = await serverWith({ 'GET /users/x': answer, 'GET /info': answer, 'GET /users/$current': [500] });
    await expect(users.find('x')).rejects.toThrow(Unavailable);
    await expect(users.checkThatThereAreUsers()).rejects.toThrow(Unavailable);
    await expect(users.knows({ username: 'x', password: 'y' })).rejects.toThrow(Unavailable);
  });
});

describe('where a server is asked', () => {
  it('is every node of the list, by TLS unless that is switched off in whatever spelling', () => {
    expect(endpointsOf(urlOf('esdb://a:b@db1:2113,db2'))).toEqual({ hosts: ['db1:2113', 'db2'], tls: true, ca: null });
    expect(endpointsOf(urlOf('kurrentdb+discover://db?Tls=False')).tls).toBe(false);
    const { ca } = endpointsOf(urlOf(`esdb://db1?tls_ca_file=${import.meta.filename}`));
    expect(ca?.toString()).toContain('import.meta.filename');
  });
});
