import type { AssetFact, EdgeKind } from '@clearance/domain';
import { bytes } from './words.js';
import type { Places, World } from './world.js';

/** What is reported of the place before anything is drawn: otherwise hardly anything is ever clear. Empty: nothing. */
export function beginningOf(at: number, { begin }: World, places: Places): AssetFact[] {
  const { as, inputs, bytes: known } = begin[at]!;
  if (as === 'nothing') return [];
  const used = inputs
    .filter(({ back }) => ['comp', 'version'].includes(as) && back <= at)
    .map(({ back, kind }) => ({ asset: places.asset(at - back), kind }));
  return [...madeOf(at, as, used, places), ...(known === 'none' ? [] : [bytes(at, known, places)])];
}

function madeOf(
  at: number,
  as: string,
  inputs: readonly { readonly asset: string; readonly kind: EdgeKind }[],
  places: Places,
): AssetFact[] {
  const registered: AssetFact = { type: 'registered', data: { name: places.asset(at), kind: 'image' } };
  const [older] = inputs;
  if (as === 'generated') {
    const tool = { id: 'comfyui', version: '1' };
    return [registered, { type: 'generated-by-tool', data: { tool, inputsComplete: 'yes' } }];
  }
  if (as === 'plate' || older === undefined)
    return [registered, { type: 'facts-declared', data: { facts: { 'asset.digitalSourceType': 'digitalCapture' } } }];
  const used = as === 'version' ? [{ ...older, kind: 'revision' as const }, ...inputs.slice(1)] : inputs;
  return [registered, { type: 'derived-from', data: { inputs: used, inputsComplete: 'yes' } }];
}
