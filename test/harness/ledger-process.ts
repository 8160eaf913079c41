import { createHash } from 'node:crypto';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The repository's root, whatever folder the tests were started from. */
export const repositoryRoot = fileURLToPath(new URL('../../', import.meta.url));
/** The program as users start it. */
export const program = join(repositoryRoot, 'bin', 'clearance.js');

export interface LedgerOptions {
  /** An existing data folder; a fresh temporary one by default. */
  data?: string;
  env?: Record<string, string>;
  /** Further arguments of `clearance serve`. */
  args?: string[];
  /** Where the log has been entered before, such as by another replica: no token is printed then. */
  adminToken?: string;
}

/** A running ledger: a real process on a real folder, reached over HTTP alone. */
export interface Ledger {
  readonly url: string;
  readonly data: string;
  /** Printed by the first start on a folder; a restart keeps the one that was passed on. */
  readonly adminToken: string;
  /** Everything the process has printed so far. */
  output(): string;
  /** SIGTERM; resolves with the exit code once the process is gone. */
  stop(): Promise<number | null>;
  /** SIGKILL: what a power cut leaves behind. */
  kill(): Promise<void>;
  /** Resolves once the process is gone, whoever ended it. */
  gone(): Promise<void>;
  /** A new process on the same folder; this one must have ended. */
  restart(options?: Omit<LedgerOptions, 'data'>): Promise<Ledger>;
  /** Ends the process, if it still runs, and removes the folder. */
  dispose(): Promise<void>;
}

const listening = /listening on (http:\/\/127\.0\.0\.1:\d+)/;
const firstToken = /admin token, shown once: (\S+)/;

/** Starts `clearance serve` on a free port and resolves once it says where it listens and, on a new folder, its first token. */
export async function startLedger(options: LedgerOptions = {}): Promise<Ledger> {
  return launch(options, options.adminToken ?? null);
}

/** An environment without the caller's own `CLEARANCE_*` settings: a test depends on what it names, nothing else. */
export function bareEnvironment(extra: Record<string, string | undefined> = {}): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(
    ([name]) => !/^(CLEARANCE_|NODE_OPTIONS$|VITEST|NODE_ENV$)/.test(name),
  );
  return { ...Object.fromEntries(kept), NO_COLOR: '1', ...extra };
}

async function launch(options: LedgerOptions, knownToken: string | null): Promise<Ledger> {
  const data = options.data ?? (await mkdtemp(join(tmpdir(), 'clearance-e2e-')));
  const args = [program, 'serve', '--data', data, '--host', '127.0.0.1', '--port', '0', ...(options.args ?? [])];
  const child = spawn(process.execPath, args, {
    env: bareEnvironment(withAcceptance({ ...storeOf(data), ...options.env })),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let printed = '';
  dieWithUs(child);

  const url = await new Promise<string>((resolve, reject) => {
    const read = (chunk: Buffer) => {
      printed += chunk.toString('utf8');
      const [, address] = listening.exec(printed) ?? [];
      // The token's line may come in a later chunk than the address.
      if (address !== undefined && (knownToken ?? firstToken.exec(printed)) !== null) resolve(address);
    };
    child.stdout.on('data', read);
    child.stderr.on('data', read);
    child.once('error', reject);
    child.once('exit', (code, signal) =>
      reject(new Error(`the ledger ended before it listened (${code ?? signal}):\n${printed}`)),
    );
  });
  const adminToken = knownToken ?? firstToken.exec(printed)?.[1] ?? '';

  return {
    url,
    data,
    adminToken,
    output: () => printed,
    stop: () => end(child, 'SIGTERM'),
    kill: async () => void (await end(child, 'SIGKILL')),
    gone: async () => void (isRunning(child) && (await once(child, 'exit'))),
    restart: (again = {}) => {
      if (isRunning(child)) throw new Error('stop or kill the ledger before restarting it on its folder');
      return launch({ ...again, data }, adminToken);
    },
    dispose: async () => {
      await end(child, 'SIGKILL');
      await rm(data, { recursive: true, force: true });
    },
  };
}

/**
 * E2E_STORE=esdb://… puts the logs of all ledgers on that server, each folder's under a prefix of its own (`npm run
 * test:kurrentdb -- --e2e`). No test knows.
 */
function storeOf(data: string): Record<string, string> {
  const url = process.env['E2E_STORE'] ?? '';
  if (url === '') return {};
  const prefix = `e2e${createHash('sha256').update(data).digest('hex').slice(0, 16)}.`;
  return { CLEARANCE_STORE: `${url}${url.includes('?') ? '&' : '?'}streamPrefix=${prefix}` };
}

/** A server that is spoken to without TLS is one without accounts, on which everybody may do everything: that is accepted here. */
function withAcceptance(env: Record<string, string>): Record<string, string> {
  const isOpen = /[?&]tls=false\b/.test(env['CLEARANCE_STORE'] ?? '');
  return isOpen ? { CLEARANCE_ACCEPT_WEAK_ACCESS: 'true', ...env } : env;
}

/**
 * A worker of the test runner may be killed before any hook runs. A shell that reads from us sees that our end of its
 * pipe is gone and ends the ledger, so that no run leaves one behind.
 */
function dieWithUs(child: ChildProcess): void {
  if (child.pid === undefined) return;
  const script = 'read -r _; kill -9 "$0"';
  const watch = spawn('/bin/sh', ['-c', script, String(child.pid)], { stdio: ['pipe', 'ignore', 'ignore'] });
  // Ended first, so that it can never meet a process that took over the number.
  child.once('exit', () => watch.kill('SIGKILL'));
  watch.unref();
}

function isRunning(child: ChildProcess): boolean {
  return child.exitCode === null && child.signalCode === null;
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<number | null> {
  if (isRunning(child)) {
    const gone = once(child, 'exit');
    child.kill(signal);
    await gone;
  }
  return child.exitCode;
}
