import { demand, type Caller, type Ready } from '../../harness/index.js';

/** The environment of a ledger whose program knows engine 2 as well. */
export const knowsEngineTwo = { NODE_OPTIONS: `--import=${new URL('./engine-two.mjs', import.meta.url).href}` };

export interface Engine {
  readonly engine: number;
  readonly since: string;
  readonly known: readonly number[];
  readonly position: string;
}

/** Activates an engine and gives the answer. */
export async function activate(root: Caller, engine: number): Promise<Engine> {
  const answer = await root.post<Engine>('/v1/engine/activate', { engine });
  demand(answer, 200, 'activating an engine');
  return answer.body;
}

/** How long a ledger may take to say where it stands. */
export const READY_MS = 120_000;

export const doesNotKnow = ({ reasons }: Ready) => reasons[0]?.code === 'engine-unknown';
