import Database from 'better-sqlite3';
import { Unavailable } from '../errors.js';
import type { Position, StoredEvent, StoredEventText } from '../port.js';

export interface EventRow {
  readonly n: number;
  readonly stream: string;
  readonly revision: number;
  readonly id: string;
  readonly type: string;
  readonly data: string;
  readonly metadata: string;
}

export const EVENT_COLUMNS = 'n, stream, revision, id, type, data, metadata';

/** @throws Unavailable where the stored text is no JSON object. */
export function toStoredEvent(row: EventRow): StoredEvent {
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

/** The same with its text. @throws Unavailable */
export function toStoredEventText(row: EventRow): StoredEventText {
  return {
    id: row.id,
    type: row.type,
    data: parseObject(row, 'data'),
    metadata: parseObject(row, 'metadata'),
    stream: row.stream,
    revision: BigInt(row.revision),
    position: toPosition(row.n),
    dataText: row.data,
    metadataText: row.metadata,
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
    throw new Unavailable(`the event log could not be read: ${error.message}`, false, { cause: error });
  }
}

/** The log is not what it was written as. */
export function damaged(what: string, options?: ErrorOptions): Unavailable {
  return new Unavailable(`the event log is damaged: ${what}. Restore events.db from a backup.`, false, options);
}

function parseObject(row: EventRow, member: 'data' | 'metadata'): Readonly<Record<string, unknown>> {
  let value: unknown;
  try {
    value = JSON.parse(row[member]);
  } catch (error) {
    throw damaged(`the ${member} of event ${row.n} is not JSON`, { cause: error });
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw damaged(`the ${member} of event ${row.n} is not a JSON object`);
  }
  return value as Readonly<Record<string, unknown>>;
}
