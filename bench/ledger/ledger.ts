import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { performance } from 'node:perf_hooks';
import { fileURLToPath } from 'node:url';
import { ended, spawned } from './child.js';
import { Api } from './api.js';

/** The program as users start it; this file lies in dist/bench/ledger. */
const PROGRAM = fileURLToPath(new URL('../../../bin/clearance.js', import.meta.url));
/** The flags that its first line has Node started with. */
const FLAGS = (readFileSync(PROGRAM, 'utf8').split('\n', 1)[0] ?? '').match(/--\S+/g) ?? [];
const LISTENING = /listening on (http:\/\/127\.0\.0\.1:\d+)/;
const FIRST_TOKEN = /admin token, shown once: (\S+)/;

/** A ledger in a process of its own on a data folder, reached over loopback alone. */
export interface RunningLedger {
  readonly url: string;
  /** Seconds from the start of the process until it listens. */
  readonly startedIn: number;
  /** The first admin's, printed by the first start on a folder; empty on later ones. */
  readonly token: string;
  readonly api: Api;
  /** Resident memory, bytes. */
  memory(): number;
  stop(): Promise<void>;
}

/**
 * @param start whether a ledger has been started on the folder before; the first start prints a token.
 * @throws Error with what it printed where it ends before it listens
 */
export async function startLedger(folder: string, start: 'first' | 'again'): Promise<RunningLedger> {
  const begin = performance.now();
  const child = spawned([...FLAGS, PROGRAM, 'serve', '--data', folder, '--host', '127.0.0.1', '--port', '0']);
  let printed = '';
  let startedIn = 0;
  await new Promise<void>((resolve, reject) => {
    const read = (chunk: Buffer): void => {
      printed += chunk.toString('utf8');
      if (LISTENING.test(printed) && startedIn === 0) startedIn = (performance.now() - begin) / 1_000;
      if (startedIn > 0 && (start === 'again' || FIRST_TOKEN.test(printed))) resolve();
    };
    child.stdout?.on('data', read);
    child.stderr?.on('data', read);
    child.once('exit', (code) => reject(new Error(`the ledger ended (${code}) before it listened:\n${printed}`)));
  });
  const url = LISTENING.exec(printed)?.[1] ?? '';
  const token = FIRST_TOKEN.exec(printed)?.[1] ?? '';
  return {
    url,
    startedIn,
    token,
    api: new Api(url, token),
    memory: () => residentBytes(child.pid ?? -1),
    stop: () => ended(child),
  };
}

/** `ps` knows it on Linux and macOS alike, in KiB. */
function residentBytes(pid: number): number {
  return Number(execFileSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8' }).trim()) * 1_024;
}
