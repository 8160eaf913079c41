import type { ReadModelDatabase } from '../database.js';
import type { LiveRelease } from './live-release.js';
import type { Outcome } from './outcome.js';

/** A content whose state or compliance became another one. Changes of one step share their parts, so they travel cheaply. */
export interface StateChange {
  readonly production: string;
  /** Ids of all its claims. */
  readonly assets: readonly string[];
  /** For each claim the deliveries that it was promoted for or is released in. */
  readonly deliveries: readonly (readonly string[])[];
  readonly from: StateOf;
  readonly to: StateOf;
  readonly rules: readonly string[];
  /** The newest event, since the content last changed, about itself or a root of what is open. */
  readonly cause: Cause | null;
  /** factsAt and log time when it was written. */
  readonly n: number;
  readonly at: string;
}
interface StateOf {
  readonly state: string;
  readonly compliant: boolean;
}
interface Cause {
  readonly stream: string;
  readonly revision: number;
  readonly type: string;
}

/** What is to be told of. */
export interface Changed {
  readonly cid: number;
  readonly display: string;
  readonly from: { readonly state: string; readonly compliant: number };
  /** factsAt when it changed before. */
  readonly since: number;
  readonly outcome: Outcome;
}

interface Claim {
  readonly sid: number;
  readonly id: string;
  /** Its newest event; null where it has none. */
  readonly n: number | null;
}

/** Events and roots kept before all are forgotten and begun anew. */
const MAX_KEPT = 4_000;
const NO_DELIVERIES: readonly string[] = [];

/** Puts what changed in words for followers: claims, deliveries and causes of many contents at once. */
export class StateChanges {
  /** Newest event of a content since events were applied last; 0 where there is none. */
  private readonly newest = new Map<string, number>();
  private readonly causes = new Map<number, Cause>();

  constructor(private readonly db: ReadModelDatabase) {}

  forget(): void {
    this.newest.clear();
  }

  of(
    step: { production: string; factsAt: number; logTime: string; live: readonly LiveRelease[] },
    changed: readonly Changed[],
  ): StateChange[] {
    const { production } = step;
    const cids = JSON.stringify(changed.map(({ cid }) => cid));
    const claims = this.claims(cids);
    const deliveries = this.deliveries(production, cids, step.live);
    const states = new Map<string, StateOf>();
    return changed.map(({ cid, display, from, since, outcome }) => {
      const own = claims.get(cid) ?? [];
      this.keep(this.newest, display, newestAmong(own));
      return {
        production,
        assets: own.map((claim) => claim.id),
        deliveries: own.map((claim) => deliveries.get(claim.sid) ?? NO_DELIVERIES),
        from: shared(states, from),
        to: shared(states, outcome),
        rules: outcome.openRules,
        cause: this.cause(production, [display, ...outcome.openRoots], since),
        n: step.factsAt,
        at: step.logTime,
      };
    });
  }

  private cause(production: string, contents: readonly string[], since: number): Cause | null {
    let newest = 0;
    for (const content of contents) newest = Math.max(newest, this.newestOf(production, content));
    return newest > since ? this.causeAt(newest) : null;
  }

  private causeAt(n: number): Cause {
    const known = this.causes.get(n);
    if (known !== undefined) return known;
    const cause = this.db
      .q(
        'SELECT s.name AS stream, e.revision AS revision, e.type AS type FROM event e JOIN stream s ON s.sid = e.sid WHERE e.n = ?',
      )
      .get(n) as Cause;
    this.keep(this.causes, n, cause);
    return cause;
  }

  /** A root is asked about for each of its descendants, so it is kept. */
  private newestOf(production: string, content: string): number {
    const kept = this.newest.get(content);
    if (kept !== undefined) return kept;
    const claim = this.db.q('SELECT cid FROM asset WHERE production = ? AND id = ?').get(production, content) as
      { cid: number } | undefined;
    const claims = claim === undefined ? [] : (this.claims(JSON.stringify([claim.cid])).get(claim.cid) ?? []);
    const newest = newestAmong(claims);
    this.keep(this.newest, content, newest);
    return newest;
  }

  /** By revision, which the index has in order together with n: the events themselves are not read. */
  private claims(cids: string): Map<number, Claim[]> {
    const rows = this.db
      .q(
        `SELECT a.cid AS cid, a.sid AS sid, a.id AS id,
           (SELECT n FROM event WHERE sid = a.sid ORDER BY revision DESC LIMIT 1) AS n
         FROM json_each(?) j CROSS JOIN asset a ON a.cid = j.value`,
      )
      .all(cids) as (Claim & { readonly cid: number })[];
    const claims = Map.groupBy(rows, (row) => row.cid);
    for (const own of claims.values()) if (own.length > 1) own.sort((a, b) => a.sid - b.sid);
    return claims;
  }

  /** By claim; most productions have neither promoted nor released much, and then there is nothing to look up. */
  private deliveries(
    production: string,
    cids: string,
    live: readonly LiveRelease[],
  ): ReadonlyMap<number, readonly string[]> {
    const found: { sid: number; delivery: string }[] = [];
    if (this.db.q('SELECT 1 FROM promotion WHERE production = ? LIMIT 1').get(production) !== undefined) {
      const promoted = this.db
        .q(
          `SELECT a.sid AS sid, p.delivery AS delivery FROM json_each(?) j CROSS JOIN asset a ON a.cid = j.value
           CROSS JOIN promotion p ON p.production = ? AND p.asset_sid = a.sid`,
        )
        .all(cids, production) as typeof found;
      for (const row of promoted) found.push(row);
    }
    if (live.length > 0) {
      const released = this.db
        .q(
          `SELECT DISTINCT a.sid AS sid, r.delivery AS delivery FROM json_each(?) j CROSS JOIN asset a ON a.cid = j.value
           CROSS JOIN digest g ON g.sid = a.sid
           CROSS JOIN manifest_digest d ON d.value = g.value AND d.algorithm = g.algorithm
           CROSS JOIN check_manifest c ON c.mid = d.mid
           CROSS JOIN release r ON r.check_sid = c.check_sid AND r.live = 1 AND r.production = ?`,
        )
        .all(cids, production) as typeof found;
      for (const row of released) found.push(row);
    }
    const byClaim = new Map<number, readonly string[]>();
    for (const [sid, rows] of Map.groupBy(found, (row) => row.sid))
      byClaim.set(sid, [...new Set(rows.map((row) => row.delivery))].sort());
    return byClaim;
  }

  private keep<K, V>(kept: Map<K, V>, key: K, value: V): void {
    if (kept.size >= MAX_KEPT) kept.clear();
    kept.set(key, value);
  }
}

function newestAmong(claims: readonly Claim[]): number {
  return claims.reduce((newest, { n }) => Math.max(newest, n ?? 0), 0);
}

function shared(states: Map<string, StateOf>, { state, compliant }: { state: string; compliant: number }): StateOf {
  const key = `${state} ${compliant}`;
  const known = states.get(key);
  if (known !== undefined) return known;
  const made = { state, compliant: compliant === 1 };
  states.set(key, made);
  return made;
}
