import { assetStream, BARE_USE } from '@clearance/domain';
import { basePack, judge, type JudgeContext, type OwnState } from '@clearance/policy';
import type { ReadModelDatabase } from '../database.js';
import { Breaches, type ReleaseRow } from './breaches.js';
import { markDependentsDirty } from './distiller.js';
import { evaluateContent, storedState, termsOf, type Evaluated } from './states.js';

/** A content whose state or compliance became another one. */
export interface StateChange {
  readonly production: string;
  /** Ids of all its claims. */
  readonly assets: readonly string[];
  readonly from: { readonly state: string; readonly compliant: boolean };
  readonly to: { readonly state: string; readonly compliant: boolean };
  readonly rules: readonly string[];
  /** The newest event, since the content last changed, about itself or a root of what is open. */
  readonly cause: { readonly stream: string; readonly revision: number; readonly type: string } | null;
  /** factsAt and log time when it was written. */
  readonly n: number;
  readonly at: string;
}

/** What holds for one step. */
interface Step {
  readonly production: string;
  readonly factsAt: number;
  readonly logTime: string;
  readonly tell: boolean;
  readonly live: readonly ReleaseRow[];
  readonly judging: JudgeContext;
}

type NewestEvent = NonNullable<StateChange['cause']> & { readonly n: number };

/**
 * Claims of a content, each with its last event. By revision, which an index has in order: for the greatest n, every event
 * of the stream would be read and sorted.
 */
const CLAIMS_WITH_NEWEST = `SELECT a.id AS id, e.n AS n, e.revision AS revision, e.type AS type FROM asset a
  LEFT JOIN event e ON e.sid = a.sid AND e.revision = (SELECT max(revision) FROM event WHERE sid = a.sid)
  WHERE a.cid = ? ORDER BY a.sid`;
interface ClaimWithNewest {
  readonly id: string;
  readonly n: number | null;
  readonly revision: number;
  readonly type: string;
}

/** Evaluations kept before all are forgotten and begun anew. */
const MAX_KEPT = 4_000;

interface StoredContent {
  readonly display: string;
  readonly own: string;
  readonly classes: string | null;
  readonly state: string;
  readonly compliant: number;
  readonly changed_n: number;
  readonly found_n: number;
}

/**
 * Evaluates dirty contents in rank order, so that each is evaluated after everything it was made from, and marks what was
 * made from it where something that passes on has changed.
 */
export class Settler {
  private readonly breaches: Breaches;
  /** What was looked at since events were applied last, and of which production. */
  private readonly cache = new Map<string, Evaluated | null>();
  private cached: string | null = null;
  /** Newest event of a content since then. */
  private readonly newest = new Map<string, NewestEvent | null>();

  constructor(private readonly db: ReadModelDatabase) {
    this.breaches = new Breaches(db);
  }

  /** Events are about to be applied: what was looked at may be no longer so. */
  forget(): void {
    this.cache.clear();
    this.newest.clear();
    this.cached = null;
  }

  /** Productions in which something is still to be evaluated or scanned. */
  unsettled(): string[] {
    const dirty = this.db.q('SELECT DISTINCT production FROM dirty').all() as { production: string }[];
    const scans = this.db.q('SELECT DISTINCT production FROM release WHERE scan_ord IS NOT NULL').all() as {
      production: string;
    }[];
    return [...new Set([...dirty, ...scans].map((row) => row.production))].sort();
  }

  /**
   * Takes up to `budget` contents, or one piece of a release scan, of one production. Runs inside a write transaction.
   * @param tell whether changes are gathered.
   * @returns what changed.
   */
  step(production: string, budget: number, factsAt: number, logTime: string, tell: boolean): StateChange[] {
    if (this.cached !== production) this.forget();
    this.cached = production;
    const step: Step = {
      production,
      factsAt,
      logTime,
      tell,
      live: this.breaches.live(production),
      judging: { terms: termsOf(this.db), logTime, pack: basePack },
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
      for (const { cid, n } of due) {
        const change = this.content(step, cid, n);
        if (change !== null) changes.push(change);
      }
    }
    return changes;
  }

  /**
   * The next contents, all of one rank: none of them is made from another, so what is evaluated among them makes none of
   * them dirty again (members of a cycle, which share a rank, pass nothing on to each other).
   */
  private takeDirty(production: string, most: number): { cid: number; n: number }[] {
    const first = this.db.q('SELECT rank FROM dirty WHERE production = ? ORDER BY rank LIMIT 1').get(production) as
      { rank: number } | undefined;
    if (first === undefined) return [];
    const due = this.db
      .q('SELECT cid, n FROM dirty WHERE production = ? AND rank = ? ORDER BY cid LIMIT ?')
      .all(production, first.rank, most) as { cid: number; n: number }[];
    this.db
      .q('DELETE FROM dirty WHERE production = ? AND rank = ? AND cid <= ?')
      .run(production, first.rank, due.at(-1)!.cid);
    return due;
  }

  private content(step: Step, cid: number, causeN: number): StateChange | null {
    const { production, factsAt, logTime } = step;
    const row = this.db
      .q(
        `SELECT c.display AS display, o.data AS own, c.classes AS classes, c.state AS state, c.compliant AS compliant,
           c.changed_n AS changed_n, c.found_n AS found_n FROM content c JOIN own_state o ON o.cid = c.cid WHERE c.cid = ?`,
      )
      .get(cid) as StoredContent | undefined;
    if (row === undefined) return null;
    const own = JSON.parse(row.own) as OwnState;
    const state = evaluateContent(own, (content) => this.look(production, content));
    const text = JSON.stringify(state);
    const verdict = judge(state, BARE_USE, step.judging);
    const rules = [...new Set(verdict.open.map((finding) => finding.rule))].sort();
    const compliant = verdict.compliant ? 1 : 0;
    const differs = text !== row.classes;
    const changed = differs || row.state !== verdict.state;
    // What was never evaluated passed nothing on (storedState): where that is still so nobody sees a difference.
    const passesOn = row.classes === null ? state.classes.length > 0 : differs;
    if (passesOn) markDependentsDirty(this.db, cid, causeN);
    this.keep(row.display, { own, state });
    this.db
      .q(
        'UPDATE content SET classes = ?, state = ?, compliant = ?, counts = ?, rules = ?, changed_n = ?, found_n = ? WHERE cid = ?',
      )
      .run(
        text,
        verdict.state,
        compliant,
        JSON.stringify(verdict.counts),
        rules.length === 0 ? '' : `|${rules.join('|')}|`,
        changed ? factsAt : row.changed_n,
        changed ? Math.max(causeN, row.found_n) : row.found_n,
        cid,
      );
    if (step.live.length > 0) this.breaches.content(step.live, cid, own, state, logTime);
    if (!step.tell || (row.state === verdict.state && row.compliant === compliant && row.classes !== null)) return null;
    const claims = this.db.q(CLAIMS_WITH_NEWEST).all(cid) as ClaimWithNewest[];
    this.keepNewest(row.display, newestAmong(production, claims));
    return {
      production,
      assets: claims.map((claim) => claim.id),
      from: { state: row.state, compliant: row.compliant === 1 },
      to: { state: verdict.state, compliant: verdict.compliant },
      rules,
      cause: this.cause(production, [row.display, ...verdict.open.map((finding) => finding.root)], row.changed_n),
      n: factsAt,
      at: logTime,
    };
  }

  private cause(production: string, contents: readonly string[], since: number): StateChange['cause'] {
    let newest: NewestEvent | null = null;
    for (const content of new Set(contents)) {
      const event = this.newestOf(production, content);
      if (event !== null && event.n > since && (newest === null || event.n > newest.n)) newest = event;
    }
    return newest === null ? null : { stream: newest.stream, revision: newest.revision, type: newest.type };
  }

  /** A root is asked about for each of its descendants, so it is kept. */
  private newestOf(production: string, content: string): NewestEvent | null {
    const kept = this.newest.get(content);
    if (kept !== undefined) return kept;
    const claim = this.db.q('SELECT cid FROM asset WHERE production = ? AND id = ?').get(production, content) as
      { cid: number } | undefined;
    const claims = claim === undefined ? [] : (this.db.q(CLAIMS_WITH_NEWEST).all(claim.cid) as ClaimWithNewest[]);
    return this.keepNewest(content, newestAmong(production, claims));
  }

  private keepNewest(content: string, newest: NewestEvent | null): NewestEvent | null {
    if (this.newest.size >= MAX_KEPT) this.newest.clear();
    this.newest.set(content, newest);
    return newest;
  }

  private look(production: string, content: string): Evaluated | null {
    const cached = this.cache.get(content);
    if (cached !== undefined) return cached;
    const stored = storedState(this.db, production, content);
    this.keep(content, stored);
    return stored;
  }

  private keep(content: string, evaluated: Evaluated | null): void {
    if (this.cache.size >= MAX_KEPT) this.cache.clear();
    this.cache.set(content, evaluated);
  }
}

function newestAmong(production: string, claims: readonly ClaimWithNewest[]): NewestEvent | null {
  let newest: NewestEvent | null = null;
  for (const { id, n, revision, type } of claims) {
    if (n !== null && (newest === null || n > newest.n))
      newest = { stream: assetStream(production, id), revision, type, n };
  }
  return newest;
}
