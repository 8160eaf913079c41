import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { cameraPlate, openStage, startLedger, type Ledger, type Stage } from '../harness/index.js';
import { rebuiltRows, settled } from '../crash/support/folder.js';
import { cluster, describeWithServers, type Cluster } from './support/cluster.js';

/** KURRENTDB_KILLS=10 for a longer run. */
const KILLS = Number(process.env['KURRENTDB_KILLS'] ?? '2');
const WRITERS = 8;
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

/** Writers that tell one fact after another, each again until it is taken. */
class Load {
  readonly acknowledged: string[] = [];
  refused = 0;
  /** Longest time between two acknowledgements. Milliseconds. */
  longest = 0;
  private last = performance.now();
  private stopping = false;
  private readonly writers: Promise<void>[];

  constructor(private readonly stage: Stage) {
    this.writers = Array.from({ length: WRITERS }, (_, writer) => this.write(writer));
  }

  /** Resolves after some more acknowledgements. */
  async goesOn(): Promise<void> {
    const wanted = this.acknowledged.length + 50;
    while (this.acknowledged.length < wanted) await sleep(20);
  }

  async stop(): Promise<void> {
    this.stopping = true;
    await Promise.all(this.writers);
  }

  private async write(writer: number): Promise<void> {
    for (let number = 0; !this.stopping; number += 1) {
      const asset = `w${writer}-${number}`;
      const fact = cameraPlate(asset, {}, { id: asset });
      while ((await this.stage.emit(fact)).status >= 300) {
        this.refused += 1;
        await sleep(50);
      }
      const now = performance.now();
      this.longest = Math.max(this.longest, now - this.last);
      this.last = now;
      this.acknowledged.push(asset);
    }
  }
}
