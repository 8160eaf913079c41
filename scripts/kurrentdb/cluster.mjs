// One server or three on loopback, without TLS and accounts, in a folder that is removed at the end.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { endProcess, freePort, startProcess } from './server-process.mjs';

/** How long a node may take to be ready. Milliseconds. */
const READY_MS = 90_000;

/**
 * @param {string} executable
 * @param {number} nodes 1 or 3
 * @param {{ databases?: readonly string[], flags?: readonly string[] }} options
 * @returns {Promise<import('./cluster.d.mts').Cluster>}
 */
export async function startCluster(executable, nodes, { databases = [], flags = [] } = {}) {
  const folder = await mkdtemp(join(tmpdir(), 'clearance-kurrentdb-'));
  const ports = await Promise.all(Array.from({ length: 2 * nodes }, freePort));
  const http = ports.slice(0, nodes);
  const running = http.map(() => null);
  const start = async (index) => {
    const database = databases[index] ?? join(folder, `db-${index}`);
    const own = [`--db=${database}`, `--log=${join(folder, `log-${index}`)}`, ...flags];
    const args = [...argumentsOf(index, http, ports.slice(nodes)), ...own];
    running[index] = await startProcess(executable, args, join(folder, `node-${index}.txt`));
  };
  const ended = (index) => running[index].exitCode !== null || running[index].signalCode !== null;
  const stop = async () => {
    await Promise.all(running.map((child) => endProcess(child)));
    await rm(folder, { recursive: true, force: true });
  };
  try {
    for (const index of http.keys()) await start(index);
    await Promise.all(http.map((port) => ready(port)));
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    url: `esdb://${http.map((port) => `127.0.0.1:${port}`).join(',')}?tls=false`,
    nodes: http.map((port, index) => ({
      port,
      get pid() {
        return running[index].pid;
      },
      get ended() {
        return running[index].exitCode ?? running[index].signalCode;
      },
      kill: (signal) => void running[index].kill(signal),
      restart: () => start(index),
      ready: () => ready(port, () => ended(index) && start(index)),
    })),
    leader: async () => {
      const states = await Promise.all(http.map(stateOf));
      return states.indexOf('leader');
    },
    stop,
  };
}

function argumentsOf(index, http, replication) {
  const others = http.filter((_, other) => other !== index).map((port) => `127.0.0.1:${port}`);
  return [
    '--insecure',
    '--disable-log-file',
    '--node-ip=127.0.0.1',
    `--node-port=${http[index]}`,
    '--replication-ip=127.0.0.1',
    `--replication-port=${replication[index]}`,
    ...(http.length === 1
      ? []
      : [`--cluster-size=${http.length}`, '--discover-via-dns=false', `--gossip-seed=${others.join(',')}`]),
  ];
}

/**
 * @param {() => unknown} revive starts the node where it has ended, as whoever supervises it would: a leader that comes back with
 * what was never replicated cuts that off, ends, and counts on being started again.
 */
async function ready(port, revive = () => undefined) {
  for (const until = Date.now() + READY_MS; Date.now() < until; await sleep(200)) {
    const state = await stateOf(port);
    if (state === 'leader' || state === 'follower') return;
    await revive();
  }
  throw new Error(`the server on port ${port} was not ready within ${READY_MS} ms`);
}

async function stateOf(port) {
  try {
    const live = await fetch(`http://127.0.0.1:${port}/health/live`, { signal: AbortSignal.timeout(2_000) });
    if (live.status !== 204) return null;
    const info = await fetch(`http://127.0.0.1:${port}/info`, { signal: AbortSignal.timeout(2_000) });
    return (await info.json()).state;
  } catch {
    // Not there yet, or no longer.
    return null;
  }
}
