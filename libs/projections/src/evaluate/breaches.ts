import { JOINING_ALGORITHMS, type Digests } from '@clearance/domain';
import { failing, tracePath, type Evaluated, type Failure, type JudgeContext } from '@clearance/policy';
import type { ReadModelDatabase } from '../database.js';
import { EndedConsents } from './ended-consents.js';
import { liveRelease, liveReleases, type LiveRelease, type ReleaseRow } from './live-release.js';
import { PinnedStates } from './pinned-states.js';
import { judgingOf } from './setting.js';
import { storedEvaluation } from './states.js';
import { StoredStates } from './stored.js';

const MAX_PATHS = 100;

/**
 * Which finding keys make which live release fail under its own use (D4, D5). Rows are written in the transaction that
 * changes the state; the sentinel turns them into events.
 */
export class Breaches {
  private readonly stored: StoredStates;
  private readonly pinned: PinnedStates;
  private readonly contexts = new WeakMap<LiveRelease, JudgeContext>();
  private readonly ended = new WeakMap<LiveRelease, EndedConsents>();

  constructor(private readonly db: ReadModelDatabase) {
    this.stored = new StoredStates(db);
    this.pinned = new PinnedStates(db);
  }

  live(production: string): readonly LiveRelease[] {
    return liveReleases(this.db, production);
  }

  /** Which of these contents have claims whose bytes a live release holds, under which paths. */
  holding(live: readonly LiveRelease[], cids: readonly number[]): Map<number, Map<LiveRelease, string[]>> {
    const byCheck = new Map(live.map((release) => [release.checkSid, release]));
    const rows = this.db
      .q(
        `SELECT a.cid AS cid, c.check_sid AS check_sid, i.path AS path FROM json_each(?) j
         CROSS JOIN asset a ON a.cid = j.value CROSS JOIN digest g ON g.sid = a.sid
         CROSS JOIN manifest_digest d ON d.value = g.value AND d.algorithm = g.algorithm
         CROSS JOIN check_manifest c ON c.mid = d.mid
         CROSS JOIN release r ON r.check_sid = c.check_sid AND r.live = 1
         CROSS JOIN manifest_item i ON i.mid = d.mid AND i.idx = d.idx
         WHERE g.algorithm IN (${JOINING_ALGORITHMS.map((algorithm) => `'${algorithm}'`).join(', ')})`,
      )
      .all(JSON.stringify(cids)) as { cid: number; check_sid: number; path: string }[];
    const holding = new Map<number, Map<LiveRelease, string[]>>();
    for (const { cid, check_sid: check, path } of rows) {
      const release = byCheck.get(check);
      if (release === undefined) continue;
      const releases = holding.get(cid) ?? new Map<LiveRelease, string[]>();
      holding.set(cid, releases);
      const paths = releases.get(release);
      if (paths === undefined) releases.set(release, [path]);
      else paths.push(path);
    }
    return holding;
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
    const live = liveRelease(this.db, release);
    for (const item of items) {
      const { digests, path } = JSON.parse(item.data) as { digests: Digests; path: string };
      for (const cid of this.contentsOf(production, digests)) {
        const { evaluated } = this.stored.ofContent(cid);
        if (evaluated !== null) this.judge(live, cid, evaluated, logTime, [path]);
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

  /**
   * A content that a live release holds has been evaluated.
   * @param current under the production's own policy; a release that was judged by another is judged by that
   */
  judge(release: LiveRelease, cid: number, current: Evaluated, logTime: string, paths: readonly string[]): void {
    const evaluated = release.pinned ? this.pinned.at(release.policy, cid) : current;
    // It waits to be distilled under the release's policy, and will be judged when it has been evaluated under it.
    if (evaluated === null) return;
    const found = this.failing(release, evaluated, logTime);
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
    for (const entry of found) this.open(release, cid, evaluated, entry, paths);
  }

  private failing(release: LiveRelease, { state }: Evaluated, logTime: string): Failure[] {
    const { use, releasedAt } = release;
    return failing(state, use, { ...this.judging(release), logTime, releasedAt }).map((failure) =>
      failure.kind === 'compromised' && this.endedConsents(release).explain(failure)
        ? { ...failure, kind: 'affected' }
        : failure,
    );
  }

  /** Many contents of a release fail for one root: asked once a release object. */
  private endedConsents(release: LiveRelease): EndedConsents {
    let ended = this.ended.get(release);
    if (ended === undefined) {
      ended = new EndedConsents(this.db, release);
      this.ended.set(release, ended);
    }
    return ended;
  }

  /** Under the packs and the declared uses that the release stands on; read once a release object. */
  private judging(release: LiveRelease): JudgeContext {
    let context = this.contexts.get(release);
    if (context === undefined) {
      context = judgingOf(this.db, release.production, release.delivery, release.policy);
      this.contexts.set(release, context);
    }
    return context;
  }

  private open(
    release: LiveRelease,
    cid: number,
    evaluated: Evaluated,
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
    const { content: start } = evaluated.own;
    const others = release.pinned
      ? this.pinned.look(release.policy, release.production)
      : (content: string) => storedEvaluation(this.db, this.stored, release.production, content);
    const traced = tracePath(start, entry.cls, (content) => (content === start ? evaluated : others(content)));
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
