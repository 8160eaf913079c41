import type { ComplianceState } from '@clearance/policy';
import { likePattern } from '../called.js';
import { PLACED } from '../placement.js';
import type { AssetListQuery } from './query.js';

/** What a content `c` with its display claim `a` has to meet. Values are bound by name. */
export interface Conditions {
  readonly where: readonly string[];
  readonly values: Readonly<Record<string, string | number>>;
  /** One condition for each state that may be listed; null where all may. */
  readonly states: readonly string[] | null;
}

/** Every combination of conditions is one statement text; values are bound, so there are no more texts than that. */
export function conditionsOf({ filter, use }: AssetListQuery): Conditions {
  const where: string[] = [];
  const values: Record<string, string | number> = {};
  const and = (condition: string, bound: Record<string, string | number>) => {
    where.push(condition);
    Object.assign(values, bound);
  };
  const { kind, vendor, tool, rule, delivery, labels, digest, alias, q, changedAfter } = filter;
  if (use === null && rule !== undefined) and("c.rules <> '' AND instr(c.rules, @rule) > 0", { rule: `|${rule}|` });
  if (kind !== undefined)
    and(
      someClaim((claim) => `${claim}.kind = @kind`),
      { kind },
    );
  if (vendor !== undefined)
    and(
      someClaim((claim) => `${claim}.vendor = @vendor`),
      { vendor },
    );
  if (tool !== undefined)
    and(
      someClaim((claim) => `instr(${claim}.tools, @tool) > 0`),
      { tool: `|${tool}|` },
    );
  if (delivery !== undefined) and(PLACED, { delivery });
  for (const [index, label] of Object.entries(labels ?? {}).entries()) {
    const [first, later] = [`first${index}`, `later${index}`] as const;
    const has = (claim: string) => `(instr(${claim}.labels, @${first}) > 0 OR instr(${claim}.labels, @${later}) > 0)`;
    and(someClaim(has), { [first]: `{${labelText(label)}`, [later]: `,${labelText(label)}` });
  }
  if (digest !== undefined) and(DIGEST, { algorithm: digest.algorithm, digest: digest.value });
  if (alias !== undefined) and(ALIAS, { scheme: alias.scheme, alias: alias.value });
  if (q !== undefined) and(CALLED, { q: likePattern(q) });
  if (changedAfter !== undefined) and('c.changed_n > @changedAfter', { changedAfter });
  const states = use === null ? statesOf(filter) : null;
  for (const [index, state] of (states ?? []).entries()) values[`state${index}`] = state;
  return { where, values, states: states === null ? null : states.map((_, index) => `c.state = @state${index}`) };
}

/**
 * A label as it stands in a row, as a member of a JSON object. After `{` or `,` it can be nothing else: inside of a text
 * a quotation mark has a backslash before it.
 */
export function labelText([name, value]: readonly [string, string]): string {
  return `${JSON.stringify(name)}:${JSON.stringify(value)}`;
}

/** `compliant` says nothing that the state does not: what may go out is clear or approved. */
function statesOf({ states, compliant }: AssetListQuery['filter']): readonly string[] | null {
  if (compliant === undefined) return states === undefined ? null : [...new Set(states)];
  const fitting = Object.keys(COMPLIANT).filter((state) => COMPLIANT[state as ComplianceState] === compliant);
  return states === undefined ? fitting : fitting.filter((state) => states.includes(state));
}

const COMPLIANT: Readonly<Record<ComplianceState, boolean>> = {
  denied: false,
  unknown: false,
  temporary: false,
  'needs-approval': false,
  escalated: false,
  approved: true,
  clear: true,
};

/** Holds for a claim of the content: nearly always there is but the one that is shown. */
function someClaim(condition: (claim: 'a' | 'x') => string): string {
  return `(${condition('a')} OR EXISTS (SELECT 1 FROM asset x WHERE x.cid = c.cid AND x.cid <> x.sid AND ${condition('x')}))`;
}

const DIGEST = someClaim(
  (claim) =>
    `${claim}.sid IN (SELECT sid FROM digest WHERE production = @production AND algorithm = @algorithm AND value = @digest)`,
);
const ALIAS = someClaim(
  (claim) =>
    `${claim}.sid IN (SELECT sid FROM alias WHERE production = @production AND scheme = @scheme AND value = @alias)`,
);
const CALLED = someClaim(
  (claim) => `(${claim}.id LIKE @q ESCAPE '\\' OR ${claim}.name LIKE @q ESCAPE '\\'
    OR EXISTS (SELECT 1 FROM alias l WHERE l.sid = ${claim}.sid AND l.value LIKE @q ESCAPE '\\'))`,
);
