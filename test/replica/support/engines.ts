import { setTimeout as sleep } from 'node:timers/promises';
import { caller, demand, type Caller } from '../../harness/index.js';

/** The environment of a ledger whose program knows engine 2 as well. */
export const knowsEngineTwo = { NODE_OPTIONS: `--import=${new URL('./engine-two.mjs', import.meta.url).href}` };

export interface Engine {
  readonly engine: number;
  readonly since: string;
  readonly known: readonly number[];
  readonly position: string;
}

export interface Ready {
  readonly status: string;
  readonly reasons: readonly { readonly code: string; readonly message: string }[];
  readonly head: string | null;
  readonly factsAt: string;
}

/** Activates an engine and gives the answer. */
export async function activate(root: Caller, engine: number): Promise<Engine> {
  const answer = await root.post<Engine>('/v1/engine/activate', { engine });
  demand(answer, 200, 'activating an engine');
  return answer.body;
}

/** What a ledger says of itself once it says what is wanted. */
export async function readiness(url: string, enough: (ready: Ready) => boolean, ms = 120_000): Promise<Ready> {
  for (const end = Date.now() + ms; Date.now() < end; await sleep(200)) {
    const { body } = await caller(url, null).get<Ready>('/health/ready');
    if (enough(body)) return body;
  }
  throw new Error(`${url} did not come to say so`);
}

export const doesNotKnow = ({ reasons }: Ready) => reasons[0]?.code === 'engine-unknown';
