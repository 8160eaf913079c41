import { BARE_USE, type Use } from '@clearance/domain';
import type { ReadModelDatabase } from '../database.js';
import { assetSummary, storedJudgement, type AssetSummary } from './asset-summary.js';
import { claimsOf, contentRow, type ContentRow } from './content.js';
import { Judge, type JudgedState } from './judged.js';
import { PLACEMENTS } from './placement.js';
import { seesAny, type HiddenAsset, type Visible } from './visibility.js';

/** What a list of assets asks for; absent members ask for all. */
export interface AssetFilter {
  readonly states?: readonly string[];
  readonly compliant?: boolean;
  readonly kind?: string;
  readonly vendor?: string;
  /** Tool id. */
  readonly tool?: string;
  /** Id of a rule of which a finding is open. */
  readonly rule?: string;
  readonly delivery?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly digest?: { readonly algorithm: string; readonly value: string };
  readonly alias?: { readonly scheme: string; readonly value: string };
  /** Part of an id, a name or an alias, in any case. */
  readonly q?: string;
  /** Ordinal n. */
  readonly changedAfter?: number;
}
export type AssetSort = 'id' | '-changed';
/** Where the page before ended: display id, and for `-changed` its changed_n as well. */
export interface AssetListKey {
  readonly asset: string;
  readonly changed: number;
}
export interface AssetListQuery {
  readonly filter: AssetFilter;
  readonly sort: AssetSort;
  /** null = the bare use, as stored; otherwise each content is judged for it. */
  readonly use: Use | null;
  /** The delivery whose use that is: what it declared of roots counts. */
  readonly usedIn?: string | null;
  readonly after: AssetListKey | null;
  readonly limit: number;
}
export interface AssetListPage {
  readonly items: readonly (AssetSummary | HiddenAsset)[];
  readonly next: AssetListKey | null;
}

/** How many contents one page may judge before it is given short; its `next` goes on from there. */
const SCAN = 5_000;
const BATCH = 500;
const SHOWN_OF_HIDDEN: ReadonlySet<string> = new Set([
  'states',
  'compliant',
  'changedAfter',
] satisfies (keyof AssetFilter)[]);

/** One item a content of which any claim is registered (I2), as of the production's `stateAt`. */
export function listAssets(
  db: ReadModelDatabase,
  production: string,
  query: AssetListQuery,
  visible: Visible,
): AssetListPage {
  const judge = query.use === null ? null : new Judge(db, production, query.use, query.usedIn ?? null);
  const items: (AssetSummary | HiddenAsset)[] = [];
  // To be listed under a name or a vendor tells them: what is hidden is listed by what is shown of it alone.
  const telling = Object.entries(query.filter).some(
    ([name, value]) => value !== undefined && !SHOWN_OF_HIDDEN.has(name),
  );
  // Where every row is an item, no more are read than the page holds, and one to know whether there are more.
  const batch = judge === null && !telling ? query.limit + 1 : BATCH;
  let after = query.after;
  for (let scanned = 0; scanned < SCAN;) {
    const rows = contents(db, production, query, after, batch);
    for (const content of rows) {
      const judged = judge === null ? storedJudgement(content) : judgedFor(judge, content, query.filter);
      const key = { asset: content.display, changed: content.changed_n };
      const claims = judged === null ? [] : claimsOf(db, content.cid);
      if (judged !== null && (seesAny(visible, claims) || !telling)) {
        if (items.length === query.limit) return { items, next: after };
        items.push(assetSummary(db, content, claims, judged, query.use ?? BARE_USE, visible));
      }
      after = key;
      scanned += 1;
    }
    if (rows.length < batch) return { items, next: null };
  }
  return { items, next: after };
}

/** Display ids of the contents of which a claim has a digest or an alias; a weak digest or a path may lead to several. */
export function contentsNamed(
  db: ReadModelDatabase,
  production: string,
  by: { readonly digest: { algorithm: string; value: string } } | { readonly alias: { scheme: string; value: string } },
): ContentRow[] {
  const rows = (
    'digest' in by
      ? db
          .q(
            `SELECT DISTINCT a.cid AS cid FROM digest d JOIN asset a ON a.sid = d.sid
             WHERE d.production = ? AND d.algorithm = ? AND d.value = ?`,
          )
          .all(production, by.digest.algorithm, by.digest.value)
      : db
          .q(
            `SELECT DISTINCT a.cid AS cid FROM alias l JOIN asset a ON a.sid = l.sid
             WHERE l.production = ? AND l.scheme = ? AND l.value = ?`,
          )
          .all(production, by.alias.scheme, by.alias.value)
  ) as { cid: number }[];
  return rows.map(({ cid }) => contentRow(db, cid)).sort((a, b) => (a.display < b.display ? -1 : 1));
}

/** Under another use state, compliance and rules are known only once judged. */
function judgedFor(judge: Judge, content: ContentRow, filter: AssetFilter): JudgedState | null {
  const verdict = judge.of(content.display)?.verdict;
  if (verdict === undefined) return null;
  if (filter.states !== undefined && !filter.states.includes(verdict.state)) return null;
  if (filter.compliant !== undefined && filter.compliant !== verdict.compliant) return null;
  if (filter.rule !== undefined && !verdict.open.some((finding) => finding.rule === filter.rule)) return null;
  return verdict;
}

type Parameter = string | number;

/** Findings are looked up where a content is judged; a list need not read them. */
const COLUMNS =
  'c.cid, c.production, c.display, c.cycle, NULL AS own, NULL AS classes, c.state, c.compliant, c.counts, c.rules, c.changed_n, c.found_n';

function contents(
  db: ReadModelDatabase,
  production: string,
  query: AssetListQuery,
  after: AssetListKey | null,
  batch: number,
): ContentRow[] {
  const where: string[] = ['a.production = ?', 'a.sid = a.cid', 'a.registered = 1'];
  const parameters: Parameter[] = [production];
  const and = (condition: string, ...values: Parameter[]) => {
    where.push(condition);
    parameters.push(...values);
  };
  select(query, and);
  const byChange = query.sort === '-changed';
  if (after !== null && byChange)
    and('(c.changed_n < ? OR (c.changed_n = ? AND a.id > ?))', after.changed, after.changed, after.asset);
  if (after !== null && !byChange) and('a.id > ?', after.asset);
  const order = byChange ? 'c.changed_n DESC, a.id' : 'a.id';
  const sql = `SELECT ${COLUMNS} FROM asset a JOIN content c ON c.cid = a.cid WHERE ${where.join(' AND ')} ORDER BY ${order} LIMIT ?`;
  return db.q(sql).all(...parameters, batch) as ContentRow[];
}

/** A claim of the content for which something holds. */
const SOME_CLAIM = 'EXISTS (SELECT 1 FROM asset x WHERE x.cid = c.cid AND';

/** Every combination of conditions is one statement text; values are parameters, so there are no more texts than that. */
function select({ filter, use }: AssetListQuery, and: (condition: string, ...values: Parameter[]) => void): void {
  if (use === null) {
    if (filter.states !== undefined) and('c.state IN (SELECT value FROM json_each(?))', JSON.stringify(filter.states));
    if (filter.compliant !== undefined) and('c.compliant = ?', filter.compliant ? 1 : 0);
    if (filter.rule !== undefined) and('instr(c.rules, ?) > 0', `|${filter.rule}|`);
  }
  if (filter.kind !== undefined) and(`${SOME_CLAIM} x.kind = ?)`, filter.kind);
  if (filter.vendor !== undefined) and(`${SOME_CLAIM} x.vendor = ?)`, filter.vendor);
  if (filter.tool !== undefined) and(`${SOME_CLAIM} instr(x.tools, ?) > 0)`, `|${filter.tool}|`);
  if (filter.delivery !== undefined) and(`? IN (${PLACEMENTS.replaceAll('@cid', 'c.cid')})`, filter.delivery);
  if (filter.labels !== undefined) and(LABELS, JSON.stringify(filter.labels));
  if (filter.digest !== undefined) {
    const { algorithm, value } = filter.digest;
    and(
      `${SOME_CLAIM} x.sid IN (SELECT sid FROM digest WHERE production = a.production AND algorithm = ? AND value = ?))`,
      algorithm,
      value,
    );
  }
  if (filter.alias !== undefined) {
    const { scheme, value } = filter.alias;
    and(
      `${SOME_CLAIM} x.sid IN (SELECT sid FROM alias WHERE production = a.production AND scheme = ? AND value = ?))`,
      scheme,
      value,
    );
  }
  if (filter.q !== undefined) {
    const pattern = `%${filter.q.replaceAll(/[\\%_]/g, String.raw`\$&`)}%`;
    and(SEARCHED, pattern, pattern, pattern);
  }
  if (filter.changedAfter !== undefined) and('c.changed_n > ?', filter.changedAfter);
}

const LABELS = `NOT EXISTS (SELECT 1 FROM json_each(?) w WHERE NOT EXISTS
  (SELECT 1 FROM asset x, json_each(x.labels) l WHERE x.cid = c.cid AND l.key = w.key AND l.value = w.value))`;
const SEARCHED = `${SOME_CLAIM} (x.id LIKE ? ESCAPE '\\' OR x.name LIKE ? ESCAPE '\\'
  OR EXISTS (SELECT 1 FROM alias l WHERE l.sid = x.sid AND l.value LIKE ? ESCAPE '\\')))`;
