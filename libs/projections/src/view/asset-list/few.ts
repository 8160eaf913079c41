import type { ReadModelDatabase } from '../../database.js';
import { contentsPerhapsCalled } from '../called.js';
import { labelText } from './conditions.js';
import type { AssetFilter } from './query.js';

/**
 * The contents that a filter can find, where an index tells that they are few: all that it finds are among them.
 * @param most how many are few
 * @returns null where no index tells so
 */
export function fewContents(
  db: ReadModelDatabase,
  production: string,
  filter: AssetFilter,
  most: number,
): readonly number[] | null {
  const { digest, alias, q, delivery, labels, vendor, tool, kind, changedAfter } = filter;
  const among = (sql: string, ...values: (string | number)[]): readonly number[] | null => {
    const found = db
      .q<unknown[], number>(`${sql} LIMIT ?`)
      .pluck()
      .all(...values, most + 1);
    return found.length > most ? null : [...new Set(found)];
  };
  const looks: (() => readonly number[] | null)[] = [];
  if (digest !== undefined) looks.push(() => among(BY_DIGEST, production, digest.algorithm, digest.value));
  if (alias !== undefined) looks.push(() => among(BY_ALIAS, production, alias.scheme, alias.value));
  if (q !== undefined) looks.push(() => contentsPerhapsCalled(db, production, q, most));
  if (delivery !== undefined) looks.push(() => inDelivery(db, production, delivery, most, among));
  for (const label of Object.entries(labels ?? {}))
    looks.push(() => contentsPerhapsCalled(db, production, labelText(label), most));
  if (changedAfter !== undefined) looks.push(() => among(CHANGED_AFTER, production, changedAfter));
  if (vendor !== undefined) looks.push(() => among(BY_VENDOR, production, vendor));
  if (tool !== undefined) looks.push(() => among(GENERATED, production));
  if (kind !== undefined) looks.push(() => among(BY_KIND, production, kind));
  for (const look of looks) {
    const found = look();
    if (found !== null) return found;
  }
  return null;
}

const BY_DIGEST = `SELECT a.cid FROM digest d CROSS JOIN asset a ON a.sid = d.sid
  WHERE d.production = ? AND d.algorithm = ? AND d.value = ?`;
const BY_ALIAS = `SELECT a.cid FROM alias l CROSS JOIN asset a ON a.sid = l.sid
  WHERE l.production = ? AND l.scheme = ? AND l.value = ?`;
const BY_VENDOR = 'SELECT cid FROM asset WHERE production = ? AND vendor = ?';
const BY_KIND = 'SELECT cid FROM asset WHERE production = ? AND kind = ?';
/** Whatever the tool was. */
const GENERATED = 'SELECT cid FROM asset WHERE production = ? AND tools IS NOT NULL';
const CHANGED_AFTER = 'SELECT cid FROM content WHERE production = ? AND changed_n > ?';

/** What is promoted to a delivery, and what a check lists that may count for it. */
function inDelivery(
  db: ReadModelDatabase,
  production: string,
  delivery: string,
  most: number,
  among: (sql: string, ...values: (string | number)[]) => readonly number[] | null,
): readonly number[] | null {
  const promoted = among(PROMOTED, production, delivery);
  if (promoted === null) return null;
  const { items } = db.q(ITEMS).get(production, delivery) as { items: number };
  if (items > most) return null;
  const listed = db.q<unknown[], number>(LISTED).pluck().all(production, delivery);
  return [...new Set([...promoted, ...listed])];
}

const PROMOTED = `SELECT a.cid FROM promotion p CROSS JOIN asset a ON a.sid = p.asset_sid
  WHERE p.production = ? AND p.delivery = ?`;
/** Manifests of the checks of a delivery that count: the last one, and those that live releases rest on. */
const MANIFESTS = `FROM check_run r CROSS JOIN check_manifest k ON k.check_sid = r.sid AND k.ord >= 0
  CROSS JOIN manifest m ON m.mid = k.mid
  WHERE r.production = ? AND r.delivery = ?
    AND (EXISTS (SELECT 1 FROM delivery d WHERE d.production = r.production AND d.id = r.delivery AND d.last_check = r.id)
      OR EXISTS (SELECT 1 FROM release l WHERE l.check_sid = r.sid AND l.live = 1))`;
const ITEMS = `SELECT total(m.items) AS items ${MANIFESTS}`;
const LISTED = `WITH counting (mid, production) AS (SELECT m.mid, r.production ${MANIFESTS})
  SELECT a.cid FROM counting c CROSS JOIN manifest_item i ON i.mid = c.mid
  CROSS JOIN json_each(i.data, '$.digests') j
  CROSS JOIN digest g ON g.production = c.production AND g.algorithm = j.key AND g.value = j.value AND g.member = 0
  CROSS JOIN asset a ON a.sid = g.sid`;
