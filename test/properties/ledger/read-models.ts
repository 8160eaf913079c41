import { ENGINE } from '@clearance/policy';
import { openReadModelWriter, type ReadModelDatabase } from '@clearance/projections';

const spare: ReadModelDatabase[] = [];

/**
 * An empty read model. One that was given back is emptied and used again: preparing its statements takes longer than a
 * history does.
 */
export function takeReadModel(): ReadModelDatabase {
  const db = spare.pop();
  if (db === undefined) return openReadModelWriter(':memory:', ENGINE);
  const kept = ['schema', 'engine'].map((key) => [key, db.meta(key)!] as const);
  db.write(() => {
    for (const { name } of db.q("SELECT name FROM sqlite_master WHERE type = 'table'").all() as { name: string }[])
      db.q(`DELETE FROM "${name}"`).run();
    for (const [key, value] of kept) db.setMeta(key, value);
  });
  return db;
}

export function giveBack(db: ReadModelDatabase): void {
  spare.push(db);
}
