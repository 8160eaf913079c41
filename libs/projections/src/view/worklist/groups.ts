import { joinClaims } from '@clearance/policy';
import type { ReadModelDatabase } from '../../database.js';
import { claimsOf, findAsset, statesOf } from '../content.js';
import { positionOf } from '../point.js';
import type { Visible } from '../visibility.js';
import { worklist, type WorklistFilter, type WorklistKey } from '../worklist.js';
import type { WorklistItem, WorklistKind } from './item.js';

/** Findings of one rule at what one tool, in one mode, of one vendor made. */
export interface WorklistGroup {
  readonly kind: WorklistKind;
  readonly rule: string;
  /** null = no tool is known. Several tools are named together, sorted. */
  readonly tool: string | null;
  readonly mode: string | null;
  readonly vendor: string | null;
  readonly count: number;
  /** Since when the oldest waits. RFC 3339. */
  readonly since: string;
  /** Sorted; those that nobody has are not named. */
  readonly owners: readonly string[];
  readonly unowned: number;
  /** Display ids of the first, at most MAX_ASSETS. */
  readonly assets: readonly string[];
  /** What would clear the first of them. */
  readonly clears: WorklistItem['clears'];
}
export interface WorklistGroups {
  /** Largest first. */
  readonly items: readonly WorklistGroup[];
  /** Whether there were more items than were looked at: the counts are then those of the first. */
  readonly truncated: boolean;
  readonly position: string;
}

const MAX_ITEMS = 20_000;
const MAX_ASSETS = 500;
const PAGE = 1_000;

export function worklistGroups(
  db: ReadModelDatabase,
  production: string,
  filter: WorklistFilter,
  visible: Visible,
): WorklistGroups {
  const groups = new Map<string, WorklistItem[]>();
  const makers = new Map<string, Maker>();
  let after: WorklistKey | null = null;
  let seen = 0;
  do {
    const page = worklist(db, production, filter, after, PAGE, visible);
    for (const item of page.items) {
      if (item.asset === null || item.rule === null) continue;
      const maker = makers.get(item.asset) ?? makerOf(db, production, item.asset);
      makers.set(item.asset, maker);
      const name = JSON.stringify([item.kind, item.rule, maker.tool, maker.mode, maker.vendor]);
      const group = groups.get(name);
      if (group === undefined) groups.set(name, [item]);
      else group.push(item);
    }
    seen += page.items.length;
    after = page.next;
  } while (after !== null && seen < MAX_ITEMS);
  const items = [...groups.values()].map((group) => groupOf(group, makers.get(group[0]!.asset!)!));
  items.sort((a, b) => b.count - a.count || (a.since < b.since ? -1 : 1));
  return { items, truncated: after !== null, position: positionOf(db) };
}

interface Maker {
  readonly tool: string | null;
  readonly mode: string | null;
  readonly vendor: string | null;
}

function makerOf(db: ReadModelDatabase, production: string, asset: string): Maker {
  const found = findAsset(db, production, asset);
  if (found === null) return { tool: null, mode: null, vendor: null };
  const dossier = joinClaims(statesOf(db, claimsOf(db, found.content.cid)), found.content.display);
  const tools = dossier.facts.flatMap((fact) =>
    (fact.type === 'generated-by-tool' || fact.type === 'derived-from') && fact.data.tool !== undefined
      ? [fact.data.tool]
      : [],
  );
  const vendors = dossier.facts.flatMap((fact) =>
    'vendor' in fact.data && typeof fact.data.vendor === 'string' ? [fact.data.vendor] : [],
  );
  return {
    tool: together(tools.map(({ id, version }) => `${id}@${version}`)),
    mode: together(tools.flatMap(({ mode }) => (mode === undefined ? [] : [mode]))),
    vendor: together(vendors),
  };
}

function together(names: readonly string[]): string | null {
  return names.length === 0 ? null : [...new Set(names)].sort().join(', ');
}

function groupOf(items: readonly WorklistItem[], maker: Maker): WorklistGroup {
  const [first] = items;
  if (first === undefined) throw new Error('a group has at least one item');
  return {
    kind: first.kind,
    rule: first.rule!,
    ...maker,
    count: items.length,
    since: items.map(({ since }) => since).sort()[0]!,
    owners: [...new Set(items.flatMap(({ owner }) => (owner === null ? [] : [owner])))].sort(),
    unowned: items.filter(({ owner }) => owner === null).length,
    assets: [...new Set(items.map(({ asset }) => asset!))].slice(0, MAX_ASSETS),
    clears: first.clears,
  };
}
