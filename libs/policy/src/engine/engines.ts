import type { Use } from '@clearance/domain';
import { inherit } from '../inherit.js';
import { failing, judge, type JudgeContext } from '../judge.js';
import { distill, type DistillInput } from '../own.js';
import { ENGINE, FIRST_ENGINE, type Pack } from '../pack.js';
import type { ClassOfTool, ContentState, Failure, Judgement, Look, OwnState } from '../types.js';

/**
 * The rules of one evaluation: what a content says by itself, what it carries, what of that is open for a use, and what makes a
 * live release fail. Whatever would let any of these yield something else than before is another engine, with a number of its
 * own; the old one stays, for what was decided by it is watched by it (D4).
 */
export interface Engine {
  distill(input: DistillInput): OwnState;
  inherit(own: OwnState, look: Look, pack: Pack, classOfTool?: ClassOfTool): ContentState;
  judge(state: ContentState, use: Use, context: JudgeContext): Judgement;
  failing(state: ContentState, use: Use, context: JudgeContext & { readonly releasedAt: string }): Failure[];
}

/** Every engine that this program knows, by number. */
export const ENGINES: ReadonlyMap<number, Engine> = new Map([[FIRST_ENGINE, { distill, inherit, judge, failing }]]);

/** An engine that this program does not know: nothing is judged by another in its place. */
export class UnknownEngine extends Error {
  override readonly name = 'UnknownEngine';
  constructor(readonly engine: unknown) {
    super(`engine ${String(engine)} is not known to this program; it knows ${knownEngines().join(', ')}`);
  }
}

export function knownEngines(): number[] {
  return [...ENGINES.keys()].sort((a, b) => a - b);
}

/** The engine that a policy is evaluated by; of a pack that names none the newest. @throws UnknownEngine */
export function engineOf(pack: Pack): Engine {
  const number = 'engine' in pack ? pack.engine : ENGINE;
  const engine = typeof number === 'number' ? ENGINES.get(number) : undefined;
  if (engine === undefined) throw new UnknownEngine(number);
  return engine;
}
