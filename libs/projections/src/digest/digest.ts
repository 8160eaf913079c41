import { hash } from 'node:crypto';
import type { ReadModelDatabase } from '../database.js';
import { activeEngine } from '../engine.js';
import { SCHEMA_VERSION } from '../schema.js';
import { positionOf } from '../view/point.js';
import { pendingBreaches } from '../view/pending-breaches.js';
import { promisedTables } from './columns.js';
import { RowSum } from './row-sum.js';

/** What a read model is at one point of the log, in short. Two of one log are the same there where this is. */
export interface ReadModelDigest {
  readonly logId: string;
  /** Ordinal of the last event that it holds. */
  readonly position: number;
  readonly schema: number;
  readonly engine: number;
  readonly tables: readonly TableDigest[];
}
export interface TableDigest {
  readonly name: string;
  readonly rows: number;
  /** Sum, modulo 2^256, of the SHA-256 of its rows; 64 lower-case hex digits. */
  readonly digest: string;
}

/** Something is still to be evaluated or announced: what stands there depends on how far that is (P1). */
export class NotAtRest extends Error {
  override readonly name = 'NotAtRest';
}

/**
 * The digest of a read model at rest, within the caller's snapshot. The sum does not depend on the order of rows, which is
 * another in each read model, and takes no memory. It tells errors from equality; against somebody who chooses rows it is weak
 * (docs/adr/0056).
 * @throws NotAtRest
 */
export function digestOf(db: ReadModelDatabase): ReadModelDigest {
  refuseUnrest(db);
  return {
    logId: db.meta('logId') ?? '',
    position: Number(positionOf(db)),
    schema: SCHEMA_VERSION,
    engine: activeEngine(db),
    tables: promisedTables(db).map(({ table, columns }): TableDigest => {
      const sum = new RowSum();
      const values = columns.map(({ name, value }) => `'${name}', ${value}`).join(', ');
      const rows = db.raw.prepare(`SELECT json_array(${values}) FROM "${table}"`).pluck().iterate();
      for (const row of rows as IterableIterator<string>) sum.add(hash('sha256', `${table}\n${row}`, 'buffer'));
      return { name: table, rows: sum.rows, digest: sum.toString() };
    }),
  };
}

function refuseUnrest(db: ReadModelDatabase): void {
  for (const table of ['dirty', 'stale'])
    if (db.q(`SELECT 1 FROM ${table} LIMIT 1`).get() !== undefined)
      throw new NotAtRest('states are still to be evaluated');
  if (db.q('SELECT 1 FROM release WHERE scan_ord IS NOT NULL LIMIT 1').get() !== undefined)
    throw new NotAtRest('a release is still to be looked through');
  if (pendingBreaches(db).length > 0) throw new NotAtRest('a concern is still to be announced');
}
