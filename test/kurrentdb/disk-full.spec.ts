import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { StoredEvent } from '@clearance/event-store';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openStage, startLedger, type Ledger } from '../harness/index.js';
import { rebuiltRows, settled } from '../crash/support/folder.js';
import { concernFaults } from '../properties/judging/concerns.js';
import { decisionsIn } from '../properties/judging/decisions.js';
import { referenceAt } from '../properties/judging/points.js';
import { entriesOf } from '../properties/reference/index.js';
import { cluster, describeWithServers, hasServers, type Cluster } from './support/cluster.js';
import { Load } from './support/load.js';
import { Releasing } from './support/releasing.js';
import { canMount, smallDisk, type SmallDisk } from './support/small-disk.js';

const WAIT_MS = 600_000;
const MIB = 1 << 20;
const DISK = 64 * MIB;
/** A server takes room for its log chunk by chunk, so that one with small ones notices soon that there is none. */
const FLAGS = [`--chunk-size=${2 * MIB}`, '--stream-existence-filter-size=0'];
/** How long a disk stays full at most, and for how many facts after the node has noticed. */
const FULL_MS = 120_000;
const FACTS_WITHOUT_IT = 500;
const LOOK_AGAIN_MS = 100;
/** An append is tried for eight seconds and may wait for others. */
const LONGEST_ANSWER_MS = 20_000;
/** Who asks for a check here lets the ledger take a minute. */
const LONGEST_DECISION_MS = 60_000 + LONGEST_ANSWER_MS;

const mounting = hasServers && canMount();

describeWithServers('three nodes of which one has a full disk', () => {
  describe.runIf(mounting)('on file systems of 64 MiB (it takes root and the right to mount)', () => {
    let disks: readonly SmallDisk[] = [];
    let servers: Cluster;
    let ledger: Ledger;
    beforeAll(async () => {
      disks = await Promise.all([0, 1, 2].map(() => smallDisk(DISK)));
      servers = await cluster(3, { databases: disks.map(({ path }) => path), flags: FLAGS });
      ledger = await startLedger({ env: { CLEARANCE_STORE: servers.url } });
    }, WAIT_MS);
    afterAll(async () => {
      await ledger?.dispose();
      await servers?.stop();
      for (const disk of disks) await disk.remove();
    }, WAIT_MS);

    it.each(['follower', 'leader'])(
      'the %s: every answer comes in time, nothing acknowledged is lost, and the ledger goes on by itself',
      { timeout: WAIT_MS },
      async (role) => {
        const [told, delivered] = [await openStage(`full_${role}`, ledger), await openStage(`out_${role}`, ledger)];
        const [load, releasing] = [new Load(told), new Releasing(delivered)];
        await load.goesOn();
        const leader = await servers.leader();
        const index = role === 'leader' ? leader : (leader + 1) % 3;
        const [disk, node] = [disks[index]!, servers.nodes[index]!];
        await disk.fill();
        load.longest = 0;
        const others = disks.filter((each) => each !== disk);
        const noticed = await untilNoticed(node, others);
        await Promise.race([load.goesOn(FACTS_WITHOUT_IT), sleep(FULL_MS)]);
        const [{ ended }, pause] = [node, Math.round(load.longest)];
        await disk.free();
        if (ended !== null) await node.restart();
        await node.ready();
        await load.goesOn();
        await Promise.all([load.stop(), releasing.stop()]);
        console.log(
          `${role}: ended with ${ended}, pause ${pause} ms; ${load.acknowledged.length} facts, ${load.refused} refusals, ` +
            `slowest answer ${Math.round(load.slowest)} ms; ${releasing.released.length} releases, ` +
            `${releasing.undecided} undecided, slowest answer ${Math.round(releasing.slowest)} ms`,
        );
        // Else nothing was shown.
        expect(noticed).toBe(true);
        expect([...load.strange, ...releasing.strange]).toEqual([]);
        expect(load.slowest).toBeLessThan(LONGEST_ANSWER_MS);
        expect(releasing.slowest).toBeLessThan(LONGEST_DECISION_MS);
        const log = join(ledger.data, 'log-copy');
        const { events, rows } = await settled(ledger.data, log);
        const recorded = events.filter(({ type }) => type === 'registered').map(({ stream }) => stream);
        expect(new Set(recorded).size).toBe(recorded.length);
        expect(load.acknowledged.filter((asset) => !recorded.includes(`asset-full_${role}/${asset}`))).toEqual([]);
        expect(await rebuiltRows(log)).toEqual(rows);
        expectRightReleases(events, `out_${role}`, releasing.released);
      },
    );
  });
});

/** D1, D4, D5: each decision is the reference's at its point, and each release that was broken later is compromised once. */
function expectRightReleases(log: readonly StoredEvent[], production: string, released: readonly string[]): void {
  const own = entriesOf(log).filter((entry) => entry.production === production);
  const at = referenceAt(own);
  const decisions = decisionsIn(own, at);
  expect(decisions.map(({ what, told }) => ({ what, ...told }))).toEqual(
    decisions.map(({ what, expected }) => ({ what, ...expected })),
  );
  expect(concernFaults(own, at)).toEqual([]);
  const named = (type: string) => own.filter((entry) => entry.type === type).map(({ name }) => name);
  expect(released.filter((delivery) => !named('released').includes(delivery))).toEqual([]);
  expect(released.length).toBeGreaterThan(0);
  expect(named('compromised').sort()).toEqual([...released].sort());
}

/** @returns whether the node ended itself, or the others went on into a chunk that it has no room for. */
async function untilNoticed(node: Cluster['nodes'][number], others: readonly SmallDisk[]): Promise<boolean> {
  const chunks = chunksOn(others);
  for (const end = Date.now() + FULL_MS; Date.now() < end; await sleep(LOOK_AGAIN_MS))
    if (node.ended !== null || chunksOn(others) > chunks) return true;
  return false;
}

function chunksOn(disks: readonly SmallDisk[]): number {
  return disks.flatMap(({ path }) => readdirSync(path).filter((name) => /^chunk-.*\.\d+$/.test(name))).length;
}
