import { join } from 'node:path';
import { openSqliteEventReader } from '@clearance/event-store';
import { openReadModelWriter, Projector, rebuildReadModel } from '@clearance/projections';

/** Builds the read model of a folder from its log. */
export async function buildReadModel(folder: string): Promise<void> {
  const reader = openSqliteEventReader({ folder });
  try {
    rebuildReadModel(readModelOf(folder), reader, () => undefined);
  } finally {
    await reader.close();
  }
}

/** Brings the read model of a folder up to the end of its log. */
export async function catchUp(folder: string): Promise<void> {
  const reader = openSqliteEventReader({ folder });
  const db = openReadModelWriter(readModelOf(folder));
  try {
    const projector = new Projector(db);
    for (;;) {
      const events = reader.readAllSync(projector.factsAt, 1_000);
      if (events.length === 0) break;
      projector.apply(events);
    }
    while (projector.settle().more);
  } finally {
    db.close();
    await reader.close();
  }
}

export const readModelOf = (folder: string): string => join(folder, 'readmodel.db');
