import { foreignAssetName } from '@clearance/domain';
import type { ContentRef, Evaluated, FindingClass, OwnFinding, Outcome } from '@clearance/policy';
import type { ReadModelDatabase } from '../database.js';

/* L6: what another production shares. Everything that is not shared looks as if it did not exist. */

/** Which production a name leads to, seen from one: `id@production` is another's, everything else its own. */
export function locate(production: string, name: ContentRef): { readonly production: string; readonly id: string } {
  const at = name.lastIndexOf('@');
  return at < 1 ? { production, id: name } : { production: name.slice(at + 1), id: name.slice(0, at) };
}

export function isForeign(name: ContentRef): boolean {
  return name.lastIndexOf('@') > 0;
}

/** Productions that share something with one. */
export function ownersFor(db: ReadModelDatabase, production: string): string[] {
  return (
    db.q('SELECT DISTINCT production FROM shared WHERE to_production = ? ORDER BY production').all(production) as {
      production: string;
    }[]
  ).map((row) => row.production);
}

/** What is shared, and by whom. */
export interface Shares {
  /** Productions that share something with `to`. */
  owners(to: string): readonly string[];
  has(owner: string, to: string, kind: 'asset' | 'digest', name: string): boolean;
}
export const NO_SHARES: Shares = { owners: () => [], has: () => false };

export function sharesIn(db: ReadModelDatabase): Shares {
  return {
    owners: (to) => ownersFor(db, to),
    has: (owner, to, kind, name) =>
      db
        .q('SELECT 1 FROM shared WHERE to_production = ? AND production = ? AND kind = ? AND name = ?')
        .get(to, owner, kind, name) !== undefined,
  };
}

/**
 * What crosses to the production it is shared with: of each rule the outcome and whom to ask. Roots, evidence and approvals stay
 * with the owner; every finding arises at the shared asset itself, and only an approval given on this side clears it.
 */
export function redacted(db: ReadModelDatabase, owner: string, evaluated: Evaluated): Evaluated {
  const name = foreignAssetName(evaluated.own.content, owner);
  const worst = new Map<string, FindingClass>();
  for (const cls of evaluated.state.classes) {
    const known = worst.get(cls.rule);
    if (known === undefined || SEVERITY.indexOf(cls.outcome) < SEVERITY.indexOf(known.outcome))
      worst.set(cls.rule, cls);
  }
  const rules = [...worst.values()].sort((a, b) => (a.rule < b.rule ? -1 : 1));
  const contact = contactOf(db, owner);
  return {
    own: {
      content: name,
      findings: rules.map(({ rule, outcome, code }): OwnFinding => ({
        rule,
        root: name,
        element: null,
        outcome,
        code,
        message: `${name} is shared by ${owner}, where it has ${rule} (${outcome}): ask ${contact}`,
        evidence: [],
      })),
      edges: [],
      completeness: 'not-asked',
      approvals: [],
      confirmations: [],
      submitters: evaluated.own.submitters,
      dueAt: [],
    },
    state: {
      classes: rules.map(({ rule, outcome, code }): FindingClass => ({
        rule,
        root: name,
        element: null,
        outcome,
        code,
        approvals: [],
        via: null,
      })),
    },
  };
}

const SEVERITY: readonly Outcome[] = ['deny', 'unknown', 'approval', 'escalate', 'notice'];

/** Whoever opened the production. */
function contactOf(db: ReadModelDatabase, production: string): string {
  const row = db.q('SELECT opened_by FROM production WHERE id = ?').get(production) as
    { opened_by: string } | undefined;
  return row?.opened_by ?? production;
}
