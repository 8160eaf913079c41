import {
  decideCloseConcerns,
  decideRaiseConcerns,
  deliveryStream,
  foldDelivery,
  type EventMetadata,
  type Recorded,
} from '@clearance/domain';
import type { StoredEvent } from '@clearance/event-store';
import { createReadModel, openReadModelWriter, type ReadModelDatabase } from '../database.js';
import { FreshStates, storedState } from '../evaluate/states.js';
import { Projector } from '../projector.js';
import { fillReadModel } from '../rebuild.js';
import { logOf, PRODUCTION, saying, type Saying } from '../testing/index.js';
import { breachCause, breachKey, pendingBreaches, type BreachRow } from '../view/pending-breaches.js';
import type { Moment, Next } from './history.js';

/** What a decision would have seen in the middle of it, and what it sees once everything was evaluated. */
export interface Seen {
  readonly fresh: string;
  readonly settled: string;
}

/** A read model that is fed a history bit by bit, with a sentinel beside it. */
export class Play {
  readonly db: ReadModelDatabase = openReadModelWriter(':memory:', 1);
  readonly seen: Seen[] = [];
  log: StoredEvent[] = [];
  private readonly projector = new Projector(this.db);
  private waiting: Saying[] = [];

  /** To the end, and at rest: everything evaluated, announced and projected. */
  static of(moments: readonly Moment[]): Play {
    const play = new Play();
    for (const { sayings, next } of moments) {
      play.waiting.push(...sayings);
      play.go(next);
    }
    play.flush();
    play.rest(moments.at(-1)?.next.budget ?? 1);
    return play;
  }

  close(): void {
    this.db.close();
  }

  private go(next: Next): void {
    if (next.flush) this.flush();
    for (let i = 0; i < next.settles; i += 1) this.projector.settle(next.budget);
    if (next.sentinel) this.sentinel();
    if (next.look) this.look(next.budget);
  }

  private flush(): void {
    this.tell(this.waiting);
    this.waiting = [];
  }

  private tell(sayings: readonly Saying[]): void {
    const added = logOf(sayings, this.log);
    this.log = [...this.log, ...added];
    this.projector.apply(added);
  }

  private rest(budget: number): void {
    for (let rounds = 0; rounds < 20; rounds += 1) {
      while (this.projector.settle(budget).more);
      if (this.sentinel() === 0) return;
    }
    throw new Error('the sentinel never stops announcing');
  }

  /** P2: the same whether it is evaluated in a snapshot or settled first. */
  private look(budget: number): void {
    const rows = this.db.q('SELECT id FROM asset WHERE registered = 1 ORDER BY id').all() as { id: string }[];
    const states = new FreshStates(this.db, PRODUCTION);
    const fresh = rows.map(({ id }) => [id, states.of(id)?.state]);
    while (this.projector.settle(budget).more);
    const settled = rows.map(({ id }) => [id, storedState(this.db, PRODUCTION, id)?.state]);
    this.seen.push({ fresh: JSON.stringify(fresh), settled: JSON.stringify(settled) });
  }

  /** What the sentinel says of what stands in the read model now. @returns how many events. */
  private sentinel(): number {
    let said = 0;
    const pending = pendingBreaches(this.db);
    const closes = (row: BreachRow) => row.gone === 1 && row.announced === 1;
    const groups = Map.groupBy(pending, (row) => JSON.stringify([row.decision, row.kind, closes(row)]));
    for (const rows of groups.values()) {
      const { delivery, decision, kind } = rows[0]!;
      const stream = deliveryStream(PRODUCTION, delivery);
      const state = foldDelivery(
        PRODUCTION,
        delivery,
        this.log.filter((event) => event.stream === stream).map(recorded),
      );
      const outcome =
        closes(rows[0]!) && kind !== 'compromised'
          ? decideCloseConcerns(state, decision, kind, rows.map(breachKey), this.log.length)
          : decideRaiseConcerns(state, decision, kind, rows.map(breachCause), this.log.length);
      if (outcome.kind !== 'accepted') throw new Error(`the sentinel was refused: ${JSON.stringify(outcome)}`);
      const recordedAt = (this.log.at(-1)!.metadata as unknown as EventMetadata).recordedAt;
      const events = outcome.events.map(({ type, data }) => saying(stream, type, data, { recordedAt }));
      if (events.length > 0) this.tell(events);
      said += events.length;
    }
    return said;
  }
}

/** The same log, as a rebuild takes it in. */
export function rebuilt(log: readonly StoredEvent[]): ReadModelDatabase {
  const db = createReadModel(':memory:', 1);
  const source = {
    logId: () => 'log',
    readAllSync: (after: number, limit: number) => log.slice(after, after + limit),
  };
  fillReadModel(db, source, () => undefined);
  return db;
}

function recorded(event: StoredEvent): Recorded {
  const meta = event.metadata as unknown as EventMetadata;
  const { id, type, data, stream } = event;
  return { id, type, data, meta, stream, revision: Number(event.revision), n: Number(event.position) };
}
