import { existsSync } from 'node:fs';
import { openReadModelReader } from './database.js';
import { SCHEMA_VERSION } from './schema.js';

/** What a read model was built with and from, and how far. */
export interface ReadModelOrigin {
  readonly schema: number;
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

/** Why a read model of this origin cannot be gone on with by this program; null where it can. */
export function misfitOf({ schema, engine }: ReadModelOrigin, needed: { readonly engine: number }): string | null {
  if (schema === SCHEMA_VERSION && engine === needed.engine) return null;
  return `it has schema ${schema}, engine ${engine}; this program needs ${SCHEMA_VERSION}, ${needed.engine}`;
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
