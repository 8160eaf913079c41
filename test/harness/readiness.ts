import { setTimeout as sleep } from 'node:timers/promises';
import { caller } from './caller.js';

/** What `/health/ready` says. */
export interface Ready {
  readonly status: string;
  readonly reasons: readonly { readonly code: string; readonly message: string }[];
  readonly head: string | null;
  readonly factsAt: string;
}

/** What a ledger says of itself, once that is enough; it need not listen yet. */
export async function readiness(url: string, enough: (ready: Ready) => boolean, ms = 180_000): Promise<Ready> {
  for (const end = Date.now() + ms; Date.now() < end; await sleep(250)) {
    try {
      const { body } = await caller(url, null).get<Ready>('/health/ready');
      if (enough(body)) return body;
    } catch (error) {
      // It does not listen yet.
      if (!String(error).includes('ECONNREFUSED')) throw error;
    }
  }
  throw new Error(`${url} did not come to say so`);
}
