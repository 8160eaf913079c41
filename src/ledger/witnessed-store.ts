import {
  LogDamaged,
  type AppendResult,
  type EventStore,
  type ExpectedRevision,
  type LedgerLog,
  type NewEvent,
  type StoredEvent,
} from '@clearance/event-store';
import type { ReadModelDatabase } from '@clearance/projections';
import { engineUnknown, type Watermarks } from './ports.js';

/**
 * An event store whose streams are compared with what the read model has seen of them. Events carry digests, but that
 * one is missing at the end of a stream shows in no event: where an index of the log is damaged, a stream could be read
 * too short and a decision be taken as if its last events had never been. The read model is built in the order of the
 * log, without that index, so the two have to agree.
 */
export class WitnessedStore implements EventStore {
  constructor(
    private readonly store: EventStore & Pick<LedgerLog, 'fault'>,
    private readonly readModel: ReadModelDatabase,
    private readonly watermarks: Pick<Watermarks, 'halted'>,
  ) {}

  get fault(): string | null {
    return this.store.fault ?? null;
  }

  /** @throws LogDamaged where the stream ends before the last event that the read model has of it; as the store. */
  async readStream(
    stream: string,
    options: { readonly from?: bigint; readonly limit?: number } = {},
  ): Promise<readonly StoredEvent[]> {
    // Looked up first: the stream can only have grown since.
    const seen = this.lastSeen(stream);
    const events = await this.store.readStream(stream, options);
    if (seen === null || (options.limit !== undefined && events.length === options.limit)) return events;
    const last = events.at(-1)?.revision ?? (options.from ?? 0n) - 1n;
    if (last < BigInt(seen)) throw new LogDamaged(`stream ${stream} ends before its revision ${seen}`);
    return events;
  }

  atOnePoint<T>(work: () => T): T {
    return this.store.atOnePoint === undefined ? work() : this.store.atOnePoint(work);
  }

  /** @throws Problem engine-unknown: whoever cannot read what is in the log adds nothing to it; as the store. */
  async append(stream: string, expected: ExpectedRevision, events: readonly NewEvent[]): Promise<AppendResult> {
    const { halted } = this.watermarks;
    if (halted !== null) throw engineUnknown(halted);
    return this.store.append(stream, expected, events);
  }

  readAll(...ask: Parameters<EventStore['readAll']>) {
    return this.store.readAll(...ask);
  }

  head() {
    return this.store.head();
  }

  subscribeAll(...ask: Parameters<EventStore['subscribeAll']>) {
    return this.store.subscribeAll(...ask);
  }

  comparePositions(a: string, b: string): number {
    return this.store.comparePositions(a, b);
  }

  close(): Promise<void> {
    return this.store.close();
  }

  private lastSeen(stream: string): number | null {
    const row = this.readModel
      .q(
        'SELECT e.revision AS revision FROM event e WHERE e.sid = (SELECT sid FROM stream WHERE name = ?) ORDER BY e.revision DESC LIMIT 1',
      )
      .get(stream) as { revision: number } | undefined;
    return row?.revision ?? null;
  }
}
