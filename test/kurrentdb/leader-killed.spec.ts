import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openStage, type Ledger, type Stage } from '../harness/index.js';
import { rebuiltRows, settled } from '../crash/support/folder.js';
import { cluster, describeWithServers, type Cluster } from './support/cluster.js';
import { Load } from './support/load.js';
import { startPair, type Pair } from './support/pair.js';

/** KURRENTDB_KILLS=10 for a longer run. */
const KILLS = Number(process.env['KURRENTDB_KILLS'] ?? '2');
const LONGEST_PAUSE_MS = 5_000;

describeWithServers('three nodes under load whose leader is killed', () => {
  let servers: Cluster;
  let ledgers: Pair;
  let stage: Stage;
  beforeAll(async () => {
    servers = await cluster(3);
    ledgers = await startPair(servers.url);
    stage = await openStage('killed', ledgers[0]);
  }, 240_000);
  afterAll(async () => {
    await Promise.all((ledgers ?? []).map((ledger) => ledger.dispose()));
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
    const [here, there] = [await atRest(ledgers[0]), await atRest(ledgers[1])];
    expect(there.events).toEqual(here.events);
    expect(there.rows).toEqual(here.rows);
    expect(await rebuiltRows(logOf(ledgers[1]))).toEqual(here.rows);
    expect(Math.max(...pauses)).toBeLessThan(LONGEST_PAUSE_MS);
  });
});

const logOf = ({ data }: Ledger) => join(data, 'log-copy');
const atRest = (ledger: Ledger) => settled(ledger.data, logOf(ledger));
