import { JOINING_ALGORITHMS, type Use } from '@clearance/domain';
import type { ReadModelDatabase } from '../database.js';
import { deliveryUse } from './delivery-use.js';

/** A delivery that an asset is placed in, with what that delivery asks for. */
export interface Placement {
  readonly delivery: string;
  readonly use: Use;
}

const CRYPTOGRAPHIC = JOINING_ALGORITHMS.map((algorithm) => `'${algorithm}'`).join(', ');

/** The deliveries of content `@cid`: those it is promoted to, and those whose live release or last check lists its bytes. */
export const PLACEMENTS = `
  SELECT p.delivery AS delivery FROM asset x JOIN promotion p ON p.production = x.production AND p.asset_sid = x.sid
  WHERE x.cid = @cid
  UNION
  SELECT r.delivery FROM asset x JOIN digest g ON g.sid = x.sid AND g.member = 0 AND g.algorithm IN (${CRYPTOGRAPHIC})
  JOIN manifest_digest m ON m.value = g.value AND m.algorithm = g.algorithm
  JOIN check_manifest k ON k.mid = m.mid AND k.ord >= 0
  JOIN check_run r ON r.sid = k.check_sid AND r.production = x.production
  JOIN delivery d ON d.production = r.production AND d.id = r.delivery
  WHERE x.cid = @cid AND (d.last_check = r.id
    OR EXISTS (SELECT 1 FROM release l WHERE l.check_sid = r.sid AND l.live = 1))`;

/** Sorted by delivery. */
export function placementsOf(db: ReadModelDatabase, production: string, cid: number): Placement[] {
  const rows = db.q(`${PLACEMENTS} ORDER BY 1`).all({ cid }) as { delivery: string }[];
  return rows.flatMap(({ delivery }) => {
    const use = deliveryUse(db, production, delivery);
    return use === null ? [] : [{ delivery, use }];
  });
}
