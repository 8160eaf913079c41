// The process of one server on loopback.
import { spawn } from 'node:child_process';
import { open } from 'node:fs/promises';
import { createServer } from 'node:net';

/**
 * @param {string} executable
 * @param {readonly string[]} args
 * @param {string} logFile what it prints goes to its end
 * @param {Readonly<Record<string, string>>} [more] environment
 */
export async function startProcess(executable, args, logFile, more = {}) {
  const log = await open(logFile, 'a');
  const child = spawn(executable, args, {
    stdio: ['ignore', log.fd, log.fd],
    // From 25 on the second name counts; there is no flag for it.
    env: { ...process.env, EVENTSTORE_TELEMETRY_OPTOUT: 'true', KURRENTDB_TELEMETRY_OPTOUT: 'true', ...more },
  });
  await log.close();
  return child;
}

/** Resolves once it is gone. @param {import('node:child_process').ChildProcess | null} child */
export async function endProcess(child) {
  if (child === null || child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGKILL');
  await ended;
}

/** @returns {Promise<number>} */
export function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}
