import type { ReadModelDatabase } from '../database.js';
import { statusOfDelivery } from './deliveries.js';
import { CRYPTOGRAPHIC } from './placement.js';
import { positionOf } from './point.js';
import type { Visible } from './visibility.js';

/** What rests on an entry of a register, directly or through what was made from it. */
export interface Impact {
  /** Display ids: those that cite it first, then everything made from them. At most MAX_LISTED. */
  readonly assets: readonly { readonly asset: string; readonly cites: boolean; readonly state: string }[];
  readonly deliveries: readonly ImpactedDelivery[];
  /** Whether there are more assets than are listed; `total` counts all of them. */
  readonly truncated: boolean;
  readonly total: number;
  readonly position: string;
}
export interface ImpactedDelivery {
  readonly delivery: string;
  readonly state: string;
  /** Whether what rests on it is part of a live release; otherwise it is promoted, or stands in the last check. */
  readonly released: boolean;
}

const MAX_LISTED = 1_000;

const REACHED = `WITH RECURSIVE
  citing (cid) AS (
    SELECT c.cid FROM asked a CROSS JOIN content c ON c.cid = a.cid WHERE a.name = @name AND c.production = @production),
  reached (cid) AS (
    SELECT cid FROM citing UNION SELECT e.from_cid FROM reached r CROSS JOIN edge e ON e.to_cid = r.cid
    CROSS JOIN content c ON c.cid = e.from_cid AND c.production = @production)`;

/**
 * @param entry `consent:<id>`, `tool:<id>`, `vendor:<id>`
 * @param visible other assets are counted, not named
 */
export function impactOf(db: ReadModelDatabase, production: string, entry: string, visible: Visible): Impact {
  const at = { name: entry, production };
  const { total } = db.q(`${REACHED} SELECT count(*) AS total FROM reached`).get(at) as { total: number };
  const rows = db
    .q(
      `${REACHED} SELECT c.display AS asset, c.state AS state, r.cid IN (SELECT cid FROM citing) AS cites
       FROM reached r CROSS JOIN content c ON c.cid = r.cid ORDER BY cites DESC, c.display LIMIT @most`,
    )
    .all({ ...at, most: MAX_LISTED }) as { asset: string; state: string; cites: number }[];
  return {
    assets: rows
      .filter(({ asset }) => visible(asset))
      .map(({ asset, state, cites }) => ({ asset, cites: cites === 1, state })),
    deliveries: deliveriesOf(db, production, at),
    truncated: total > rows.length,
    total,
    position: positionOf(db),
  };
}

function deliveriesOf(
  db: ReadModelDatabase,
  production: string,
  at: { name: string; production: string },
): ImpactedDelivery[] {
  const rows = db
    .q(
      `${REACHED},
       placed (delivery, released) AS (
         SELECT p.delivery, 0 FROM reached x CROSS JOIN asset s ON s.cid = x.cid
         CROSS JOIN promotion p ON p.production = @production AND p.asset_sid = s.sid
         UNION
         SELECT k.delivery, EXISTS (SELECT 1 FROM release l WHERE l.check_sid = k.sid AND l.live = 1)
         FROM reached x CROSS JOIN asset s ON s.cid = x.cid
         CROSS JOIN digest g ON g.sid = s.sid AND g.member = 0 AND g.algorithm IN (${CRYPTOGRAPHIC})
         CROSS JOIN manifest_digest m ON m.value = g.value AND m.algorithm = g.algorithm
         CROSS JOIN check_manifest h ON h.mid = m.mid AND h.ord >= 0
         CROSS JOIN check_run k ON k.sid = h.check_sid AND k.production = @production
         CROSS JOIN delivery d ON d.production = k.production AND d.id = k.delivery
         WHERE d.last_check = k.id OR EXISTS (SELECT 1 FROM release l WHERE l.check_sid = k.sid AND l.live = 1))
       SELECT delivery, max(released) AS released FROM placed GROUP BY delivery ORDER BY delivery`,
    )
    .all(at) as { delivery: string; released: number }[];
  return rows.map(({ delivery, released }) => ({
    delivery,
    state: statusOfDelivery(db, production, delivery),
    released: released === 1,
  }));
}
