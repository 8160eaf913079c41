import { ENGINES, FIRST_ENGINE, knownEngines } from '@clearance/policy';
import Database from 'better-sqlite3';
import { FACT_INDEXES, SCHEMA, SCHEMA_VERSION, STATE_INDEXES } from './schema.js';

/** A connection with every statement prepared once. */
export class ReadModelDatabase {
  private readonly statements = new Map<string, Database.Statement>();

  constructor(readonly raw: Database.Database) {}

  /** The prepared statement for a text; texts are few and constant, so the cache needs no bound. */
  q<P extends unknown[] = unknown[], R = unknown>(sql: string): Database.Statement<P, R> {
    let statement = this.statements.get(sql);
    if (statement === undefined) {
      statement = this.raw.prepare(sql);
      this.statements.set(sql, statement);
    }
    return statement as Database.Statement<P, R>;
  }

  meta(key: string): string | null {
    return (this.q('SELECT value FROM meta WHERE key = ?').get(key) as { value: string } | undefined)?.value ?? null;
  }

  setMeta(key: string, value: string): void {
    this.q('INSERT INTO meta (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value').run(
      key,
      value,
    );
  }

  /** One write transaction, or a part of the one that is open. */
  write<T>(work: () => T): T {
    return this.raw.inTransaction ? work() : this.raw.transaction(work).immediate();
  }

  /** One consistent read snapshot: everything read inside sees the same state of the file. */
  snapshot<T>(work: () => T): T {
    if (this.raw.inTransaction) return work();
    this.raw.exec('BEGIN');
    try {
      return work();
    } finally {
      // A read that failed for the disk has ended it: who read knows, and whoever else is at work here must not fall with it.
      if (this.raw.inTransaction) this.raw.exec('COMMIT');
    }
  }

  close(): void {
    this.raw.close();
  }
}

/**
 * The read model of this file cannot be used as it is: it was written by another schema, or under an engine
 * that this program does not know. A rebuild mends it, as far as the log is known.
 */
export class ReadModelOutdated extends Error {
  override readonly name = 'ReadModelOutdated';
}

/**
 * Opens the one writing connection; an empty file gets the schema. `synchronous=NORMAL` is enough: what a power cut takes
 * away is projected again from the log, whose own file is FULL.
 * @throws ReadModelOutdated
 */
export function openReadModelWriter(path: string): ReadModelDatabase {
  const raw = new Database(path);
  raw.pragma('journal_mode = WAL');
  raw.pragma('synchronous = NORMAL');
  raw.pragma(`wal_autocheckpoint = ${CHECKPOINT_PAGES}`);
  raw.pragma('cache_size = -65536');
  raw.pragma('temp_store = MEMORY');
  const empty = raw.prepare("SELECT count(*) AS n FROM sqlite_master WHERE type = 'table'").get() as { n: number };
  const database = new ReadModelDatabase(raw);
  if (empty.n === 0) {
    database.write(() => {
      makeTables(database);
      raw.exec(FACT_INDEXES);
      raw.exec(STATE_INDEXES);
    });
  }
  try {
    refuseOutdated(database);
  } catch (error) {
    database.close();
    throw error;
  }
  return database;
}

/**
 * Makes a file that nobody reads before it is whole, and that is thrown away where it is cut off: neither rollback nor
 * flushes are needed on the way. The caller makes FACT_INDEXES and STATE_INDEXES when their time has come.
 * @param path where there is no file yet.
 */
export function createReadModel(path: string): ReadModelDatabase {
  const raw = new Database(path);
  raw.pragma('journal_mode = OFF');
  raw.pragma('synchronous = OFF');
  raw.pragma('locking_mode = EXCLUSIVE');
  raw.pragma('cache_size = -131072');
  const database = new ReadModelDatabase(raw);
  database.write(() => makeTables(database));
  return database;
}

/** Opens a read-only connection to a file that a writer has made. */
export function openReadModelReader(path: string): ReadModelDatabase {
  const raw = new Database(path, { readonly: true, fileMustExist: true });
  raw.pragma('cache_size = -32768');
  return new ReadModelDatabase(raw);
}

/** Pages in the write-ahead log before they are copied: pages that every batch changes are copied once for many. 32 MiB. */
const CHECKPOINT_PAGES = 8_192;

function makeTables(database: ReadModelDatabase): void {
  database.raw.exec(SCHEMA);
  database.setMeta('schema', String(SCHEMA_VERSION));
  database.setMeta('engine', String(FIRST_ENGINE));
}

/** @throws ReadModelOutdated */
export function refuseOutdated(database: ReadModelDatabase): void {
  const misfit = misfitOf({ schema: Number(database.meta('schema')), engine: Number(database.meta('engine')) });
  if (misfit !== null) throw new ReadModelOutdated(`the read model cannot be gone on with: ${misfit}`);
}

/** Why a read model that was written by this schema, and ends under this engine, cannot be gone on with; null where it can. */
export function misfitOf({ schema, engine }: { readonly schema: number; readonly engine: number }): string | null {
  if (schema === SCHEMA_VERSION && ENGINES.has(engine)) return null;
  return `it has schema ${schema}, engine ${engine}; this program needs schema ${SCHEMA_VERSION} and knows engine ${knownEngines().join(', ')}`;
}
