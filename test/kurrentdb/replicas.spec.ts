import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import {
  cameraPlate,
  cli,
  cloudEvent,
  openStage,
  placeholder,
  Stage,
  startLedger,
  type IntakeResult,
  type Ledger,
  movedTo,
} from '../harness/index.js';
import { rebuiltRows, settled } from '../crash/support/folder.js';
import { cluster, describeWithServers, type Cluster } from './support/cluster.js';
import { startPair } from './support/pair.js';

const WAIT_MS = 180_000;

describeWithServers('two ledgers on one log', () => {
  let server: Cluster;
  let one: Ledger;
  let two: Ledger;
  let first: Stage;
  /** The same production and people, asked of the other ledger. */
  let second: Stage;
  beforeAll(async () => {
    server = await cluster(1);
    [one, two] = await startPair(server.url);
    first = await openStage('twice', one);
    second = movedTo(two, first);
  }, WAIT_MS);
  afterAll(async () => {
    await one?.dispose();
    await two?.dispose();
    await server?.stop();
  });

  it('give one answer about what either was told, once asked up to its position', { timeout: WAIT_MS }, async () => {
    await first.told(cameraPlate('a'));
    second.seen = first.seen;
    expect(await second.state('a')).toBe('clear');
    await second.told(placeholder('b'));
    first.seen = second.seen;
    expect(await first.state('b')).toBe('temporary');
  });

  it('record a fact once that both are told at the same time', { timeout: WAIT_MS }, async () => {
    for (let round = 0; round < 10; round += 1) {
      const asset = `same-${round}`;
      const content = JSON.stringify(cloudEvent('twice', cameraPlate(asset)));
      const raw = { contentType: 'application/cloudevents+json', content };
      const answers = await Promise.all(
        [first, second].map(async (stage) =>
          stage.noted(await stage.cast.hook.send<IntakeResult>('POST', '/v1/events', { raw })),
        ),
      );
      expect(answers.map(({ status }) => status).every((status) => status === 200 || status === 201)).toBe(true);
      expect(new Set(answers.map(({ headers }) => headers['clearance-position'])).size).toBe(1);
      const types = (await first.history(asset)).map(({ type }) => type);
      expect(new Set(types).size).toBe(types.length);
    }
  });

  it('have the same events under the same ordinals', { timeout: WAIT_MS }, async () => {
    const both = [first, second];
    const latest = [first.seen, second.seen].sort((a, b) => Number(a) - Number(b)).at(-1);
    for (const stage of both) stage.seen = latest;
    const [here, there] = await Promise.all(
      both.map((stage) => stage.read<{ items: unknown[] }>('/v1/events', { production: 'twice', limit: 1000 })),
    );
    expect(here?.items.length).toBeGreaterThan(20);
    expect(there).toEqual(here);
  });

  it('have equal read models, row for row, as a rebuild has', { timeout: WAIT_MS }, async () => {
    const logOf = ({ data }: Ledger) => join(data, 'log-copy');
    const [here, there] = [await settled(one.data, logOf(one)), await settled(two.data, logOf(two))];
    expect(there.events).toEqual(here.events);
    expect(there.rows).toEqual(here.rows);
    expect(await rebuiltRows(logOf(two))).toEqual(here.rows);
  });

  it('let a third begin with a snapshot of one that runs, and catch up', { timeout: WAIT_MS }, async () => {
    const folder = await mkdtemp(join(tmpdir(), 'clearance-e2e-'));
    const taken = await cli(['replica', 'snapshot', '--data', one.data, '--to', join(folder, 'snapshot'), '--json']);
    expect({ code: taken.code, stderr: taken.stderr }).toEqual({ code: 0, stderr: '' });
    const { events } = JSON.parse(taken.stdout) as { events: number };
    await first.told(cameraPlate('after-the-snapshot'));
    const data = join(folder, 'third');
    await cp(join(one.data, 'keys'), join(data, 'keys'), { recursive: true });
    const third = await startLedger({
      env: { CLEARANCE_STORE: server.url },
      args: ['--from-snapshot', join(folder, 'snapshot')],
      data,
      adminToken: one.adminToken,
    });
    try {
      expect(third.output()).toContain(`begins with the ${events} events of the snapshot`);
      expect(third.output()).not.toContain('built');
      const [here, there] = [
        await settled(one.data, join(one.data, 'log-copy')),
        await settled(data, join(data, 'log-copy')),
      ];
      expect(there.events.length).toBeGreaterThan(events);
      expect(there.events).toEqual(here.events);
      expect(there.rows).toEqual(here.rows);
    } finally {
      await third.dispose();
      await rm(folder, { recursive: true, force: true });
    }
  });
});
