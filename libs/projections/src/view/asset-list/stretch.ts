import type { ReadModelDatabase } from '../../database.js';
import type { ContentRow } from '../content.js';
import { conditionsOf, type Conditions } from './conditions.js';
import type { AssetListKey, AssetListQuery, AssetSort } from './query.js';

/** Contents of one stretch of a list, in its order. */
export interface Stretch {
  readonly rows: readonly ContentRow[];
  /** Up to where was looked, where there is more behind it; null where there is no more, or `rows` is full. */
  readonly end: AssetListKey | null;
}
export interface StretchAsk {
  /** All contents that can be asked for, where they are few. */
  readonly few: readonly number[] | null;
  readonly after: AssetListKey | null;
  readonly most: number;
  /** So many entries of an index are gone through, whether they are asked for or not. */
  readonly walk: number;
}

/** The first `most` contents after a key that a query asks for. */
export function stretchOf(
  db: ReadModelDatabase,
  production: string,
  query: AssetListQuery,
  { few, after, most, walk: length }: StretchAsk,
): Stretch {
  const conditions = conditionsOf(query);
  const values = { ...conditions.values, production, most, last: length - 1, ...after };
  if (few !== null) {
    const sql = amongFew(conditions, query.sort, after !== null);
    return { rows: db.q(sql).all({ ...values, few: JSON.stringify(few) }) as ContentRow[], end: null };
  }
  if (conditions.states?.length === 0) return { rows: [], end: null };
  const walk = walkOf(conditions, query, after !== null);
  const end = db.q(endOf(walk)).get(values) as AssetListKey | undefined;
  const bound = end === undefined ? values : { ...values, endAsset: end.asset, endChanged: end.changed };
  const rows = db.q(along(walk, conditions, end !== undefined)).all(bound) as ContentRow[];
  return { rows, end: rows.length === most ? null : (end ?? null) };
}

/** Findings are looked up where a content is judged; a list need not read them. */
const COLUMNS =
  'c.cid, c.production, c.display, c.cycle, NULL AS classes, c.state, c.compliant, c.counts, c.rules, c.changed_n, c.found_n';

/** All of the few are looked at and sorted. */
function amongFew({ where, states }: Conditions, sort: AssetSort, goesOn: boolean): string {
  const all = ['c.production = @production', 'a.registered = 1', ...where];
  if (states !== null) all.push(states.length === 0 ? 'false' : `(${states.join(' OR ')})`);
  if (goesOn) all.push(sort === 'id' ? 'c.display > @asset' : AFTER_CHANGED);
  return `SELECT ${COLUMNS} FROM json_each(@few) j CROSS JOIN content c ON c.cid = j.value
    CROSS JOIN asset a ON a.sid = c.cid WHERE ${all.join(' AND ')} ORDER BY ${ORDER[sort]} LIMIT @most`;
}

/**
 * How an index is walked in the order of a list: its entries begin with the state where not all are asked for, so there is
 * one branch a state, and SQLite merges them as they go.
 */
interface Walk {
  readonly sort: AssetSort;
  /** Tables, in the order in which they are gone through; the first has the index. */
  readonly from: string;
  readonly branches: readonly string[];
  /** What an entry has to meet beside that to stand for a content. */
  readonly shown: string;
  /** Columns of the index for the key of an entry. */
  readonly key: { readonly asset: string; readonly changed: string };
}

function walkOf({ states }: Conditions, { sort, filter, use }: AssetListQuery, goesOn: boolean): Walk {
  const onlyOpen = use === null && filter.rule !== undefined;
  if (sort === 'id' && states === null && !onlyOpen) {
    return {
      sort,
      from: 'asset a CROSS JOIN content c ON c.cid = a.sid',
      branches: [goesOn ? 'a.production = @production AND a.id > @asset' : 'a.production = @production'],
      shown: 'a.registered = 1 AND a.sid = a.cid',
      key: { asset: 'a.id', changed: '0' },
    };
  }
  const each = ['c.production = @production'];
  if (onlyOpen && states === null && sort === 'id') each.push("c.rules <> ''");
  if (sort === '-changed' && filter.changedAfter !== undefined) each.push('c.changed_n > @changedAfter');
  if (goesOn) each.push(sort === 'id' ? 'c.display > @asset' : AFTER_CHANGED);
  return {
    sort,
    from: 'content c CROSS JOIN asset a ON a.sid = c.cid',
    branches: (states ?? [null]).map((state) => [...each, ...(state === null ? [] : [state])].join(' AND ')),
    shown: 'a.registered = 1',
    key: { asset: 'c.display', changed: sort === 'id' ? '0' : 'c.changed_n' },
  };
}

const AFTER_CHANGED = 'c.changed_n <= @changed AND (c.changed_n < @changed OR c.display > @asset)';
const UP_TO: Readonly<Record<AssetSort, (walk: Walk) => string>> = {
  id: ({ key }) => `${key.asset} <= @endAsset`,
  '-changed': () => 'c.changed_n >= @endChanged AND (c.changed_n > @endChanged OR c.display <= @endAsset)',
};
const ORDER: Readonly<Record<AssetSort, string>> = { id: 'c.display', '-changed': 'c.changed_n DESC, c.display' };

/** Key of the entry with which a stretch ends; reads nothing but the index. */
function endOf({ from, branches, key, sort }: Walk): string {
  const [table] = from.split(' CROSS JOIN');
  const entries = branches.map(
    (where) => `SELECT ${key.asset} AS asset, ${key.changed} AS changed FROM ${table} WHERE ${where}`,
  );
  const order = sort === 'id' ? 'asset' : 'changed DESC, asset';
  return `${entries.join(' UNION ALL ')} ORDER BY ${order} LIMIT 1 OFFSET @last`;
}

function along(walk: Walk, { where }: Conditions, ends: boolean): string {
  const parts = walk.branches.map((branch) => {
    const all = [branch, walk.shown, ...where, ...(ends ? [UP_TO[walk.sort](walk)] : [])];
    return `SELECT ${COLUMNS} FROM ${walk.from} WHERE ${all.join(' AND ')}`;
  });
  const [only, ...others] = parts;
  const order =
    others.length > 0 ? ORDER[walk.sort].replaceAll('c.', '') : walk.sort === 'id' ? walk.key.asset : ORDER[walk.sort];
  return `${others.length === 0 ? only : parts.join(' UNION ALL ')} ORDER BY ${order} LIMIT @most`;
}
