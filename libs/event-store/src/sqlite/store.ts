import { writeSync } from 'node:fs';
import { Subject, type Observable } from 'rxjs';
import { checkExpected, checkStreamName, DEFAULT_MAX_APPEND_BYTES, encodeEvents } from '../encoding.js';
import { TooLarge, type Unavailable } from '../errors.js';
import type { AppendResult, EventStore, ExpectedRevision, NewEvent, Position } from '../port.js';
import { EventWriter } from './event-writer.js';
import { GroupCommit } from './group-commit.js';
import { SqliteLogView } from './log-view.js';
import { openForWriting, openInMemory, type OpenDatabase } from './open-database.js';

export type SqliteEventStoreOptions = {
  /** Bytes of one append, as counted in encoding.ts. Default 1 MiB. */
  readonly maxAppendBytes?: number;
  /**
   * Called once when a commit has failed: what was not acknowledged may or may not be in the log, and only opening it
   * again can tell. Default: says so in one sentence and ends the process with code 70.
   */
  readonly onFatal?: (error: Unavailable) => void;
} & (
  | { /** Data folder; made where it is missing. */ readonly folder: string; readonly memory?: undefined }
  | { /** Gone when it is closed. */ readonly memory: true; readonly folder?: undefined }
);

/**
 * Opens the log of a data folder as its one writer.
 * @throws EventStoreRefused where the folder is in use or its log is not one this version may write to.
 */
export function openSqliteEventStore(options: SqliteEventStoreOptions): SqliteEventStore {
  const { folder, maxAppendBytes = DEFAULT_MAX_APPEND_BYTES, onFatal = endProcess } = options;
  if (!(Number.isSafeInteger(maxAppendBytes) && maxAppendBytes > 0)) {
    throw new RangeError(`maxAppendBytes is a positive integer, not ${maxAppendBytes}`);
  }
  // A folder that got lost on the way here must not end in a log that is gone tomorrow.
  if (folder === undefined && !options.memory) throw new RangeError('an event store needs a data folder');
  return new SqliteEventStore(folder === undefined ? openInMemory() : openForWriting(folder), maxAppendBytes, onFatal);
}

/** The embedded event store. Made by `openSqliteEventStore`. */
export class SqliteEventStore extends SqliteLogView implements EventStore {
  private readonly group: GroupCommit;
  private readonly heads = new Subject<Position>();

  constructor(
    opened: OpenDatabase,
    private readonly maxAppendBytes: number,
    onFatal: (error: Unavailable) => void,
  ) {
    super(opened);
    const writer = new EventWriter(opened.db, opened.logId);
    this.group = new GroupCommit(
      (requests) => writer.commit(requests),
      ({ head }) => this.announce(head),
      (error) => {
        this.end(error.message);
        onFatal(error);
      },
    );
  }

  /** The newest position after every commit that wrote something; completes when the store is closed. */
  get appended(): Observable<Position> {
    return this.heads.asObservable();
  }

  async append(stream: string, expected: ExpectedRevision, events: readonly NewEvent[]): Promise<AppendResult> {
    checkStreamName(stream);
    checkExpected(expected);
    const encoded = encodeEvents(events);
    const bytes = encoded.reduce((sum, event) => sum + event.bytes, 0);
    if (bytes > this.maxAppendBytes) throw new TooLarge(bytes, this.maxAppendBytes);
    return this.group.submit({ stream, expected, events: encoded }, bytes);
  }

  protected override finish(): void {
    this.group.finish('the event store is closed');
    this.heads.complete();
  }

  private announce(head: Position | null): void {
    if (head === null) return;
    this.bell.ring();
    this.heads.next(head);
  }
}

/** EX_SOFTWARE of sysexits.h is the nearest there is; written synchronously because nothing runs after it. */
function endProcess(error: Unavailable): void {
  writeSync(2, `clearance: ${error.message}. The process ends here; what was acknowledged is safe.\n`);
  process.exit(70);
}
