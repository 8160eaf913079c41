import { inherit, policyKey, type Evaluated, type Look, type OwnState, type Policy } from '@clearance/policy';
import type { ReadModelDatabase } from '../database.js';
import { isForeign } from './foreign.js';
import { stateOfText, textOfState } from './state-text.js';
import { storedEvaluation } from './states.js';
import { StoredStates } from './stored.js';

/**
 * States under policies that are no longer the production's own, or engines that are no longer active, but by which a live
 * release was judged (F8): a release is watched by the rules it was released under. Rows stand here only while such a release lives.
 */
export class PinnedStates {
  private readonly stored: StoredStates;

  constructor(private readonly db: ReadModelDatabase) {
    this.stored = new StoredStates(db);
  }

  ownText(policy: Policy, cid: number): string | null {
    const row = this.db.q('SELECT data FROM pinned_own WHERE policy = ? AND cid = ?').get(policyKey(policy), cid) as
      { data: string } | undefined;
    return row?.data ?? null;
  }

  distilled(policy: Policy, cid: number, own: string): void {
    this.db
      .q(
        `INSERT INTO pinned_own (policy, cid, data) VALUES (?, ?, ?)
         ON CONFLICT (policy, cid) DO UPDATE SET data = excluded.data`,
      )
      .run(policyKey(policy), cid, own);
  }

  /** Evaluates a content anew. @returns whether what it carries has changed */
  evaluate(policy: Policy, production: string, cid: number): boolean {
    const own = this.ownText(policy, cid);
    if (own === null) return false;
    const classes = textOfState(inherit(JSON.parse(own) as OwnState, this.look(policy, production), policy));
    const before = this.db
      .q('SELECT classes FROM pinned_state WHERE policy = ? AND cid = ?')
      .get(policyKey(policy), cid) as { classes: string } | undefined;
    if (before?.classes === classes) return false;
    this.db
      .q(
        `INSERT INTO pinned_state (policy, cid, classes) VALUES (?, ?, ?)
         ON CONFLICT (policy, cid) DO UPDATE SET classes = excluded.classes`,
      )
      .run(policyKey(policy), cid, classes);
    return true;
  }

  /** null where nothing is known of it, or it has not been evaluated yet. */
  at(policy: Policy, cid: number): Evaluated | null {
    const row = this.db
      .q(
        `SELECT o.data AS own, s.classes AS classes FROM pinned_own o JOIN pinned_state s ON s.policy = o.policy AND s.cid = o.cid
         WHERE o.policy = ? AND o.cid = ?`,
      )
      .get(policyKey(policy), cid) as { own: string; classes: string } | undefined;
    if (row === undefined) return null;
    return { own: JSON.parse(row.own) as OwnState, state: stateOfText(row.classes) };
  }

  look(policy: Policy, production: string): Look {
    return (content) => {
      // L6: what another production shares stands under its own policy.
      if (isForeign(content)) return storedEvaluation(this.db, this.stored, production, content);
      const row = this.db.q('SELECT cid FROM asset WHERE production = ? AND id = ?').get(production, content) as
        { cid: number } | undefined;
      return row === undefined ? null : this.at(policy, row.cid);
    };
  }
}

/** Rows of policies by which no live release of the production was judged, or which are its own again, are of no use. */
export function dropUnpinned(db: ReadModelDatabase, production: string, pinned: readonly Policy[]): void {
  const kept = JSON.stringify(pinned.map(policyKey));
  for (const table of ['pinned_own', 'pinned_state']) {
    db.q(
      `DELETE FROM ${table} WHERE policy NOT IN (SELECT value FROM json_each(?))
       AND cid IN (SELECT cid FROM content WHERE production = ?)`,
    ).run(kept, production);
  }
}
