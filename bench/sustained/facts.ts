import { digestsOfName } from '../world/facts.js';

/** Camera original, then renders made from the two before it, then anew: lineage five deep all the time. */
const TIERS = 6;

/** The asset that the n-th event of a lane is about. */
export const assetOf = (lane: number, n: number): string => `l${lane}_${String(n).padStart(8, '0')}`;

/** The CloudEvents id of the n-th event of a lane; `placeOf` reads it back. */
export const eventIdOf = (lane: number, n: number): string => `${lane}:${n}`;

export function placeOf(eventId: string): { readonly lane: number; readonly n: number } | null {
  const parts = /^(\d+):(\d+)$/.exec(eventId);
  return parts === null ? null : { lane: Number(parts[1]), n: Number(parts[2]) };
}

/** Whether the n-th asset of a lane needs nothing more to be delivered by itself. */
export const isOriginal = (n: number): boolean => n % TIERS === 0;

/** What one event is recorded as. */
export const EVENTS_EACH = 3;

/** One `reported` event as a hook sends it: registered, its bytes, and where it comes from. */
export function reportOf(production: string, lane: number, n: number): Record<string, unknown> {
  const asset = assetOf(lane, n);
  const inputs = [n - 1, n - 2].filter((each) => each >= n - (n % TIERS)).map((each) => assetOf(lane, each));
  return {
    specversion: '1.0',
    type: 'clearance.asset.reported.v1',
    source: 'urn:load:hook',
    id: eventIdOf(lane, n),
    subject: asset,
    production,
    data: {
      registered: { name: `${asset}.exr`, kind: 'image', labels: { shot: `sh${lane}`, take: String(n % 100) } },
      bytesIdentified: { digests: digestsOfName(asset), size: 1_048_576, seen: 'bytes' },
      ...(isOriginal(n)
        ? { factsDeclared: { facts: { 'asset.digitalSourceType': 'digitalCapture' }, basis: 'camera-report' } }
        : {
            derivedFrom: {
              inputs: inputs.map((input) => ({ asset: input, kind: 'component' })),
              inputsComplete: 'yes',
              basis: 'observed',
            },
          }),
    },
  };
}
