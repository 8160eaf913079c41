import type { KurrentEventStore } from '../kurrentdb/index.js';
import type { Position, StoredEvent, StoredEventText } from '../port.js';
import { EventStoreRefused } from '../sqlite/refused.js';

/** A log whose positions are ordinals. */
export interface OrdinalLog {
  headSync(): number;
  readAllSync(after: number, limit: number, maxSize?: number): readonly StoredEventText[];
}

/** Events compared at once, and characters of them. */
const AT_ONCE = 1_000;
const MAX_CHARACTERS = 4_000_000;

/** Goes through two logs side by side, event by event. It keeps its place: what is added to the copy later is gone on with. */
export class Comparison {
  private at: Position | null = null;
  private equal = 0;

  constructor(
    private readonly source: OrdinalLog,
    private readonly copy: KurrentEventStore,
  ) {}

  /** Events found equal so far: the ordinal of the last one. */
  get done(): number {
    return this.equal;
  }

  /**
   * To the end of the copy, or of the source where the copy goes on beyond it.
   * @param report told the events found equal so far
   * @returns whether something stands in the copy after the source's last event
   * @throws EventStoreRefused naming the first event that differs; Unavailable
   */
  async toTheEnd(signal: AbortSignal, report: (equal: number) => void): Promise<boolean> {
    while (!signal.aborted) {
      const expected = this.source.readAllSync(this.equal, AT_ONCE, MAX_CHARACTERS);
      if (expected.length === 0) return (await this.copy.readAll(this.at, { limit: 1 })).length > 0;
      const found = await this.copy.readAll(this.at, { limit: expected.length });
      for (const [index, event] of found.entries()) {
        refuseUnlessEqual(this.equal + 1, expected[index]!, event);
        this.equal += 1;
        this.at = event.position;
      }
      report(this.equal);
      if (found.length < expected.length) return false;
    }
    return false;
  }
}

function refuseUnlessEqual(n: number, expected: StoredEventText, found: StoredEvent): void {
  const differs = MEMBERS.find(([, of, inCopy]) => of(expected) !== inCopy(found));
  if (differs === undefined) return;
  const [member] = differs;
  throw new EventStoreRefused(
    'foreign',
    `event ${n} of the copy differs from that of the source in its ${member} (${found.stream} ${found.revision}): something else ` +
      'has written there. Copy to another ?streamPrefix=… and leave this one to whoever looks into it.',
  );
}

/** In the order in which a difference is told. */
const MEMBERS: readonly (readonly [string, (event: StoredEventText) => string, (event: StoredEvent) => string])[] = [
  ['stream', ({ stream }) => stream, ({ stream }) => stream],
  ['revision', ({ revision }) => `${revision}`, ({ revision }) => `${revision}`],
  ['id', ({ id }) => id, ({ id }) => id],
  ['type', ({ type }) => type, ({ type }) => type],
  ['data', ({ dataText }) => dataText, ({ data }) => JSON.stringify(data)],
  ['metadata', ({ metadataText }) => metadataText, ({ metadata }) => JSON.stringify(metadata)],
];
