import { JOINING_ALGORITHMS, type Digests, type Use } from '@clearance/domain';
import { basePack, failing, tracePath, type ContentState, type Failure, type OwnState } from '@clearance/policy';
import type { ReadModelDatabase } from '../database.js';
import { storedState, termsOf } from './states.js';

/** A live release. */
export interface ReleaseRow {
  readonly decision: string;
  readonly production: string;
  readonly check_sid: number;
  readonly released_at: string;
  readonly use: string;
  readonly scan_ord: number | null;
  readonly scan_idx: number | null;
}

const MAX_PATHS = 100;

/**
 * Which finding keys make which live release fail under its own use (D4, D5). Rows are written in the transaction that
 * changes the state; the sentinel turns them into events.
 */
export class Breaches {
  constructor(private readonly db: ReadModelDatabase) {}

  live(production: string): readonly ReleaseRow[] {
    return this.db.q('SELECT * FROM release WHERE production = ? AND live = 1').all(production) as ReleaseRow[];
  }

  /** A content has been evaluated: looks at every live release that holds one of its claims' bytes. */
  content(live: readonly ReleaseRow[], cid: number, own: OwnState, state: ContentState, logTime: string): void {
    for (const [release, paths] of this.releasesHolding(live, cid))
      this.judge(release, cid, own, state, logTime, paths);
  }

  /** Looks at the next items of releases whose outcome has just been projected (facts between S and the outcome, D4). */
  scan(production: string, budget: number, logTime: string): void {
    const release = this.db
      .q('SELECT * FROM release WHERE production = ? AND scan_ord IS NOT NULL ORDER BY n LIMIT 1')
      .get(production) as ReleaseRow | undefined;
    if (release === undefined) return;
    const items = this.db
      .q(
        `SELECT m.ord AS ord, i.idx AS idx, i.data AS data FROM check_manifest m JOIN manifest_item i ON i.mid = m.mid
         WHERE m.check_sid = ? AND (m.ord > ? OR (m.ord = ? AND i.idx > ?)) ORDER BY m.ord, i.idx LIMIT ?`,
      )
      .all(release.check_sid, release.scan_ord, release.scan_ord, release.scan_idx, budget) as {
      ord: number;
      idx: number;
      data: string;
    }[];
    for (const item of items) {
      const { digests, path } = JSON.parse(item.data) as { digests: Digests; path: string };
      for (const cid of this.contentsOf(production, digests)) {
        const display = (this.db.q('SELECT display FROM content WHERE cid = ?').get(cid) as { display: string })
          .display;
        const evaluated = storedState(this.db, production, display);
        if (evaluated !== null) this.judge(release, cid, evaluated.own, evaluated.state, logTime, [path]);
      }
    }
    const last = items.at(-1);
    this.db
      .q('UPDATE release SET scan_ord = ?, scan_idx = ? WHERE decision = ?')
      .run(
        items.length < budget ? null : (last?.ord ?? null),
        items.length < budget ? null : (last?.idx ?? null),
        release.decision,
      );
  }

  private judge(
    release: ReleaseRow,
    cid: number,
    own: OwnState,
    state: ContentState,
    logTime: string,
    paths: readonly string[],
  ): void {
    const use = JSON.parse(release.use) as Use;
    const found = failing(state, use, {
      terms: termsOf(this.db),
      logTime,
      pack: basePack,
      releasedAt: release.released_at,
    });
    const before = this.db
      .q('SELECT rule, root, element FROM breach_content WHERE decision = ? AND cid = ?')
      .all(release.decision, cid) as {
      rule: string;
      root: string;
      element: string;
    }[];
    const now = new Set(found.map((entry) => keyText(entry)));
    for (const entry of before) {
      if (now.has(keyText(entry))) continue;
      this.db
        .q('DELETE FROM breach_content WHERE decision = ? AND cid = ? AND rule = ? AND root = ? AND element = ?')
        .run(release.decision, cid, entry.rule, entry.root, entry.element);
      this.db
        .q(
          `UPDATE breach SET gone = 1 WHERE decision = @decision AND rule = @rule AND root = @root AND element = @element AND NOT EXISTS
           (SELECT 1 FROM breach_content c WHERE c.decision = @decision AND c.rule = @rule AND c.root = @root AND c.element = @element)`,
        )
        .run({ decision: release.decision, rule: entry.rule, root: entry.root, element: entry.element });
      // A doubt that went before anybody spoke of it leaves nothing; a read model that never saw it has nothing either (P1).
      this.db
        .q(
          `DELETE FROM breach WHERE decision = ? AND rule = ? AND root = ? AND element = ?
           AND gone = 1 AND announced = 0 AND kind <> 'compromised'`,
        )
        .run(release.decision, entry.rule, entry.root, entry.element);
    }
    for (const entry of found) this.open(release, cid, own, state, entry, paths);
  }

  private open(
    release: ReleaseRow,
    cid: number,
    own: OwnState,
    state: ContentState,
    entry: Failure,
    paths: readonly string[],
  ): void {
    const element = entry.element ?? '';
    this.db
      .q('INSERT OR IGNORE INTO breach_content (decision, cid, rule, root, element) VALUES (?, ?, ?, ?, ?)')
      .run(release.decision, cid, entry.rule, entry.root, element);
    const known = this.db
      .q('SELECT kind, paths, announced FROM breach WHERE decision = ? AND rule = ? AND root = ? AND element = ?')
      .get(release.decision, entry.rule, entry.root, element) as
      { kind: string; paths: string; announced: number } | undefined;
    if (known !== undefined) {
      // A milder concern that turns out to be a breach is announced anew; the other way round nothing is taken back.
      const worse = entry.kind === 'compromised' && known.kind !== 'compromised';
      // What was announced stands in the words of the announcement (P1).
      const heard = JSON.parse(known.paths) as string[];
      const all = known.announced === 1 && !worse ? heard : pathList([...heard, ...paths]);
      this.db
        .q(
          `UPDATE breach SET gone = 0, paths = ?, kind = ?, announced = CASE WHEN ? THEN 0 ELSE announced END
           WHERE decision = ? AND rule = ? AND root = ? AND element = ?`,
        )
        .run(
          JSON.stringify(all),
          worse ? entry.kind : known.kind,
          worse ? 1 : 0,
          release.decision,
          entry.rule,
          entry.root,
          element,
        );
      return;
    }
    const traced = tracePath(own.content, entry.cls, (content) =>
      content === own.content ? { own, state } : storedState(this.db, release.production, content),
    );
    this.db
      .q(
        `INSERT INTO breach (decision, rule, root, element, kind, outcome, message, evidence, paths, announced, gone)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 0, 0)`,
      )
      .run(
        release.decision,
        entry.rule,
        entry.root,
        element,
        entry.kind,
        entry.outcome,
        traced.ownFinding?.message ?? `${entry.rule} at ${entry.root}`,
        JSON.stringify(traced.ownFinding?.evidence ?? []),
        JSON.stringify(pathList(paths)),
      );
  }

  private releasesHolding(live: readonly ReleaseRow[], cid: number): Map<ReleaseRow, string[]> {
    const holding = new Map<ReleaseRow, string[]>();
    const byCheck = new Map(live.map((release) => [release.check_sid, release]));
    const digests = this.db
      .q(
        'SELECT DISTINCT d.algorithm AS algorithm, d.value AS value FROM digest d JOIN asset a ON a.sid = d.sid WHERE a.cid = ?',
      )
      .all(cid) as { algorithm: string; value: string }[];
    for (const { algorithm, value } of digests) {
      if (!(JOINING_ALGORITHMS as readonly string[]).includes(algorithm)) continue;
      const items = this.db
        .q(
          `SELECT c.check_sid AS check_sid, i.data AS data FROM manifest_digest d JOIN check_manifest c ON c.mid = d.mid
           JOIN manifest_item i ON i.mid = d.mid AND i.idx = d.idx WHERE d.value = ? AND d.algorithm = ?`,
        )
        .all(value, algorithm) as { check_sid: number; data: string }[];
      for (const item of items) {
        const release = byCheck.get(item.check_sid);
        if (release === undefined) continue;
        holding.set(release, [...(holding.get(release) ?? []), (JSON.parse(item.data) as { path: string }).path]);
      }
    }
    return holding;
  }

  private contentsOf(production: string, digests: Digests): Set<number> {
    const found = new Set<number>();
    for (const algorithm of JOINING_ALGORITHMS) {
      const value = digests[algorithm];
      if (value === undefined) continue;
      const rows = this.db
        .q(
          'SELECT DISTINCT a.cid AS cid FROM digest d JOIN asset a ON a.sid = d.sid WHERE d.production = ? AND d.algorithm = ? AND d.value = ?',
        )
        .all(production, algorithm, value) as { cid: number }[];
      for (const row of rows) found.add(row.cid);
    }
    return found;
  }
}

/** An item is found by each of its digests, and is one all the same. */
function pathList(paths: readonly string[]): string[] {
  return [...new Set(paths)].sort().slice(0, MAX_PATHS);
}

function keyText(key: { rule: string; root: string; element: string | null }): string {
  return JSON.stringify([key.rule, key.root, key.element ?? '']);
}
