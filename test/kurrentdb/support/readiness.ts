import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { caller } from '../../harness/index.js';

export interface Ready {
  readonly status: string;
  readonly reasons: readonly { readonly code: string; readonly message: string }[];
}

const WAIT_MS = 180_000;

/** What a ledger says of itself, once that is enough. */
export async function readiness(url: string, enough: (ready: Ready) => boolean): Promise<Ready> {
  for (const end = Date.now() + WAIT_MS; Date.now() < end; await sleep(250)) {
    try {
      const { body } = await caller(url, null).get<Ready>('/health/ready');
      if (enough(body)) return body;
    } catch (error) {
      // It does not listen yet.
      if (!String(error).includes('ECONNREFUSED')) throw error;
    }
  }
  throw new Error('the ledger did not come to say so');
}

export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() =>
        address === null || typeof address === 'string' ? reject(new Error()) : resolve(address.port),
      );
    });
  });
}
