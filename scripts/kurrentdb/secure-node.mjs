// One server on loopback with TLS and accounts, in a folder that is removed at the end.
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { request } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { connect } from 'node:tls';
import { endProcess, freePort, startProcess } from './server-process.mjs';

/** How long it may take to be ready. Milliseconds. */
const READY_MS = 90_000;

/**
 * @param {string} executable
 * @returns {Promise<import('./secure-node.mjs').SecureNode>}
 */
export async function startSecureNode(executable) {
  const folder = await mkdtemp(join(tmpdir(), 'clearance-kurrentdb-'));
  const [port, replication] = [await freePort(), await freePort()];
  const args = [
    // Makes a certificate for localhost that signs itself, and keeps it in the home folder.
    '--dev',
    '--disable-log-file',
    `--db=${join(folder, 'db')}`,
    `--log=${join(folder, 'log')}`,
    '--node-ip=127.0.0.1',
    `--node-port=${port}`,
    '--replication-ip=127.0.0.1',
    `--replication-port=${replication}`,
  ];
  const child = await startProcess(executable, args, join(folder, 'node.txt'), { HOME: folder });
  const stop = async () => {
    await endProcess(child);
    await rm(folder, { recursive: true, force: true });
  };
  try {
    const certificate = join(folder, 'ca.pem');
    await writeFile(certificate, await certificateOf(port));
    await ready(port);
    return {
      certificate,
      url: (account) => `esdb://${account}@localhost:${port}?tls=true&tlsCAFile=${certificate}`,
      admin: 'admin:changeit',
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** What the node shows of itself, in PEM. */
async function certificateOf(port) {
  for (const until = Date.now() + READY_MS; Date.now() < until; await sleep(200)) {
    const socket = connect({ port, host: '127.0.0.1', servername: 'localhost', rejectUnauthorized: false });
    try {
      await once(socket, 'secureConnect');
      const base64 = socket.getPeerCertificate().raw.toString('base64');
      return `-----BEGIN CERTIFICATE-----\n${base64.replaceAll(/.{64}/g, '$&\n')}\n-----END CERTIFICATE-----\n`;
    } catch {
      // It does not listen yet.
    } finally {
      socket.destroy();
    }
  }
  throw new Error(`the server on port ${port} did not listen within ${READY_MS} ms`);
}

/** Its first administrator is there a moment after it leads. */
async function ready(port) {
  for (const until = Date.now() + READY_MS; Date.now() < until; await sleep(200)) {
    if ((await statusOf(port, '/users/$current')) === 200) return;
  }
  throw new Error(`the server on port ${port} was not ready within ${READY_MS} ms`);
}

function statusOf(port, path) {
  return new Promise((resolve) => {
    const options = { port, host: '127.0.0.1', path, auth: 'admin:changeit', rejectUnauthorized: false, agent: false };
    const asked = request({ ...options, timeout: 2_000 }, (response) => {
      response.resume();
      resolve(response.statusCode);
    });
    asked.on('timeout', () => asked.destroy());
    // Not there yet.
    asked.on('error', () => resolve(null));
    asked.end();
  });
}
