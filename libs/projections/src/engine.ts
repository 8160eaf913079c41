import { LEDGER_STREAM } from '@clearance/domain';
import { ENGINES, FIRST_ENGINE } from '@clearance/policy';
import type { ReadModelDatabase } from './database.js';

/** Where a read model ends because what follows is judged by an engine that this program does not know. */
export interface Halt {
  /** Ordinal of the event that activates it: the read model holds everything before that, and nothing after. */
  readonly at: number;
  /** As the event says it; what is no number is no engine of ours either. */
  readonly engine: string;
}

/** Which engine is active where the read model stands, and the ordinal of the event from which on it is; 0 = the beginning. */
export function engineOf(db: ReadModelDatabase): { readonly engine: number; readonly since: number } {
  return { engine: activeEngine(db), since: Number(db.meta('engineSince') ?? '0') };
}

/** Number of the engine that is active where the read model stands. */
export function activeEngine(db: ReadModelDatabase): number {
  return Number(db.meta('engine') ?? String(FIRST_ENGINE));
}

/** What an event says about the engine; null where it says nothing of it. */
export function engineSaid({ stream, type, data }: EventLike): unknown {
  if (stream !== LEDGER_STREAM || (type !== 'format-activated' && type !== 'created')) return null;
  return (data as { readonly engine?: unknown } | null)?.engine ?? 'unreadable';
}

/** The first of these events after which this program cannot go on, by its place among them; null where there is none. */
export function firstUnknown(events: readonly EventLike[]): { readonly index: number; readonly engine: string } | null {
  for (const [index, event] of events.entries()) {
    const engine = engineSaid(event);
    if (engine !== null && !(typeof engine === 'number' && ENGINES.has(engine)))
      return { index, engine: typeof engine === 'string' ? engine : JSON.stringify(engine) };
  }
  return null;
}

interface EventLike {
  readonly stream: string;
  readonly type: string;
  readonly data: unknown;
}
