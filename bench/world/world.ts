import type { AssetFact } from '@clearance/domain';
import { appendOf, bytes, captured, madeFrom, registered, type Append } from './facts.js';

/** Steps from a master down to the camera originals it was made from. */
export const DEPTH = 5;
const TIERS = DEPTH + 1;

/**
 * A production of `size` assets in six tiers of equal size: camera originals, and five tiers of renders, each made from
 * two neighbours of the tier below; three events an asset. Every asset is cleared, so nothing is decided early.
 */
export function* worldOf(production: string, size: number): Generator<Append> {
  for (let index = 0; index < size; index += 1) {
    const name = assetName(index);
    const inputs = inputsOf(index, size);
    yield appendOf(production, name, [
      registered(name),
      bytes(name),
      inputs.length === 0 ? captured() : madeFrom(inputs),
    ]);
  }
}

export const assetName = (index: number): string => `sh${String(index).padStart(7, '0')}_v001`;

/** `count` assets spread evenly over the tiers of a world of `size`. */
export function spread(size: number, count: number): string[] {
  return Array.from({ length: count }, (_, item) => assetName(Math.floor((item * size) / count)));
}

/** A camera original, unless another origin is given, and `count` renders made from it, directly or through others, ten to each. */
export function* descendantsOf(
  production: string,
  root: string,
  count: number,
  origin: readonly AssetFact[] = [captured()],
): Generator<Append> {
  yield appendOf(production, root, [registered(root), bytes(root), ...origin]);
  const nameOf = (index: number): string => (index === 0 ? root : `${root}_d${String(index).padStart(6, '0')}`);
  for (let index = 1; index <= count; index += 1) {
    const name = nameOf(index);
    yield appendOf(production, name, [registered(name), bytes(name), madeFrom([nameOf(Math.floor((index - 1) / 10))])]);
  }
}

function inputsOf(index: number, size: number): string[] {
  const tier = Math.floor((index * TIERS) / size);
  if (tier === 0) return [];
  const below = index - Math.ceil(size / TIERS);
  return [assetName(Math.max(0, below - 1)), assetName(Math.max(0, below))];
}
