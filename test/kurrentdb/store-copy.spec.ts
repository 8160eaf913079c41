import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { StoredEvent } from '@clearance/event-store';
import { afterAll, beforeAll, expect, it } from 'vitest';
import {
  caller,
  cameraPlate,
  cli,
  openStage,
  placeholder,
  startLedger,
  type Ledger,
  type Stage,
} from '../harness/index.js';
import { rebuiltRows, settled } from '../crash/support/folder.js';
import { describeWithServers } from './support/cluster.js';
import { secureNode, type SecureNode } from './support/secure.js';

const WAIT_MS = 180_000;
type Result = Record<string, unknown>;

describeWithServers('moving a ledger from its folder to a server', () => {
  let server: SecureNode;
  /** The server, with the account that was made for ledgers: of it nothing is recorded. */
  let url: string;
  let before: Ledger;
  let after: Ledger | null = null;
  let stage: Stage;
  let told: readonly StoredEvent[];
  let data: string;
  beforeAll(async () => {
    server = await secureNode();
    url = server.url('clearance:a-studio-password');
    const env = { CLEARANCE_STORE_ADMIN: server.url(server.admin), CLEARANCE_STORE_PASSWORD: 'a-studio-password' };
    const { code, stderr } = await cli(['store', 'setup'], { env });
    if (code !== 0) throw new Error(stderr);
    before = await startLedger();
    stage = await openStage('moving', before);
    await stage.told(cameraPlate('a'));
    await stage.told(placeholder('b'));
    told = (await settled(before.data)).events;
    data = await mkdtemp(join(tmpdir(), 'clearance-e2e-'));
    await before.stop();
  }, WAIT_MS);
  afterAll(async () => {
    await after?.dispose();
    await before?.dispose();
    await server?.stop();
    await rm(data, { recursive: true, force: true });
  });

  const copy = (...more: string[]) => cli(['store', 'copy', '--from', before.data, '--to', url, ...more]);

  it('copies every event and compares it, and says so again when it is repeated', { timeout: WAIT_MS }, async () => {
    const events = told.length + 1;
    const { code, stdout } = await copy('--json');
    expect({ code, ...(JSON.parse(stdout) as Result) }).toMatchObject({
      code: 0,
      events,
      appended: events,
      whole: true,
    });
    const again = await copy('--json');
    expect({ code: again.code, ...(JSON.parse(again.stdout) as Result) }).toMatchObject({
      code: 0,
      events,
      appended: 0,
      whole: true,
    });
  });

  it('leaves a folder on which no ledger starts, and which cannot be had back', { timeout: WAIT_MS }, async () => {
    const { code, stderr } = await cli(['serve', '--data', before.data, '--port', '0']);
    expect(code).toBe(70);
    expect(stderr).toContain(`this ledger moved to esdb://${new URL(url).host}?tls=true`);
    expect(await copy('--abandon')).toMatchObject({
      code: 70,
      stderr: 'clearance: the copy is whole: the ledger goes on there\n',
    });
  });

  it('goes on there with the same events under the same ordinals', { timeout: WAIT_MS }, async () => {
    await cp(join(before.data, 'keys'), join(data, 'keys'), { recursive: true });
    after = await startLedger({ data, env: { CLEARANCE_STORE: url }, adminToken: before.adminToken });
    const log = join(data, 'log-copy');
    const { events, rows } = await settled(data, log);
    expect(events.slice(0, told.length)).toEqual(told);
    expect(events.slice(told.length).map(({ type }) => type)).toEqual(['store-moved']);
    const { token, subject } = stage.cast.auditor;
    const { body } = await caller(after.url, token, subject).get<{ state: string }>('/v1/productions/moving/assets/b');
    expect(body.state).toBe('temporary');
    expect(await rebuiltRows(log)).toEqual(rows);
    expect(await rebuiltRows(before.data)).toEqual(rows);
  });
});
