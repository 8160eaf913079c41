import type { Observable, Subscription } from 'rxjs';
import { SqliteLogView } from './log-view.js';
import { openForReading, type OpenDatabase } from './open-database.js';

export interface SqliteEventReaderOptions {
  readonly folder: string;
  /** Emits when the writer has written, e.g. messages from its thread. Without it the reader looks by itself, a little later. */
  readonly wake?: Observable<unknown>;
}

/**
 * Opens the log of a data folder read-only, for another thread or process than the writer's; any number may be open.
 * @throws EventStoreRefused where there is no log, or one this version cannot read.
 */
export function openSqliteEventReader(options: SqliteEventReaderOptions): SqliteEventReader {
  return new SqliteEventReader(openForReading(options.folder), options.wake);
}

/** Made by `openSqliteEventReader`. */
export class SqliteEventReader extends SqliteLogView {
  private readonly woken: Subscription | undefined;
  private polling: NodeJS.Timeout | undefined;
  private seenVersion: unknown;

  constructor(opened: OpenDatabase, wake: Observable<unknown> | undefined) {
    super(opened, (wanted) => this.poll(wanted));
    this.woken = wake?.subscribe({
      next: () => this.bell.ring(),
      error: (error: unknown) => this.end(`what wakes the reader has failed: ${String(error)}`),
    });
  }

  protected override finish(): void {
    this.woken?.unsubscribe();
    this.poll(false);
  }

  /** SQLite counts the commits of other connections: the fall-back for a wake that was lost or is not there. */
  private poll(wanted: boolean): void {
    clearInterval(this.polling);
    if (!wanted) return;
    this.polling = setInterval(() => this.lookForCommits(), POLL_MILLISECONDS);
  }

  private lookForCommits(): void {
    let version: unknown;
    try {
      version = this.opened.db.pragma('data_version', { simple: true });
    } catch (error) {
      // The subscriptions, woken below, meet what is wrong when they read, and there is somebody to tell there.
      version = error;
    }
    if (version === this.seenVersion) return;
    this.seenVersion = version;
    this.bell.ring();
  }
}

const POLL_MILLISECONDS = 250;
