import { everything, type Visible } from '@clearance/projections';
import { mayTouch, prefixesOf, seesWholeAsset } from '../auth/index.js';
import { Problem, type Caller } from '../ledger/ports.js';

/** What of a production's assets a caller may read whole (bodies.md 3: a restriction narrows reads too). */
export function visibleTo(caller: Caller): Visible {
  if (prefixesOf(caller.restrict, 'subject') === null) return everything;
  return (asset) => seesWholeAsset(caller, asset);
}

/** @throws Problem restricted where the caller's token is held to other assets */
export function mayActOn(caller: Caller, asset: string): void {
  if (!mayTouch(caller, 'subject', asset)) throw new Problem('restricted', `The token may not write about ${asset}.`);
}
