import type { Recorded } from '@clearance/domain';
import type { ReadModelDatabase } from '../database.js';

/** Whether reuse of an event id (E3) is looked for with each event, or once for all when the index of keys is there. */
export type WhenReuse = 'found-at-once' | 'found-later';

/** An event of an asset whose key stands in another stream, before it, with other content. */
export interface Reuse {
  readonly n: number;
  readonly production: string;
  /** Asset id. */
  readonly id: string;
}

/** Looks for reuse event by event. The events of one append share a key, so that only the first of them is looked up. */
export class ReuseLookup {
  private last: { readonly n: number; readonly sid: number; readonly dedup: string; readonly reused: boolean } | null =
    null;

  constructor(private readonly db: ReadModelDatabase) {}

  /** E3: the same key stands in another stream with other content. */
  isReused(event: Recorded, sid: number): boolean {
    const { last } = this;
    const { dedup, contentDigest } = event.meta;
    const continued = last !== null && last.n === event.n - 1 && last.sid === sid && last.dedup === dedup;
    const reused = continued
      ? last.reused
      : this.db
          .q('SELECT 1 FROM event WHERE dedup = ? AND sid <> ? AND content_digest <> ? AND n < ? LIMIT 1')
          .get(dedup, sid, contentDigest, event.n) !== undefined;
    this.last = { n: event.n, sid, dedup, reused };
    return reused;
  }
}

/** The same in all events that were applied, in log order. */
export function reusesIn(db: ReadModelDatabase): Reuse[] {
  // A key is in two streams hardly ever; which ones are, the index tells by itself.
  return db
    .q(
      `SELECT e.n AS n, a.production AS production, a.id AS id
       FROM (SELECT dedup FROM event GROUP BY dedup HAVING min(sid) <> max(sid)) k
       CROSS JOIN event e ON e.dedup = k.dedup
       CROSS JOIN asset a ON a.sid = e.sid
       WHERE NOT EXISTS (SELECT 1 FROM quarantine q WHERE q.n = e.n)
         AND EXISTS (SELECT 1 FROM event b WHERE b.dedup = e.dedup AND b.sid <> e.sid AND b.content_digest <> e.content_digest AND b.n < e.n)
       ORDER BY e.n`,
    )
    .all() as Reuse[];
}
