import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openStage, startLedger, type Ledger, type Stage } from '../harness/index.js';
import { rebuiltRows, settled } from '../crash/support/folder.js';
import { cluster, describeWithServers, type Cluster } from './support/cluster.js';
import { Load } from './support/load.js';

/** KURRENTDB_KILLS=10 for a longer run. */
const KILLS = Number(process.env['KURRENTDB_KILLS'] ?? '2');
const LONGEST_PAUSE_MS = 5_000;

describeWithServers('three nodes under load whose leader is killed', () => {
  let servers: Cluster;
  let ledger: Ledger;
  let stage: Stage;
  beforeAll(async () => {
    servers = await cluster(3);
    ledger = await startLedger({ env: { CLEARANCE_STORE: servers.url } });
    stage = await openStage('killed', ledger);
  }, 240_000);
  afterAll(async () => {
    await ledger?.dispose();
    await servers?.stop();
  });

  it(`loses and doubles nothing that was acknowledged: ${KILLS} kills`, { timeout: 1_200_000 }, async () => {
    const load = new Load(stage);
    const pauses: number[] = [];
    for (let kill = 0; kill < KILLS; kill += 1) {
      await load.goesOn();
      const leader = await servers.leader();
      load.longest = 0;
      servers.nodes[leader]?.kill('SIGKILL');
      await sleep(LONGEST_PAUSE_MS);
      await load.goesOn();
      pauses.push(Math.round(load.longest));
      await servers.nodes[leader]?.restart();
      await servers.nodes[leader]?.ready();
    }
    await load.stop();
    console.log(
      `${load.acknowledged.length} acknowledged, pauses of ${pauses.join(', ')} ms, ${load.refused} refusals`,
    );
    const recorded = await stage.events('asset-registered');
    // One each, and each that was acknowledged.
    const streams = recorded.map(({ stream }) => stream);
    expect(new Set(streams).size).toBe(streams.length);
    const missing = load.acknowledged.filter((asset) => !streams.includes(`asset-killed/${asset}`));
    expect(missing).toEqual([]);
    const log = join(ledger.data, 'log-copy');
    expect((await settled(ledger.data, log)).rows).toEqual(await rebuiltRows(log));
    expect(Math.max(...pauses)).toBeLessThan(LONGEST_PAUSE_MS);
  });
});
