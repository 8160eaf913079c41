import { JOINING_ALGORITHMS, type Use } from '@clearance/domain';
import type { ReadModelDatabase } from '../database.js';
import { deliveryUse } from './delivery-use.js';

/** A delivery that an asset is placed in, with what that delivery asks for. */
export interface Placement {
  readonly delivery: string;
  readonly use: Use;
}

/** For `algorithm IN (…)`: digests by which bytes are known for certain. */
export const CRYPTOGRAPHIC = JOINING_ALGORITHMS.map((algorithm) => `'${algorithm}'`).join(', ');

/** Claims `x` of content `@cid` that are promoted: `p`. */
const PROMOTED = `asset x CROSS JOIN promotion p ON p.production = x.production AND p.asset_sid = x.sid WHERE x.cid = @cid`;
/**
 * Checks `r` that list bytes of content `@cid` and count: the last one of a delivery, and those of live releases. Gone
 * through from the content to the checks: the other way there would be all that were ever made.
 */
const LISTED = `asset x CROSS JOIN digest g ON g.sid = x.sid AND g.member = 0 AND g.algorithm IN (${CRYPTOGRAPHIC})
  CROSS JOIN manifest_digest m ON m.value = g.value AND m.algorithm = g.algorithm
  CROSS JOIN check_manifest k ON k.mid = m.mid AND k.ord >= 0
  CROSS JOIN check_run r ON r.sid = k.check_sid AND r.production = x.production
  CROSS JOIN delivery d ON d.production = r.production AND d.id = r.delivery
  WHERE x.cid = @cid AND (d.last_check = r.id OR EXISTS (SELECT 1 FROM release l WHERE l.check_sid = r.sid AND l.live = 1))`;

/** The deliveries of content `@cid`: those it is promoted to, and those whose live release or last check lists its bytes. */
const PLACEMENTS = `SELECT p.delivery AS delivery FROM ${PROMOTED} UNION SELECT r.delivery FROM ${LISTED}`;

/** Whether content `c` is placed in `@delivery`. */
export const PLACED = `(EXISTS (SELECT 1 FROM ${PROMOTED} AND p.delivery = @delivery)
  OR EXISTS (SELECT 1 FROM ${LISTED} AND r.delivery = @delivery))`.replaceAll('@cid', 'c.cid');

/** Sorted by delivery. */
export function placementsOf(db: ReadModelDatabase, production: string, cid: number): Placement[] {
  const rows = db.q(`${PLACEMENTS} ORDER BY 1`).all({ cid }) as { delivery: string }[];
  return rows.flatMap(({ delivery }) => {
    const use = deliveryUse(db, production, delivery);
    return use === null ? [] : [{ delivery, use }];
  });
}
