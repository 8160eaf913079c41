import type { Observable } from 'rxjs';
import type { EventStore, Position, StoredEventText } from './port.js';

/**
 * An event store whose positions are ordinals and whose log lies, as it is or as a copy, in a folder of this machine: what a
 * ledger is run on. Its other threads read that folder with `openSqliteEventReader`.
 */
export interface LedgerLog extends EventStore {
  /** UUID of the log. */
  logId(): string;
  /** Ordinal of the newest event here, 0 when there is none. */
  headSync(): number;
  /** See SqliteLogView. */
  readAllSync(after: number, limit: number, maxSize?: number): readonly StoredEventText[];
  /** The newest position after every step that added something; completes when the store is closed. */
  readonly appended: Observable<Position>;
  /** Why nothing can be written at the moment, in a sentence; null while it can. Absent where that cannot be. */
  readonly fault?: string | null;
}
