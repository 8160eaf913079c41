import type { Use } from '@clearance/domain';
import { judge, useFieldsAsked, type ContentRef, type ContentState, type UseFacts } from '@clearance/policy';
import type { ReadModelDatabase } from '../database.js';
import { declaredUsesOf, judgingOf } from '../evaluate/setting.js';
import { policyOf } from '../evaluate/policies.js';
import { FreshStates } from '../evaluate/states.js';
import { deliveryUse } from './delivery-use.js';
import type { Visible } from './visibility.js';

/** A root of which a rule asks how it is used in a delivery, and nobody has said it. */
export interface MissingUseView {
  readonly asset: string;
  /** What is not declared: `humanInput`, `onScreen`, `prominence`. */
  readonly fields: readonly string[];
  /** Rules that ask, sorted. */
  readonly rules: readonly string[];
}

/**
 * By asset id: of what is promoted to the delivery and of what its last check lists. Only what an open finding depends on is
 * asked; declaring it may clear the finding, or change nothing. `after`: the last asset of the page before.
 */
export function missingUses(
  db: ReadModelDatabase,
  production: string,
  delivery: string,
  page: { readonly after: string | null; readonly limit: number },
  visible: Visible,
): { readonly items: readonly MissingUseView[]; readonly next: string | null } {
  const use = deliveryUse(db, production, delivery);
  const asked = use === null ? [] : [...askedIn(db, production, delivery, use).values()];
  const rest = asked
    .filter(({ asset }) => (page.after === null || asset > page.after) && visible(asset))
    .sort((a, b) => (a.asset < b.asset ? -1 : 1));
  const items = rest.slice(0, page.limit);
  return { items, next: rest.length > page.limit ? items.at(-1)!.asset : null };
}

function askedIn(
  db: ReadModelDatabase,
  production: string,
  delivery: string,
  use: Use,
): ReadonlyMap<ContentRef, MissingUseView> {
  const { policy } = policyOf(db, production);
  const judging = judgingOf(db, production, delivery, policy);
  const declared = declaredUsesOf(db, production, delivery);
  const states = new FreshStates(db, production);
  const found = new Map<ContentRef, MissingUseView>();
  const seen = new Set<ContentState>();
  for (const display of placedIn(db, production, delivery)) {
    const state = states.of(display)?.state;
    // Renders of one plate carry the very same.
    if (state === undefined || seen.has(state)) continue;
    seen.add(state);
    for (const finding of judge(state, use, judging).open) {
      const fields = useFieldsAsked(finding).filter((field) => !isDeclared(declared(finding.root), field));
      if (fields.length > 0) found.set(finding.root, joined(found.get(finding.root), finding, fields));
    }
  }
  return found;
}

function isDeclared(use: UseFacts | null, field: string): boolean {
  const value = use?.[field];
  return value !== undefined && value !== 'unknown';
}

function joined(
  before: MissingUseView | undefined,
  { root, rule }: { readonly root: ContentRef; readonly rule: string },
  fields: readonly string[],
): MissingUseView {
  const union = (a: readonly string[], b: readonly string[]) => [...new Set([...a, ...b])].sort();
  return { asset: root, fields: union(before?.fields ?? [], fields), rules: union(before?.rules ?? [], [rule]) };
}

/** Display ids of what is promoted to the delivery, and of what its last check lists. */
function placedIn(db: ReadModelDatabase, production: string, delivery: string): string[] {
  const rows = db
    .q(
      `SELECT DISTINCT c.display AS display FROM (
         SELECT x.cid AS cid FROM promotion p CROSS JOIN asset x ON x.sid = p.asset_sid
         WHERE p.production = @production AND p.delivery = @delivery
         UNION
         SELECT x.cid FROM delivery d CROSS JOIN check_run r ON r.production = @production AND r.id = d.last_check
         CROSS JOIN check_manifest k ON k.check_sid = r.sid AND k.ord >= 0 CROSS JOIN manifest_digest m ON m.mid = k.mid
         CROSS JOIN digest g ON g.production = @production AND g.algorithm = m.algorithm AND g.value = m.value AND g.member = 0
         CROSS JOIN asset x ON x.sid = g.sid WHERE d.production = @production AND d.id = @delivery
       ) placed CROSS JOIN content c ON c.cid = placed.cid`,
    )
    .all({ production, delivery }) as { display: string }[];
  return rows.map(({ display }) => display);
}
