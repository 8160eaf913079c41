import { fork, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const started = new Set<ChildProcess>();
process.once('exit', () => {
  for (const child of started) child.kill('SIGKILL');
});

/** Settings of the caller's own ledger must not reach the one that is measured. */
function environment(): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([name]) => !/^(CLEARANCE_|NODE_OPTIONS$)/.test(name));
  return { ...Object.fromEntries(kept), NO_COLOR: '1' };
}

/** A module of this package in a process of its own, with a channel for messages. */
export function forked(module: string): ChildProcess {
  return tracked(fork(fileURLToPath(new URL(module, import.meta.url)), { env: environment() }));
}

/** A program in a process of its own; its output is read by the caller. */
export function spawned(args: readonly string[]): ChildProcess {
  return tracked(spawn(process.execPath, args, { env: environment(), stdio: ['ignore', 'pipe', 'pipe'] }));
}

/** Ends a process and waits until it is gone. */
export async function ended(child: ChildProcess, signal: NodeJS.Signals = 'SIGTERM'): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill(signal);
  await gone;
}

function tracked(child: ChildProcess): ChildProcess {
  started.add(child);
  child.once('exit', () => started.delete(child));
  return child;
}
