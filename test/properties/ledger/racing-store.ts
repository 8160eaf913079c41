import {
  Unavailable,
  WrongExpectedRevision,
  type AppendResult,
  type EventStore,
  type ExpectedRevision,
  type NewEvent,
  type StoredEvent,
} from '@clearance/event-store';
import type { Turns } from './turns.js';

/** How an append goes: well, or with its answer lost after or before it became durable. */
export type Fate = 'well' | 'lost after' | 'lost before';

/** A log in memory with the port's promises (libs/event-store/src/testing), in which every call waits for its turn. */
export class RacingStore {
  readonly log: StoredEvent[] = [];
  private readonly streams = new Map<string, StoredEvent[]>();
  private fates: Fate[] = [];

  constructor(private readonly turns: Turns) {}

  /** As the services see it. What they never ask for is not there. */
  get port(): EventStore {
    return this as unknown as EventStore;
  }

  /** What becomes of the next appends. */
  fate(...next: readonly Fate[]): void {
    this.fates = [...next];
  }

  async readStream(stream: string): Promise<readonly StoredEvent[]> {
    await this.turns.take();
    return [...(this.streams.get(stream) ?? [])];
  }

  async head(): Promise<string | null> {
    await this.turns.take();
    return this.log.length === 0 ? null : String(this.log.length);
  }

  async append(stream: string, expected: ExpectedRevision, events: readonly NewEvent[]): Promise<AppendResult> {
    await this.turns.take();
    const fate = this.fates.shift() ?? 'well';
    if (fate === 'lost before') throw new Unavailable('the connection broke', true);
    const result = this.add(stream, expected, events);
    if (fate === 'lost after') throw new Unavailable('the connection broke', true);
    return result;
  }

  /** At once, without a turn. */
  add(stream: string, expected: ExpectedRevision, events: readonly NewEvent[]): AppendResult {
    const own = this.streams.get(stream) ?? [];
    const first = expected === 'noStream' ? 0 : Number(expected) + 1;
    const there = own.slice(first, first + events.length);
    if (there.length > 0 && there.length === events.length && there.every(({ id }, index) => id === events[index]!.id))
      return { revision: there.at(-1)!.revision, position: there.at(-1)!.position };
    if (own.length !== first) throw new WrongExpectedRevision(stream, expected, own.at(-1)?.revision ?? null);
    for (const event of events) {
      const stored = structuredClone({ ...event });
      const placed = { ...stored, stream, revision: BigInt(own.length), position: String(this.log.length + 1) };
      own.push(placed);
      this.log.push(placed);
    }
    this.streams.set(stream, own);
    return { revision: own.at(-1)!.revision, position: String(this.log.length) };
  }
}
