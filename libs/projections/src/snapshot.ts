import { existsSync } from 'node:fs';
import { openReadModelReader } from './database.js';

/** What a read model was built with and from, and how far. */
export interface ReadModelOrigin {
  readonly schema: number;
  /** The one that is active where it ends. */
  readonly engine: number;
  readonly logId: string;
  /** Ordinal of the last event whose facts it holds. */
  readonly factsAt: number;
}

/**
 * Writes a read model, as it is at one moment, into a file that must not be there yet. Its writer goes on meanwhile.
 * @throws ReadModelMissing where there is none, or one from before its first event; SQLite's or the file system's error
 */
export function snapshotReadModel(path: string, target: string): ReadModelOrigin {
  if (!existsSync(path)) throw new ReadModelMissing(path);
  const database = openReadModelReader(path);
  try {
    database.raw.prepare('VACUUM INTO ?').run(target);
  } finally {
    database.close();
  }
  return originOf(target);
}

export class ReadModelMissing extends Error {
  override readonly name = 'ReadModelMissing';
  constructor(path: string) {
    super(`there is no read model at ${path} yet`);
  }
}

function originOf(path: string): ReadModelOrigin {
  const database = openReadModelReader(path);
  try {
    const [schema, engine, factsAt] = ['schema', 'engine', 'factsAt'].map((key) => Number(database.meta(key)));
    const logId = database.meta('logId');
    if (logId === null) throw new ReadModelMissing(path);
    return { schema: schema!, engine: engine!, logId, factsAt: factsAt! };
  } finally {
    database.close();
  }
}
