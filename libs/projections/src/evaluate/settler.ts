import { BARE_USE } from '@clearance/domain';
import { basePack, judge, type OwnState } from '@clearance/policy';
import type { ReadModelDatabase } from '../database.js';
import { Breaches } from './breaches.js';
import { markDirty } from './distiller.js';
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

interface StoredContent {
  readonly display: string;
  readonly own: string | null;
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
  private readonly cache = new Map<string, Evaluated | null>();

  constructor(private readonly db: ReadModelDatabase) {
    this.breaches = new Breaches(db);
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
   * @returns what changed.
   */
  step(production: string, budget: number, factsAt: number, logTime: string): StateChange[] {
    const changes: StateChange[] = [];
    this.cache.clear();
    for (let done = 0; done < budget; done += 1) {
      const next = this.db
        .q('SELECT cid, n FROM dirty WHERE production = ? ORDER BY rank, cid LIMIT 1')
        .get(production) as { cid: number; n: number } | undefined;
      if (next === undefined) {
        if (done === 0) this.breaches.scan(production, budget, logTime);
        break;
      }
      this.db.q('DELETE FROM dirty WHERE cid = ?').run(next.cid);
      const change = this.content(production, next.cid, next.n, factsAt, logTime);
      if (change !== null) changes.push(change);
    }
    return changes;
  }

  private content(
    production: string,
    cid: number,
    causeN: number,
    factsAt: number,
    logTime: string,
  ): StateChange | null {
    const row = this.db
      .q('SELECT display, own, classes, state, compliant, changed_n, found_n FROM content WHERE cid = ?')
      .get(cid) as StoredContent | undefined;
    if (row?.own == null) return null;
    const own = JSON.parse(row.own) as OwnState;
    const state = evaluateContent(own, (content) => this.look(production, content));
    const text = JSON.stringify(state);
    const verdict = judge(state, BARE_USE, { terms: termsOf(this.db), logTime, pack: basePack });
    const rules = [...new Set(verdict.open.map((finding) => finding.rule))].sort();
    const compliant = verdict.compliant ? 1 : 0;
    const passesOn = text !== row.classes;
    const changed = passesOn || row.state !== verdict.state;
    if (passesOn) {
      for (const { cid: dependent } of this.db.q('SELECT from_cid AS cid FROM edge WHERE to_cid = ?').all(cid) as {
        cid: number;
      }[]) {
        markDirty(this.db, dependent, causeN);
      }
    }
    this.cache.set(row.display, { own, state });
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
    this.breaches.content(production, cid, own, state, logTime);
    if (row.state === verdict.state && row.compliant === compliant && row.classes !== null) return null;
    return {
      production,
      assets: (this.db.q('SELECT id FROM asset WHERE cid = ? ORDER BY sid').all(cid) as { id: string }[]).map(
        (claim) => claim.id,
      ),
      from: { state: row.state, compliant: row.compliant === 1 },
      to: { state: verdict.state, compliant: verdict.compliant },
      rules,
      cause: this.cause(production, [row.display, ...verdict.open.map((finding) => finding.root)], row.changed_n),
      n: factsAt,
      at: logTime,
    };
  }

  private cause(production: string, contents: readonly string[], since: number): StateChange['cause'] {
    let newest: (NonNullable<StateChange['cause']> & { n: number }) | null = null;
    for (const content of new Set(contents)) {
      const row = this.db
        .q(
          `SELECT s.name AS stream, e.revision AS revision, e.type AS type, e.n AS n FROM asset a JOIN asset b ON b.cid = a.cid
           JOIN event e ON e.sid = b.sid JOIN stream s ON s.sid = e.sid
           WHERE a.production = ? AND a.id = ? AND e.n > ? ORDER BY e.n DESC LIMIT 1`,
        )
        .get(production, content, since) as (NonNullable<StateChange['cause']> & { n: number }) | undefined;
      if (row !== undefined && (newest === null || row.n > newest.n)) newest = row;
    }
    return newest === null ? null : { stream: newest.stream, revision: newest.revision, type: newest.type };
  }

  private look(production: string, content: string): Evaluated | null {
    const cached = this.cache.get(content);
    if (cached !== undefined) return cached;
    const stored = storedState(this.db, production, content);
    if (this.cache.size > 2_000) this.cache.clear();
    this.cache.set(content, stored);
    return stored;
  }
}
