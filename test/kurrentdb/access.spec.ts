import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { ANY, EventStoreDBClient, jsonEvent } from '@eventstore/db-client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { settled } from '../crash/support/folder.js';
import { caller, cli, startLedger, type CliOptions, type Ledger, readiness } from '../harness/index.js';
import { describeWithServers, freePort } from './support/cluster.js';
import { secureNode, type SecureNode } from './support/secure.js';

const WAIT_MS = 180_000;
const PASSWORD = 'chosen-by-the-studio';
const SERVICE = `clearance:${PASSWORD}`;
const NEEDED = ['append', 'read', 'read-all'];
const WEAK = ['delete', 'tombstone', 'write-metadata', 'write-settings'];

interface Report {
  readonly verdict: string;
  readonly excess: readonly string[];
  readonly lacking: readonly string[];
  readonly rows: readonly { right: string; stream: string; wanted: boolean; found: boolean }[];
}
interface Done {
  readonly user: string;
  readonly password: string | null;
  readonly steps: readonly { what: string; state: string }[];
  readonly access: Report | null;
}

describeWithServers('who may do what on a server with accounts', () => {
  let server: SecureNode;
  let admin: EventStoreDBClient;
  const ledgers: Ledger[] = [];
  beforeAll(async () => {
    server = await secureNode();
    admin = EventStoreDBClient.connectionString(server.url(server.admin));
  }, WAIT_MS);
  afterAll(async () => {
    for (const ledger of ledgers) await ledger.dispose();
    await admin?.dispose();
    await server?.stop();
  }, WAIT_MS);

  const setup = async (args: string[] = [], password: string | undefined = PASSWORD) => {
    const env = { CLEARANCE_STORE_ADMIN: server.url(server.admin), CLEARANCE_STORE_PASSWORD: password };
    const { code, stdout, stderr } = await cli(['store', 'setup', '--json', ...args], { env });
    return { code, stderr, done: stdout === '' ? null : (JSON.parse(stdout) as Done) };
  };
  const check = async (account: string, options: CliOptions = {}, url = server.url(account)) => {
    const { code, stdout } = await cli(['store', 'check', '--store', url, '--json'], options);
    return { code, report: JSON.parse(stdout) as Report };
  };
  /** A ledger with a log of its own, where no other is named. */
  const start = async (account: string, args: string[] = [], prefix = newPrefix()) => {
    const ledger = await startLedger({
      args,
      env: { CLEARANCE_STORE: `${server.url(account)}&streamPrefix=${prefix}` },
    });
    ledgers.push(ledger);
    return ledger;
  };

  it(
    'waits for an account that the server does not know, says so, and starts once it is set up',
    { timeout: WAIT_MS },
    async () => {
      // Somebody else's access list, of which nothing may be lost.
      await admin.appendToStream('$settings', [
        jsonEvent({ type: 'update-default-acl', data: { $userStreamAcl: { $mr: 'auditors', $d: '$all' }, kept: 1 } }),
      ]);
      const port = await freePort();
      const starting = start(SERVICE, ['--port', String(port)]);
      const { reasons } = await readiness(`http://127.0.0.1:${port}`, ({ reasons: [reason] }) =>
        (reason?.message ?? '').includes('does not know'),
      );
      expect(reasons).toEqual([
        {
          code: 'store-unavailable',
          message:
            'The ledger waits for its event store: the event store does not know the account clearance by this password, or lets it do nothing; run clearance store setup.',
        },
      ]);
      expect((await setup(['--dry-run'])).done?.steps).toEqual([
        { what: 'default-access', state: 'to-do' },
        { what: 'read-all', state: 'to-do' },
        { what: 'account', state: 'to-do' },
      ]);
      const { code, done } = await setup();
      expect({ code, ...done, access: done?.access?.verdict }).toMatchObject({
        code: 0,
        user: 'clearance',
        // It was chosen: whoever chose it knows it.
        password: null,
        steps: [
          { what: 'default-access', state: 'done' },
          { what: 'read-all', state: 'done' },
          { what: 'account', state: 'done' },
        ],
        access: 'sound',
      });
      const ledger = await starting;
      expect((await caller(ledger.url, ledger.adminToken).get('/v1/productions')).status).toBe(200);
      expect(await weaknessIn(ledger)).toEqual([]);
    },
  );

  it(
    'has kept what the lists said before, and says what was so when it is run again',
    { timeout: WAIT_MS },
    async () => {
      expect(await newest('$settings')).toEqual({
        $userStreamAcl: { $mr: 'auditors', $d: '$admins', $mw: '$admins' },
        kept: 1,
      });
      expect(await newest('$$$all')).toEqual({ $acl: { $r: ['$admins', 'clearance'] } });
      const { code, done } = await setup();
      expect([code, done?.steps.map(({ state }) => state)]).toEqual([0, ['was-so', 'was-so', 'was-so', 'was-so']]);
    },
  );

  it(
    'takes no other password for an account that is there, unless it is to be reset',
    { timeout: WAIT_MS },
    async () => {
      const other = await setup([], 'another-password');
      expect([other.code, other.stderr]).toEqual([
        70,
        'clearance: clearance is there with another password: reset it (--reset-password) or give that one\n',
      ]);
      const made = await setup(['--user', 'second'], '');
      expect(made.code).toBe(0);
      expect((await check(`second:${made.done?.password}`)).report.verdict).toBe('sound');
      const again = await setup(['--user', 'second'], '');
      expect([again.code, again.done?.password, again.done?.access]).toEqual([0, null, null]);
      const reset = await setup(['--user', 'second', '--reset-password'], '');
      expect((await check(`second:${reset.done?.password}`)).report.verdict).toBe('sound');
      expect(await check(`second:${made.done?.password}`)).toMatchObject({ code: 3, report: { verdict: 'stranger' } });
    },
  );

  describe('store check', () => {
    it.each(['esdb', 'kurrentdb'])('finds the account sound, by %s', { timeout: WAIT_MS }, async (scheme) => {
      const { code, report } = await check(SERVICE, {}, server.url(SERVICE).replace('esdb', scheme));
      expect({ code, ...report }).toMatchObject({ code: 0, verdict: 'sound', excess: [], lacking: [] });
      expect(new Set(report.rows.filter(({ found }) => found).map(({ right }) => right))).toEqual(new Set(NEEDED));
      expect(new Set(report.rows.filter(({ found }) => !found).map(({ right }) => right))).toEqual(new Set(WEAK));
    });

    it.each(['esdb', 'kurrentdb'])(
      'finds an administrator too strong, and deletes nothing, by %s',
      { timeout: WAIT_MS },
      async (scheme) => {
        const { code, report } = await check(server.admin, {}, server.url(server.admin).replace('esdb', scheme));
        expect({ code, ...report }).toMatchObject({ code: 2, verdict: 'weak', excess: WEAK, lacking: [] });
        expect((await check(SERVICE)).report.verdict).toBe('sound');
      },
    );

    it('is right: what it calls denied is denied when it is really tried', { timeout: WAIT_MS }, async () => {
      const service = EventStoreDBClient.connectionString(server.url(SERVICE));
      const [stream, denied] = ['clearance_access', { type: 'access-denied' }];
      await expect(service.deleteStream(stream)).rejects.toMatchObject(denied);
      await expect(service.tombstoneStream(stream)).rejects.toMatchObject(denied);
      await expect(service.setStreamMetadata(stream, { maxCount: 1 })).rejects.toMatchObject(denied);
      await expect(service.appendToStream('$settings', [jsonEvent({ type: 'x', data: {} })])).rejects.toMatchObject(
        denied,
      );
      await service.dispose();
    });

    it('finds a stream of the ledger with a list of its own', { timeout: WAIT_MS }, async () => {
      const prefix = newPrefix();
      const url = `${server.url(SERVICE)}&streamPrefix=${prefix}`;
      expect((await check(SERVICE, {}, url)).report.verdict).toBe('sound');
      await admin.appendToStream(
        `$$${prefix}ledger-main`,
        [jsonEvent({ type: '$metadata', data: { $acl: { $d: 'clearance' } } })],
        { expectedRevision: ANY },
      );
      expect(await check(SERVICE, {}, url)).toMatchObject({
        code: 2,
        report: { verdict: 'weak', excess: ['delete', 'tombstone'] },
      });
    });
  });

  describe('a ledger', () => {
    const prefix = newPrefix();

    it(
      'does not start with an account that could delete history, and writes nothing',
      { timeout: WAIT_MS },
      async () => {
        await expect(start(server.admin, [], prefix)).rejects.toThrow(
          /ended before it listened \(70\)[^]*the account admin may delete streams, [^]* Run clearance store setup and run the ledger with the account that it makes; or accept this with --accept-weak-access/,
        );
        await expect(newest(`${prefix.slice(0, -1)}_log`)).rejects.toMatchObject({ type: 'stream-not-found' });
      },
    );

    it('starts with it where that is accepted, and records so once', { timeout: WAIT_MS }, async () => {
      let ledger = await start(server.admin, ['--accept-weak-access'], prefix);
      const accepted = { type: 'weak-access-accepted', data: { account: 'admin', rights: WEAK } };
      expect(await weaknessIn(ledger)).toEqual([accepted]);
      expect(ledger.output()).toContain('the account admin may delete streams');
      const again = async (account: string, env: Record<string, string>) => {
        await ledger.stop();
        ledger = await ledger.restart({
          env: { CLEARANCE_STORE: `${server.url(account)}&streamPrefix=${prefix}`, ...env },
        });
        ledgers.push(ledger);
      };
      await again(server.admin, { CLEARANCE_ACCEPT_WEAK_ACCESS: 'true' });
      expect(await weaknessIn(ledger)).toEqual([accepted]);
      // Another account, and one that was never weak.
      await again(SERVICE, {});
      expect(await weaknessIn(ledger)).toEqual([accepted]);
    });
  });

  /** Read to its end: the client does not let go of a read that is left before. */
  async function newest(stream: string): Promise<unknown> {
    const found: unknown[] = [];
    const read = admin.readStream(stream, { direction: 'backwards', fromRevision: 'end', maxCount: 1 });
    for await (const { event } of read) found.push(event?.data);
    return found[0];
  }
});

const newPrefix = () => `t${randomUUID().replaceAll('-', '')}.`;

/** What the ledger's own log says of weak accounts. */
async function weaknessIn({ data }: Ledger): Promise<{ type: string; data: unknown }[]> {
  const { events } = await settled(data, join(data, 'log-copy'));
  return events.flatMap(({ type, data: said }) => (type.startsWith('weak-access-') ? [{ type, data: said }] : []));
}
