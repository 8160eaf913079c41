import { startingWith, type Visible } from '@clearance/projections';
import { mayTouch, prefixesOf } from '../auth/index.js';
import { Problem, type Caller } from '../ledger/ports.js';

/** What of a production's assets a caller may read whole (bodies.md 3: a restriction narrows reads too). */
export function visibleTo(caller: Caller): Visible {
  return startingWith(seenBy(caller));
}

/** The same as plain data: what the ids of those assets begin with; null where all may be read. */
export function seenBy(caller: Caller): readonly string[] | null {
  return prefixesOf(caller.restrict, 'subject');
}

/** @throws Problem restricted where the caller's token is held to other assets */
export function mayActOn(caller: Caller, asset: string): void {
  if (!mayTouch(caller, 'subject', asset)) throw new Problem('restricted', `The token may not write about ${asset}.`);
}
