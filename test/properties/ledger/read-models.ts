import { openReadModelWriter, type ReadModelDatabase } from '@clearance/projections';

interface Table {
  readonly name: string;
  readonly type: 'table' | 'virtual' | 'shadow';
}

const spare: ReadModelDatabase[] = [];

/**
 * An empty read model. One that was given back is emptied and used again: preparing its statements takes longer than a
 * history does.
 */
export function takeReadModel(): ReadModelDatabase {
  const db = spare.pop();
  if (db === undefined) return openReadModelWriter(':memory:');
  const kept = ['schema'].map((key) => [key, db.meta(key)!] as const);
  db.write(() => {
    for (const { name, type } of db
      .q("SELECT name, type FROM pragma_table_list WHERE schema = 'main'")
      .all() as Table[]) {
      if (type === 'table' && name !== 'sqlite_schema') db.q(`DELETE FROM "${name}"`).run();
      if (type === 'virtual') db.q(`INSERT INTO "${name}" ("${name}") VALUES ('delete-all')`).run();
    }
    for (const [key, value] of kept) db.setMeta(key, value);
  });
  return db;
}

export function giveBack(db: ReadModelDatabase): void {
  spare.push(db);
}
