import type { OwnState } from '@clearance/policy';
import type { ReadModelDatabase } from '../database.js';

/**
 * When a content is to be distilled again, and whose answers it rests on, under whatever policy.
 * @param before null for one that was not distilled yet
 */
export function schedule(
  db: ReadModelDatabase,
  cid: number,
  before: readonly (OwnState | null)[],
  now: readonly OwnState[],
): void {
  if (before.some((own) => own !== null && own.dueAt.length > 0)) db.q('DELETE FROM due WHERE cid = ?').run(cid);
  for (const { dueAt } of now)
    for (const at of dueAt) db.q('INSERT OR IGNORE INTO due (cid, at) VALUES (?, ?)').run(cid, at);
  if (![...before, ...now].some((own) => own?.asked !== undefined)) return;
  const was = askedBy(before);
  const is = askedBy(now);
  for (const name of was) if (!is.has(name)) db.q('DELETE FROM asked WHERE name = ? AND cid = ?').run(name, cid);
  for (const name of is)
    if (!was.has(name)) db.q('INSERT OR IGNORE INTO asked (name, cid) VALUES (?, ?)').run(name, cid);
}

function askedBy(owns: readonly (OwnState | null)[]): ReadonlySet<string> {
  return new Set(owns.flatMap((own) => own?.asked ?? []));
}
