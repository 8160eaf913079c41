import { cp, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { settled } from '../crash/support/folder.js';
import {
  cameraPlate,
  cli,
  itemOf,
  openStage,
  shellOf,
  Stage,
  startLedger,
  type Ledger,
  movedTo,
  readiness,
} from '../harness/index.js';
import { activate, doesNotKnow, knowsEngineTwo, READY_MS, type Engine } from '../replica/support/engines.js';
import { cluster, describeWithServers, type Cluster } from './support/cluster.js';

const WAIT_MS = 400_000;

describeWithServers('two ledgers on one log, of which one knows another engine', () => {
  let server: Cluster;
  let newer: Ledger;
  let older: Ledger;
  let first: Stage;
  let second: Stage;
  let active: Engine;

  const compared = () =>
    cli(['replica', 'compare', newer.url, older.url, '--json'], { env: shellOf(first.root, first.production) });

  beforeAll(async () => {
    server = await cluster(1);
    newer = await startLedger({ env: { CLEARANCE_STORE: server.url, ...knowsEngineTwo } });
    first = await openStage('engines', newer);
    const data = await mkdtemp(join(tmpdir(), 'clearance-e2e-'));
    await cp(join(newer.data, 'keys'), join(data, 'keys'), { recursive: true });
    older = await startLedger({ env: { CLEARANCE_STORE: server.url }, data, adminToken: newer.adminToken });
    second = movedTo(older, first);
    await first.told(cameraPlate('plate'));
    for (const delivery of ['ep1', 'ep2']) await first.openDelivery(delivery);
  }, WAIT_MS);
  afterAll(async () => {
    await newer?.dispose();
    await older?.dispose();
    await server?.stop();
  });

  it(
    'acknowledge positions that mean the same to both: minPosition of one is waited for by the other',
    { timeout: WAIT_MS },
    async () => {
      const stages = [first, second] as const;
      for (let round = 0; round < 20; round += 1) {
        const [by, other] = round % 2 === 0 ? stages : [stages[1], stages[0]];
        await by.told(cameraPlate(`round-${round}`));
        const position = by.seen!;
        expect(position).toMatch(/^\d+$/);
        // The event that was acknowledged there is the one that the other has at this ordinal.
        const { body } = await other.cast.auditor.get<{ state: string; position: string }>(
          other.asset(`round-${round}`),
          { minPosition: position },
          { Prefer: 'wait=60' },
        );
        expect([body.state, Number(body.position) >= Number(position)]).toEqual(['clear', true]);
        other.seen = position;
        const [last] = (await other.history(`round-${round}`)).slice(-1);
        expect(last?.position).toBe(position);
      }
      const native = await second.cast.auditor.get(second.asset('plate'), { minPosition: '@1/1' });
      expect(native.status).toBe(422);
    },
  );

  it('are compared at a position at which both rest, while facts come in', { timeout: WAIT_MS }, async () => {
    let stop = false;
    const load = (async () => {
      for (let n = 0; !stop; n += 1) await first.told(cameraPlate(`busy-${n}`));
    })();
    const equal = await compared();
    stop = true;
    await load;
    expect([equal.code, equal.stderr]).toEqual([0, '']);
    expect(JSON.parse(equal.stdout)).toMatchObject({ equal: true, differing: [] });
  });

  it('D1: judge alike before the point at which the other engine is activated', { timeout: WAIT_MS }, async () => {
    second.seen = first.seen;
    const decision = await second.checkAssets('ep1', 'plate');
    expect([decision.decision, decision.engine]).toEqual(['release', 1]);
    expect((await second.release('ep1', decision.id)).body.delivery.state).toBe('released');
    first.seen = second.seen;
  });

  it('go apart there: one judges by it, the other stops deciding and says so', { timeout: WAIT_MS }, async () => {
    active = await activate(first.root, 2);
    first.seen = active.position;
    const decision = await first.checkAssets('ep2', 'plate');
    expect([decision.decision, decision.engine]).toEqual(['hold', 2]);
    const ready = await readiness(older.url, doesNotKnow, READY_MS);
    expect([ready.status, ready.factsAt]).toEqual(['not-ready', String(Number(active.since) - 1)]);
    expect(ready.reasons[0]?.message).toContain(`From position ${active.since} on engine 2 is active`);
    second.seen = undefined;
    const undecided = await second.tryCheck('ep2', { items: [itemOf('plate')] });
    expect([undecided.status, undecided.body, undecided.headers['clearance-decision']]).toMatchObject([
      503,
      { type: 'urn:clearance:problem:engine-unknown' },
      'undecided',
    ]);
    const asked = await second.cast.auditor.get<{ state: string }>(second.asset('plate'));
    expect([asked.status, asked.body.state, asked.headers['clearance-halted']]).toEqual([
      200,
      'clear',
      String(Number(active.since) - 1),
    ]);
    expect((await compared()).code).toBe(3);
  });

  it('recorded each decision under the engine that was active at its point', { timeout: WAIT_MS }, async () => {
    const decisions = await first.events('check-checked,delivery-released');
    const points = decisions.map(({ data }) => data as { engine: number; position: number });
    expect(points.map(({ engine }) => engine)).toEqual([1, 1, 2]);
    for (const { engine, position } of points) expect(engine).toBe(position < Number(active.since) ? 1 : 2);
    expect((await first.delivery('ep1')).state).toBe('released');
  });

  it('are equal again, row for row, once the other knows it as well', { timeout: WAIT_MS }, async () => {
    await older.stop();
    older = await older.restart({ env: { CLEARANCE_STORE: server.url, ...knowsEngineTwo } });
    second = movedTo(older, first);
    second.seen = first.seen;
    expect(await second.state('plate')).toBe('needs-approval');
    const logOf = ({ data }: Ledger) => join(data, 'log-copy');
    const [here, there] = [await settled(newer.data, logOf(newer)), await settled(older.data, logOf(older))];
    expect(there.events).toEqual(here.events);
    expect(there.rows).toEqual(here.rows);
    expect(JSON.parse((await compared()).stdout)).toMatchObject({ equal: true });
  });
});
