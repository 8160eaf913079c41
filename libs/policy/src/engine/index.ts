import type { Use } from '@clearance/domain';
import type { JudgeContext } from '../judge.js';
import type { DistillInput } from '../own.js';
import type { Pack } from '../pack.js';
import type { ClassOfTool, ContentState, Failure, Judgement, Look, OwnState } from '../types.js';
import { engineOf } from './engines.js';

export { ENGINES, knownEngines, UnknownEngine, type Engine } from './engines.js';

/*
 * What the rest of the program evaluates with. Each goes to the engine of the policy that it is given, so that nobody has to
 * remember which one is active, and nothing can be distilled by one and judged by another.
 */

/** Everything about one content that does not depend on what its inputs inherit. Pure; the same input gives the same text. */
export function distill(input: DistillInput): OwnState {
  return engineOf(input.pack).distill(input);
}

/** F5: what a content carries. See the engine's own. */
export function inherit(own: OwnState, look: Look, pack: Pack, classOfTool?: ClassOfTool): ContentState {
  return engineOf(pack).inherit(own, look, pack, classOfTool);
}

/** F2, F8: what of a content's findings is open for one use, and the state that follows. */
export function judge(state: ContentState, use: Use, context: JudgeContext): Judgement {
  return engineOf(context.pack).judge(state, use, context);
}

/** D4, D5: what makes an item of a live release fail under its use, and what that means for the release. */
export function failing(
  state: ContentState,
  use: Use,
  context: JudgeContext & { readonly releasedAt: string },
): Failure[] {
  return engineOf(context.pack).failing(state, use, context);
}
