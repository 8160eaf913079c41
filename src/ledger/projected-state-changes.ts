import type { StateChange as Projected, ReadModelDatabase } from '@clearance/projections';
import { Subject, type Observable } from 'rxjs';
import { StateChanges, type StateChange } from '../live/state-changes.js';

/** Contents read at once after a gap. */
const PAGE = 500;

const CHANGED = 'SELECT cid, display, state, compliant, rules, changed_n FROM content WHERE production = ?';

interface ContentRow {
  readonly cid: number;
  readonly display: string;
  readonly state: string;
  readonly compliant: number;
  readonly rules: string;
  readonly changed_n: number;
}

/** State changes as the projector reports them, one for each claim of the content. */
export class ProjectedStateChanges extends StateChanges {
  private readonly told = new Subject<readonly StateChange[]>();

  constructor(
    private readonly db: ReadModelDatabase,
    projected: Observable<readonly Projected[]>,
  ) {
    super();
    projected.subscribe((changes) => {
      if (this.told.observed) this.told.next(changes.flatMap(messagesOf));
    });
  }

  get changes(): Observable<readonly StateChange[]> {
    return this.told.asObservable();
  }

  *changedSince(production: string, n: number): Iterable<StateChange> {
    // A hundred thousand may have changed at one ordinal: the index finds the place among them only where it is asked for.
    const rest = this.db.q(`${CHANGED} AND changed_n = ? AND display < ? ORDER BY display DESC LIMIT ${PAGE}`);
    const next = this.db.q(`${CHANGED} AND changed_n > ? ORDER BY changed_n, display DESC LIMIT ${PAGE}`);
    let last: Pick<ContentRow, 'changed_n' | 'display'> | null = null;
    for (;;) {
      let rows: ContentRow[] =
        last === null ? [] : (rest.all(production, last.changed_n, last.display) as ContentRow[]);
      if (rows.length === 0) rows = next.all(production, last?.changed_n ?? n) as ContentRow[];
      const at = this.db.meta('logTime') ?? '';
      for (const row of rows) yield* this.present(production, row, at);
      const end = rows.at(-1);
      if (end === undefined) return;
      last = end;
    }
  }

  private *present(production: string, row: ContentRow, at: string): Iterable<StateChange> {
    const claims = this.db.q('SELECT id FROM asset WHERE cid = ? AND registered = 1 ORDER BY sid').all(row.cid) as {
      id: string;
    }[];
    for (const { id } of claims) {
      yield {
        production,
        asset: id,
        from: null,
        to: { state: row.state, compliant: row.compliant === 1 },
        rules: row.rules.split('|').filter((rule) => rule !== ''),
        cause: null,
        deliveries: this.deliveries(production, id),
        position: row.changed_n,
        at,
      };
    }
  }

  private deliveries(production: string, asset: string): string[] {
    const promoted = this.db
      .q(
        'SELECT p.delivery AS delivery FROM promotion p JOIN asset a ON a.sid = p.asset_sid WHERE a.production = ? AND a.id = ?',
      )
      .all(production, asset) as { delivery: string }[];
    const released = this.db
      .q(
        `SELECT DISTINCT r.delivery AS delivery FROM asset a JOIN digest g ON g.sid = a.sid
         JOIN manifest_digest d ON d.value = g.value AND d.algorithm = g.algorithm JOIN check_manifest c ON c.mid = d.mid
         JOIN release r ON r.check_sid = c.check_sid AND r.live = 1 AND r.production = a.production
         WHERE a.production = ? AND a.id = ?`,
      )
      .all(production, asset) as { delivery: string }[];
    return [...new Set([...promoted, ...released].map((row) => row.delivery))].sort();
  }
}

function messagesOf({ production, assets, deliveries, from, to, rules, cause, n, at }: Projected): StateChange[] {
  return assets.map((asset, index) => ({
    production,
    asset,
    from,
    to,
    rules,
    cause,
    deliveries: deliveries[index] ?? [],
    position: n,
    at,
  }));
}
