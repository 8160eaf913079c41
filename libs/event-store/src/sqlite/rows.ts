import Database from 'better-sqlite3';
import { LogDamaged, Unavailable } from '../errors.js';
import { digestOf } from './row-digest.js';
import type { Position, StoredEvent, StoredEventText } from '../port.js';

export interface EventRow {
  readonly n: number;
  readonly stream: string;
  readonly revision: number;
  readonly id: string;
  readonly type: string;
  readonly data: string;
  readonly metadata: string;
  /** See row-digest.ts. */
  readonly digest: string;
}

export const EVENT_COLUMNS = 'n, stream, revision, id, type, data, metadata, digest';

/**
 * The event in a row of the log with this id.
 * @throws LogDamaged where the row is not what was written.
 */
export function toStoredEvent(row: EventRow, logId: string): StoredEvent {
  checkDigest(row, logId);
  return {
    id: row.id,
    type: row.type,
    data: parseObject(row, 'data'),
    metadata: parseObject(row, 'metadata'),
    stream: row.stream,
    revision: BigInt(row.revision),
    position: toPosition(row.n),
  };
}

/**
 * The same with its text, for rows in a sequence: the events of one request have the same metadata, word for word, and
 * then share them. Throws LogDamaged as `toStoredEvent` does.
 */
export function inSequence(): (row: EventRow, logId: string) => StoredEventText {
  let text = '';
  let metadata: StoredEventText['metadata'] = {};
  return (row, logId) => {
    checkDigest(row, logId);
    if (row.metadata !== text) {
      metadata = parseObject(row, 'metadata');
      text = row.metadata;
    }
    return {
      id: row.id,
      type: row.type,
      data: parseObject(row, 'data'),
      metadata,
      stream: row.stream,
      revision: BigInt(row.revision),
      position: toPosition(row.n),
      dataText: row.data,
      metadataText: row.metadata,
    };
  };
}

export function toPosition(n: number): Position {
  return String(n);
}

/** @returns the ordinal, 0 for null. @throws RangeError for what is not a position of this store. */
export function fromPosition(position: Position | null): number {
  if (position === null) return 0;
  const n = Number(position);
  if (!/^[1-9][0-9]*$/.test(position) || !Number.isSafeInteger(n)) {
    throw new RangeError(`${JSON.stringify(position)} is not a position of a SQLite event store`);
  }
  return n;
}

/** Runs a read. What SQLite reports (a damaged page, a vanished disk) becomes Unavailable: never an empty answer. */
export function reading<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof Database.SqliteError)) throw error;
    if (isDamage(error)) throw new LogDamaged(error.message, { cause: error });
    throw new Unavailable(`the event log could not be read: ${error.message}`, false, { cause: error });
  }
}

/** Whether SQLite says that the file itself is not as it should be. */
export function isDamage(error: unknown): boolean {
  return error instanceof Database.SqliteError && DAMAGE.some((prefix) => error.code.startsWith(prefix));
}

const DAMAGE = ['SQLITE_CORRUPT', 'SQLITE_NOTADB', 'SQLITE_FORMAT', 'SQLITE_MISMATCH'];

function checkDigest(row: EventRow, logId: string): void {
  if (row.digest !== digestOf(logId, row)) throw new LogDamaged(`event ${row.n} is not what was recorded`);
}

function parseObject(row: EventRow, member: 'data' | 'metadata'): Readonly<Record<string, unknown>> {
  let value: unknown;
  try {
    value = JSON.parse(row[member]);
  } catch (error) {
    throw new LogDamaged(`the ${member} of event ${row.n} is not JSON`, { cause: error });
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new LogDamaged(`the ${member} of event ${row.n} is not a JSON object`);
  }
  return value as Readonly<Record<string, unknown>>;
}
