import type { CheckData, CheckProblem, ManifestItemData, Use } from '@clearance/domain';
import { FILES_ORD } from '../apply/check.js';
import type { ReadModelDatabase } from '../database.js';
import { Collector, type FoundItem } from './collector.js';
import type { FoundFile } from './match.js';
import { packagePath } from './package-path.js';
import type { Verdict } from './verdict.js';

/** Judges every item of a check under a use, inside one read snapshot. */
export function judgeCheck(db: ReadModelDatabase, production: string, check: string, use: Use): Verdict {
  return db.snapshot(() => {
    const run = db
      .q('SELECT sid, requested_n, delivery FROM check_run WHERE production = ? AND id = ?')
      .get(production, check) as { sid: number; requested_n: number; delivery: string } | undefined;
    if (run === undefined) throw new Error(`check ${check} is not in the read model`);
    const requested = requestOf(db, run.requested_n);
    const collector = new Collector(db, production, use, run.delivery);
    const files = filesOf(db, run.sid);
    const listed = new Set<string>();
    for (const [ord, manifest] of requested.manifests.entries()) {
      const items: FoundItem[] = [];
      for (const { index, item } of itemsOf(db, run.sid, ord)) {
        const path = packagePath(manifest, item.path);
        items.push({
          index,
          item: path === item.path ? item : { ...item, path },
          file: files === null ? undefined : (files.get(path)?.item ?? null),
        });
        if (files !== null) listed.add(path);
      }
      collector.items(ord, items);
    }
    if (files !== null) collector.extras(files, listed, requested.manifests);
    const names = new Set(requested.manifests.map((manifest) => manifest.name));
    const problems = requested.problems.filter((problem) => !answeredHere(problem, names));
    return collector.verdict([...problems, ...(collector.empty ? [EMPTY] : [])]);
  });
}

/** Judges one asset as the chosen final for a delivery: a release of one item. */
export function judgePromotion(
  db: ReadModelDatabase,
  production: string,
  asset: string,
  delivery: string,
  use: Use,
): Verdict {
  return db.snapshot(() => {
    const collector = new Collector(db, production, use, delivery);
    collector.asset(asset);
    return collector.verdict([]);
  });
}

const EMPTY: CheckProblem = {
  code: 'empty-manifest',
  message: 'no item was listed, so there is nothing that could be cleared',
  path: null,
};

/** A manifest that refers to another is complete where that other one is checked along with it. */
function answeredHere(problem: CheckProblem, names: ReadonlySet<string>): boolean {
  return problem.code === 'references-manifest' && problem.path !== null && names.has(problem.path);
}

function requestOf(db: ReadModelDatabase, n: number): CheckData['check-requested'] {
  const row = db.q('SELECT data FROM event WHERE n = ?').get(n) as { data: string };
  return JSON.parse(row.data) as CheckData['check-requested'];
}

function* itemsOf(
  db: ReadModelDatabase,
  checkSid: number,
  ord: number,
): Generator<{ index: number; item: ManifestItemData }> {
  const link = db.q('SELECT mid FROM check_manifest WHERE check_sid = ? AND ord = ?').get(checkSid, ord) as
    { mid: number } | undefined;
  if (link === undefined) return;
  let after = -1;
  for (;;) {
    const rows = db
      .q('SELECT idx, data FROM manifest_item WHERE mid = ? AND idx > ? ORDER BY idx LIMIT 1000')
      .all(link.mid, after) as { idx: number; data: string }[];
    for (const row of rows) yield { index: row.idx, item: JSON.parse(row.data) as ManifestItemData };
    const last = rows.at(-1);
    if (last === undefined) return;
    after = last.idx;
  }
}

function filesOf(db: ReadModelDatabase, checkSid: number): Map<string, { index: number; item: FoundFile }> | null {
  const link = db.q('SELECT 1 FROM check_manifest WHERE check_sid = ? AND ord = ?').get(checkSid, FILES_ORD);
  if (link === undefined) return null;
  const files = new Map<string, { index: number; item: FoundFile }>();
  for (const { index, item } of itemsOf(db, checkSid, FILES_ORD)) files.set(item.path, { index, item });
  return files;
}
