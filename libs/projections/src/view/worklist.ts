import { derivedId } from '@clearance/domain';
import type { ReadModelDatabase } from '../database.js';
import { policyOf } from '../evaluate/policies.js';
import { inOpenDeliveries } from './worklist/closure.js';
import { concernItems } from './worklist/concerns.js';
import { findingItems } from './worklist/findings.js';
import type { Source, WorklistEntry, WorklistItem, WorklistKind } from './worklist/item.js';
import { expiringItems, requestItems, retractionItems } from './worklist/records.js';
import type { Visible } from './visibility.js';

export interface WorklistFilter {
  readonly kinds: readonly string[] | null;
  readonly owner: string | null;
  readonly rule: string | null;
  /** Only what has waited since before this time. RFC 3339. */
  readonly before: string | null;
  /**
   * Whose findings: `deliveries` = only what stands in the closure of an open final or marketing delivery. null = that where the
   * production has adopted a pack, and everything where only the base rules bind.
   */
  readonly scope?: 'all' | 'deliveries' | null;
}
/** Number of the source that the page before ended in, and the key of its last item there. */
export interface WorklistKey {
  readonly source: number;
  readonly key: readonly (string | number)[];
}
export interface WorklistPage {
  readonly items: readonly WorklistItem[];
  readonly next: WorklistKey | null;
}

const SOURCES: readonly { readonly kinds: readonly WorklistKind[]; readonly source: Source }[] = [
  { kinds: ['concern'], source: concernItems },
  { kinds: ['approval', 'ruling'], source: requestItems },
  { kinds: ['retraction'], source: retractionItems },
  { kinds: ['expiring'], source: expiringItems },
  { kinds: ['approval', 'ruling', 'unknown', 'replacement'], source: findingItems },
];
/** How many entries one page may look at before it is given short; its `next` goes on from there. */
const SCAN = 1_000;

/** What waits: concerns about releases first, then what was asked for, then what runs out, then findings where they arise. */
export function worklist(
  db: ReadModelDatabase,
  production: string,
  filter: WorklistFilter,
  after: WorklistKey | null,
  limit: number,
  visible: Visible,
): WorklistPage {
  const items: WorklistItem[] = [];
  const within = withinOf(db, production, filter.scope ?? null);
  let last = after;
  let scanned = 0;
  for (const [number, { kinds, source }] of SOURCES.entries()) {
    if (number < (after?.source ?? 0)) continue;
    if (filter.kinds !== null && !kinds.some((kind) => filter.kinds!.includes(kind))) continue;
    for (const entry of source({ db, production, visible, within }, after?.source === number ? after.key : null)) {
      if (items.length === limit || scanned === SCAN) return { items, next: last };
      const item = itemOf(db, production, entry);
      if (item !== null && matches(item, filter)) items.push(item);
      last = { source: number, key: entry.key };
      scanned += 1;
    }
  }
  return { items, next: null };
}

function withinOf(
  db: ReadModelDatabase,
  production: string,
  scope: 'all' | 'deliveries' | null,
): ReadonlySet<number> | null {
  const narrow = scope ?? (policyOf(db, production).policy.packs.length > 1 ? 'deliveries' : 'all');
  return narrow === 'all' ? null : inOpenDeliveries(db, production);
}

function itemOf(db: ReadModelDatabase, production: string, { item, identity }: WorklistEntry): WorklistItem | null {
  if (item === null) return null;
  const id = derivedId('wrk', [production, ...identity].join('\n'));
  const assigned = db.q('SELECT owner FROM assignment WHERE production = ? AND item = ?').get(production, id) as
    { owner: string } | undefined;
  return { id, ...item, owner: assigned?.owner ?? item.owner };
}

function matches(item: WorklistItem, { kinds, owner, rule, before }: WorklistFilter): boolean {
  if (kinds !== null && !kinds.includes(item.kind)) return false;
  if (owner !== null && item.owner !== owner) return false;
  if (rule !== null && item.rule !== rule) return false;
  return before === null || Date.parse(item.since) < Date.parse(before);
}
