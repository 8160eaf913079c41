import type { Restriction } from '@clearance/domain';
import type { Caller } from '../ledger/ports.js';

type Dimension = 'subject' | 'source' | 'event';

const LISTS = { subject: 'subjects', source: 'sources', event: 'events' } as const;

/** The prefixes a token is held to; null where it is free. */
export function prefixesOf(restrict: Restriction | null, dimension: Dimension): readonly string[] | null {
  if (restrict === null) return null;
  const list = restrict[LISTS[dimension]];
  const single = restrict[dimension];
  if (list === undefined && single === undefined) return null;
  return [...(single === undefined ? [] : [single]), ...(list ?? [])];
}

/** Whether a caller may write about (or see the whole of) an asset, use a source, report a kind of event. */
export function mayTouch(caller: Pick<Caller, 'restrict'>, dimension: Dimension, value: string): boolean {
  const prefixes = prefixesOf(caller.restrict, dimension);
  return prefixes === null || prefixes.some((prefix) => value.startsWith(prefix));
}

/** bodies.md 3: a restriction narrows reads too; other assets appear as `{asset, production, state}`. */
export const seesWholeAsset = (caller: Pick<Caller, 'restrict'>, asset: string) => mayTouch(caller, 'subject', asset);
