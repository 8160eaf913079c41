import type { ReadModelDatabase } from '../../database.js';

/** Contents of which a delivery for an audience is made, at one position. */
interface Closure {
  readonly production: string;
  readonly factsAt: string;
  readonly cids: ReadonlySet<number>;
}

/** A page after the other asks for the same. */
const last = new WeakMap<ReadModelDatabase, Closure>();

/**
 * Everything in the closures of open final and marketing deliveries: what is promoted to one, what its last check lists, and all
 * that was made from. A delivery is open until it is recalled or replaced.
 */
export function inOpenDeliveries(db: ReadModelDatabase, production: string): ReadonlySet<number> {
  const factsAt = db.meta('factsAt') ?? '0';
  const known = last.get(db);
  if (known !== undefined && known.production === production && known.factsAt === factsAt) return known.cids;
  const rows = db
    .q(
      `WITH RECURSIVE
       open_delivery (id, last_check) AS (
         SELECT id, last_check FROM delivery
         WHERE production = @production AND class IN ('final', 'marketing') AND status NOT IN ('recalled', 'replaced')),
       placed (cid) AS (
         SELECT x.cid FROM open_delivery d
         CROSS JOIN promotion p ON p.production = @production AND p.delivery = d.id CROSS JOIN asset x ON x.sid = p.asset_sid
         UNION
         SELECT x.cid FROM open_delivery d CROSS JOIN check_run r ON r.production = @production AND r.id = d.last_check
         CROSS JOIN check_manifest k ON k.check_sid = r.sid AND k.ord >= 0 CROSS JOIN manifest_digest m ON m.mid = k.mid
         CROSS JOIN digest g ON g.production = @production AND g.algorithm = m.algorithm AND g.value = m.value AND g.member = 0
         CROSS JOIN asset x ON x.sid = g.sid),
       closure (cid) AS (
         SELECT cid FROM placed UNION SELECT e.to_cid FROM closure c CROSS JOIN edge e ON e.from_cid = c.cid)
       SELECT cid FROM closure`,
    )
    .all({ production }) as { cid: number }[];
  const cids = new Set(rows.map(({ cid }) => cid));
  last.set(db, { production, factsAt, cids });
  return cids;
}
