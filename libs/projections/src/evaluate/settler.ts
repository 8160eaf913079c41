import type { ContentState, Evaluated, JudgeContext, OwnState, Policy } from '@clearance/policy';
import type { ReadModelDatabase } from '../database.js';
import { Breaches } from './breaches.js';
import { pinnedAmong, type LiveRelease } from './live-release.js';
import { PinnedStates } from './pinned-states.js';
import { Memory } from './memory.js';
import { outcomeOf, type Outcome } from './outcome.js';
import { StateChanges, type Changed, type StateChange } from './state-changes.js';
import { policyOf } from './policies.js';
import { judgingOf } from './setting.js';
import { Alike } from './alike.js';
import { textOfState } from './state-text.js';
import { storedEvaluation } from './states.js';
import { StoredStates } from './stored.js';

/** What holds for one step. */
interface Step {
  readonly production: string;
  readonly factsAt: number;
  readonly logTime: string;
  readonly tell: boolean;
  readonly live: readonly LiveRelease[];
  readonly policy: Policy;
  readonly judging: JudgeContext;
  /** Others under which live releases are watched. */
  readonly pinned: readonly Policy[];
}

/** A content to be evaluated, as it is stored. `own`: null where nothing is known of it but its name. */
interface Due {
  readonly cid: number;
  /** The newest event because of which it is to be evaluated. */
  readonly n: number;
  readonly display: string;
  readonly own: string | null;
  readonly classes: string | null;
  readonly state: string;
  readonly compliant: number;
  readonly counts: string;
  readonly rules: string;
  readonly changed_n: number;
}

/** Evaluations of one generation that are remembered, and outcomes kept before all are forgotten and begun anew. */
const MAX_KEPT = 20_000;

/**
 * Evaluates dirty contents in rank order, so that each is evaluated after everything it was made from, and marks what was
 * made from it where something that passes on has changed. Contents of one rank are read and marked together.
 */
export class Settler {
  private readonly breaches: Breaches;
  private readonly stored: StoredStates;
  private readonly stateChanges: StateChanges;
  private readonly pinned: PinnedStates;
  /** What was looked at since events were applied last, and of which production. */
  private readonly cache = new Memory<string, Evaluated | null>(MAX_KEPT);
  /** Contents of which that holds, by number. */
  private readonly fetched = new Memory<number, true>(MAX_KEPT);
  private readonly outcomes = new Map<string, Outcome>();
  private byState = new WeakMap<ContentState, Outcome>();
  private readonly alike = new Alike();
  private cached: string | null = null;

  constructor(private readonly db: ReadModelDatabase) {
    this.breaches = new Breaches(db);
    this.stored = new StoredStates(db);
    this.stateChanges = new StateChanges(db);
    this.pinned = new PinnedStates(db);
  }

  /** Events are about to be applied, or a step was taken back: what was looked at may be no longer so. */
  forget(): void {
    this.cache.clear();
    this.fetched.clear();
    this.outcomes.clear();
    this.byState = new WeakMap();
    this.alike.forget();
    this.stateChanges.forget();
    this.cached = null;
  }

  /** Productions in which something is still to be distilled, evaluated or scanned. */
  unsettled(): string[] {
    const found = new Set<string>();
    // From one production to the next: DISTINCT would walk over every row.
    for (const table of ['dirty', 'stale']) {
      const next = this.db.q(`SELECT production FROM ${table} WHERE production > ? ORDER BY production LIMIT 1`);
      for (let last = ''; ;) {
        const row = next.get(last) as { production: string } | undefined;
        if (row === undefined) break;
        last = row.production;
        found.add(last);
      }
    }
    const scans = this.db.q('SELECT DISTINCT production FROM release WHERE scan_ord IS NOT NULL').all() as {
      production: string;
    }[];
    for (const { production } of scans) found.add(production);
    return [...found].sort();
  }

  /**
   * Takes up to `budget` contents, or one piece of a release scan, of one production. Runs inside a write transaction.
   * @param tell whether changes are gathered.
   * @returns what changed, and how many contents were evaluated.
   */
  step(
    production: string,
    budget: number,
    factsAt: number,
    logTime: string,
    tell: boolean,
  ): { readonly changes: readonly StateChange[]; readonly evaluated: number } {
    if (this.cached !== production) this.forget();
    this.cached = production;
    const { policy } = policyOf(this.db, production);
    const live = this.breaches.live(production);
    const step: Step = {
      production,
      factsAt,
      logTime,
      tell,
      live,
      policy,
      judging: judgingOf(this.db, production, null, policy),
      pinned: pinnedAmong(live),
    };
    const changes: StateChange[] = [];
    let left = budget;
    while (left > 0) {
      const due = this.takeDirty(production, left);
      if (due.length === 0) {
        if (left === budget) this.breaches.scan(production, budget, logTime);
        break;
      }
      left -= due.length;
      for (const change of this.settle(step, due)) changes.push(change);
    }
    return { changes, evaluated: budget - left };
  }

  /**
   * The next contents, all of one rank: none of them is made from another, so what is evaluated among them makes none of
   * them dirty again (members of a cycle, which share a rank, pass nothing on to each other).
   */
  private takeDirty(production: string, most: number): Due[] {
    const first = this.db.q('SELECT rank FROM dirty WHERE production = ? ORDER BY rank LIMIT 1').get(production) as
      { rank: number } | undefined;
    if (first === undefined) return [];
    const due = this.db
      .q(
        `SELECT d.cid AS cid, d.n AS n, c.display AS display, o.data AS own, c.classes AS classes, c.state AS state,
         c.compliant AS compliant, c.counts AS counts, c.rules AS rules, c.changed_n AS changed_n
         FROM dirty d CROSS JOIN content c ON c.cid = d.cid LEFT JOIN own_state o ON o.cid = d.cid
         WHERE d.production = ? AND d.rank = ? ORDER BY d.cid LIMIT ?`,
      )
      .all(production, first.rank, most) as Due[];
    this.db
      .q('DELETE FROM dirty WHERE production = ? AND rank = ? AND cid <= ?')
      .run(production, first.rank, due.at(-1)!.cid);
    return due;
  }

  private settle(step: Step, due: readonly Due[]): StateChange[] {
    const cids = due.map((content) => content.cid);
    this.fetchInputs(step.production, cids);
    const holding = step.live.length === 0 ? null : this.breaches.holding(step.live, cids);
    const passedOn = new Map<number, number[]>();
    const changed: Changed[] = [];
    for (const content of due) {
      if (content.own === null) continue;
      const { cid, n, display } = content;
      const own = JSON.parse(content.own) as OwnState;
      const outcome = this.outcomeOf(
        this.alike.of(own, (input) => this.look(step.production, input), step.policy),
        step.judging,
      );
      this.fetched.set(cid, true);
      this.cache.set(display, this.stored.at(cid, outcome.carried));
      this.write(content, outcome, step.factsAt);
      // What was never evaluated passed nothing on (StoredStates): where that is still so nobody sees a difference.
      const { classes } = content;
      const elsewhere = step.pinned.map((policy) => this.pinned.evaluate(policy, step.production, cid)).includes(true);
      if (elsewhere || (classes === null ? outcome.carried.classes.length > 0 : classes !== outcome.classes)) {
        const others = passedOn.get(n);
        if (others === undefined) passedOn.set(n, [cid]);
        else others.push(cid);
      }
      for (const [release, paths] of holding?.get(cid) ?? [])
        this.breaches.judge(release, cid, { own, state: outcome.carried }, step.logTime, paths);
      if (step.tell && (classes === null || content.state !== outcome.state || content.compliant !== outcome.compliant))
        changed.push({ cid, display, from: content, since: content.changed_n, outcome });
    }
    for (const [n, from] of passedOn) this.markDependents(from, n);
    this.cache.trim();
    this.fetched.trim();
    return changed.length === 0 ? [] : this.stateChanges.of(step, changed);
  }

  private outcomeOf(state: ContentState, judging: JudgeContext): Outcome {
    const same = this.byState.get(state);
    if (same !== undefined) return same;
    const classes = textOfState(state);
    const known = this.outcomes.get(classes);
    const outcome = known ?? outcomeOf(state, classes, judging);
    if (known === undefined) {
      if (this.outcomes.size >= MAX_KEPT) this.outcomes.clear();
      this.outcomes.set(classes, outcome);
    }
    this.byState.set(state, outcome);
    return outcome;
  }

  /** Only what differs, and an index only where what it is over differs. */
  private write(before: Due, { classes, state, compliant, counts, rules }: Outcome, factsAt: number): void {
    const { cid, n } = before;
    if (before.state !== state) {
      this.db
        .q(
          `UPDATE content SET classes = ?, state = ?, compliant = ?, counts = ?, rules = ?, changed_n = ?, found_n = max(?, found_n)
           WHERE cid = ?`,
        )
        .run(classes, state, compliant, counts, rules, factsAt, n, cid);
    } else if (before.classes !== classes) {
      this.db
        .q(
          `UPDATE content SET classes = ?, compliant = ?, counts = ?, rules = ?, changed_n = ?, found_n = max(?, found_n)
           WHERE cid = ?`,
        )
        .run(classes, compliant, counts, rules, factsAt, n, cid);
    } else if (before.counts !== counts || before.rules !== rules || before.compliant !== compliant) {
      this.db
        .q('UPDATE content SET compliant = ?, counts = ?, rules = ? WHERE cid = ?')
        .run(compliant, counts, rules, cid);
    }
  }

  /** Everything that was made from these has to be evaluated, because of what came with event `n`. */
  private markDependents(cids: readonly number[], n: number): void {
    this.db
      .q(
        `INSERT INTO dirty (cid, production, rank, n)
         SELECT c.cid, c.production, c.rank, ? FROM json_each(?) j CROSS JOIN edge e ON e.to_cid = j.value
         CROSS JOIN content c ON c.cid = e.from_cid WHERE true
         ON CONFLICT (cid) DO UPDATE SET n = max(n, excluded.n)`,
      )
      .run(n, JSON.stringify(cids));
  }

  private look(production: string, content: string): Evaluated | null {
    const cached = this.cache.get(content);
    if (cached !== undefined) return cached;
    const stored = storedEvaluation(this.db, this.stored, production, content);
    this.cache.set(content, stored);
    return stored;
  }

  /** What these were made from is asked for at once, by number, and not one by one, by name, when it is looked at. */
  private fetchInputs(production: string, cids: readonly number[]): void {
    const inputs = this.db
      .q(
        `SELECT DISTINCT e.to_cid AS cid FROM json_each(?) j CROSS JOIN edge e ON e.from_cid = j.value
         CROSS JOIN content c ON c.cid = e.to_cid AND c.production = ?`,
      )
      .all(JSON.stringify(cids), production) as { cid: number }[];
    const unknown = inputs.map((input) => input.cid).filter((cid) => this.fetched.get(cid) === undefined);
    for (const { cid, display, evaluated } of this.stored.ofContents(unknown)) {
      this.fetched.set(cid, true);
      if (this.cache.get(display) === undefined) this.cache.set(display, evaluated);
    }
  }
}
