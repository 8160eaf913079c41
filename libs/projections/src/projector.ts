import { logTime as laterOf, type EventMetadata, type Recorded } from '@clearance/domain';
import type { StoredEvent, StoredEventText } from '@clearance/event-store';
import { Applier } from './apply/apply.js';
import { reusesIn, type WhenReuse } from './apply/reuse.js';
import type { EventText } from './apply/context.js';
import type { ReadModelDatabase } from './database.js';
import { engineOf, firstUnknown, type Halt } from './engine.js';
import { Distiller } from './evaluate/distiller.js';
import { Settler } from './evaluate/settler.js';
import type { StateChange } from './evaluate/state-changes.js';

/** The log does not continue what the read model was built from: another ledger's, or a shorter one. Never skipped over. */
export class LogMismatch extends Error {
  override readonly name = 'LogMismatch';
}

const FIRST_LOG_TIME = '0000-01-01T00:00:00.000Z';

/**
 * Writes the read model. Two watermarks (P2): `apply` takes events and moves factsAt, in one transaction with the
 * checkpoint; `settle` evaluates in small steps and moves stateAt of a production once nothing of it is left to do.
 */
export class Projector {
  private readonly distiller: Distiller;
  private readonly applier: Applier;
  private readonly settler: Settler;
  private turn = 0;
  private stopsAt: Halt | null = null;

  constructor(
    private readonly db: ReadModelDatabase,
    reuse: WhenReuse = 'found-at-once',
  ) {
    this.distiller = new Distiller(db);
    this.applier = new Applier(db, this.distiller, reuse);
    this.settler = new Settler(db);
  }

  /** For tables without FACT_INDEXES: `findReuse` has to be called once they are there, before anything is settled. */
  static forRebuild(db: ReadModelDatabase): Projector {
    return new Projector(db, 'found-later');
  }

  get factsAt(): number {
    return Number(this.db.meta('factsAt') ?? '0');
  }

  get logTime(): string {
    return this.db.meta('logTime') ?? FIRST_LOG_TIME;
  }

  /** Why the read model ends where it stands; null as long as it goes on. */
  get halted(): Halt | null {
    return this.stopsAt;
  }

  get engine(): ReturnType<typeof engineOf> {
    return engineOf(this.db);
  }

  /** Position to go on after; null at the start. */
  get checkpoint(): string | null {
    return this.db.meta('position');
  }

  /**
   * Compares the checkpoint with the log before anything is applied.
   * @param at the event that the log holds at the checkpoint, null where it holds none.
   * @throws LogMismatch
   */
  confirm(logId: string, at: StoredEvent | null): void {
    if (this.db.meta('logId') === null) this.db.write(() => this.db.setMeta('logId', logId));
    else compareWithLog(this.db, logId, at);
  }

  /** Does what it is given in one transaction: pages that all of it changes are written once. All is done, or nothing. */
  together<T>(work: () => T): T {
    try {
      return this.db.write(work);
    } catch (error) {
      this.distiller.forgetAll();
      this.settler.forget();
      throw error;
    }
  }

  /**
   * Applies events in log order in one transaction, distils what they touch, and moves the checkpoint. Ends before the event that
   * activates an engine which this program does not know: what comes after it is nothing that it could judge, or even read.
   */
  apply(events: readonly (StoredEvent | StoredEventText)[]): void {
    if (this.stopsAt !== null) return;
    const unknown = firstUnknown(events);
    const known = unknown === null ? events : events.slice(0, unknown.index);
    if (known.length > 0) this.together(() => this.write(known));
    if (unknown !== null) this.stopsAt = { at: this.factsAt + 1, engine: unknown.engine };
  }

  /** E3: finds every reuse of an event id in what was applied so far, all at once. */
  findReuse(): void {
    this.settler.forget();
    this.together(() => {
      for (const { n, production, id } of reusesIn(this.db)) {
        this.applier.reused(production, id, n);
        this.distiller.run(this.logTime, n);
      }
    });
  }

  private write(events: readonly (StoredEvent | StoredEventText)[]): void {
    const last = events.at(-1)!;
    this.settler.forget();
    let n = this.factsAt;
    let time = this.logTime;
    for (const event of events) {
      n += 1;
      const recorded = toRecorded(event, n);
      if (isTime(recorded.meta.recordedAt)) time = laterOf(time, recorded.meta.recordedAt);
      this.applier.apply(recorded, textOf(event));
    }
    this.distiller.run(time, n);
    this.db.setMeta('factsAt', String(n));
    this.db.setMeta('logTime', time);
    this.db.setMeta('position', last.position);
    this.db.setMeta('eventId', last.id);
  }

  /**
   * One small step of evaluation, taking productions in turn.
   * @param tell false where nobody follows: what changed is then not gathered.
   * @returns what changed, how many contents were evaluated, and whether there is more to do.
   */
  settle(
    budget = 400,
    tell = true,
  ): { readonly changes: readonly StateChange[]; readonly evaluated: number; readonly more: boolean } {
    const open = this.settler.unsettled();
    if (open.length === 0) return { changes: [], evaluated: 0, more: false };
    const production = open[this.turn % open.length]!;
    this.turn += 1;
    const step = this.together(() => this.step(production, budget, tell));
    return { ...step, more: this.settler.unsettled().length > 0 };
  }

  private step(production: string, budget: number, tell: boolean): ReturnType<Settler['step']> {
    const distilled = this.distiller.refresh(production, budget, this.logTime);
    if (distilled === 0) return this.settler.step(production, budget, this.factsAt, this.logTime, tell);
    // What was looked at of these may be no longer so.
    this.settler.forget();
    return { changes: [], evaluated: distilled };
  }

  /** Productions whose states lag behind factsAt; every other one stands at factsAt (P2). */
  unsettled(): readonly string[] {
    return this.settler.unsettled();
  }

  /** When something next falls due by itself; null where nothing will. */
  nextDue(): string | null {
    return (this.db.q('SELECT min(at) AS at FROM due').get() as { at: string | null }).at;
  }
}

function textOf(event: StoredEvent | StoredEventText): EventText {
  if ('dataText' in event) return { data: event.dataText, meta: event.metadataText };
  return { data: JSON.stringify(event.data), meta: JSON.stringify(event.metadata) };
}

/**
 * Compares what a read model remembers of its log with a log; one that remembers nothing fits any.
 * @throws LogMismatch
 */
export function confirmLog(
  db: ReadModelDatabase,
  log: { logId(): string; readAllSync(after: number, limit: number): readonly StoredEvent[] },
): void {
  if (db.meta('logId') === null) return;
  const factsAt = Number(db.meta('factsAt') ?? '0');
  compareWithLog(db, log.logId(), factsAt === 0 ? null : (log.readAllSync(factsAt - 1, 1)[0] ?? null));
}

function compareWithLog(db: ReadModelDatabase, logId: string, at: StoredEvent | null): void {
  const known = db.meta('logId');
  if (known !== logId)
    throw new LogMismatch(`this read model was built from log ${known}, but the log here is ${logId}`);
  const last = db.meta('eventId');
  if (last !== null && at?.id !== last) {
    throw new LogMismatch(
      `the log holds ${at === null ? 'nothing' : `event ${at.id}`} at position ${db.meta('position')}, where the read model saw event ${last}`,
    );
  }
}

/** Only what a ledger writes moves log time: an event of another program may say anything there, or nothing. */
function isTime(recordedAt: unknown): recordedAt is string {
  return typeof recordedAt === 'string' && TIME.test(recordedAt);
}
const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

function toRecorded(event: StoredEvent, n: number): Recorded {
  return {
    id: event.id,
    type: event.type,
    data: event.data,
    meta: event.metadata as unknown as EventMetadata,
    stream: event.stream,
    revision: Number(event.revision),
    n,
  };
}
