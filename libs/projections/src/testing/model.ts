import type { StoredEvent } from '@clearance/event-store';
import { createReadModel, openReadModelWriter, type ReadModelDatabase } from '../database.js';
import type { StateChange } from '../evaluate/state-changes.js';
import { Projector } from '../projector.js';
import { fillReadModel } from '../rebuild.js';
import { logOf, PRODUCTION, type Saying } from './sayings.js';

/** A read model in memory with the log that it was built from. */
export class TestModel {
  readonly db: ReadModelDatabase = openReadModelWriter(':memory:');
  readonly projector = new Projector(this.db);
  private events: StoredEvent[] = [];

  /** What was told so far, as a log. */
  get log(): readonly StoredEvent[] {
    return this.events;
  }

  /** Applies sayings, each in a transaction of its own, and evaluates everything. */
  tell(...sayings: readonly (Saying | readonly Saying[])[]): StateChange[] {
    const before = this.events.length;
    this.tellUnsettled(...sayings);
    if (this.events.length === before) return [];
    return this.settle();
  }

  /** Applies sayings and leaves what they made dirty unevaluated. */
  tellUnsettled(...sayings: readonly (Saying | readonly Saying[])[]): void {
    const added = logOf(sayings.flat(), this.events);
    for (const event of added) this.projector.apply([event]);
    this.events = [...this.events, ...added];
  }

  settle(): StateChange[] {
    const changes: StateChange[] = [];
    for (;;) {
      const step = this.projector.settle(50);
      changes.push(...step.changes);
      if (!step.more) return changes;
    }
  }

  /** State of the content of an asset as it is stored; null where no asset of that id is known. */
  state(asset: string): string | null {
    const row = this.db
      .q('SELECT c.state AS state FROM asset a JOIN content c ON c.cid = a.cid WHERE a.production = ? AND a.id = ?')
      .get(PRODUCTION, asset) as { state: string } | undefined;
    return row?.state ?? null;
  }

  /** State of every content by its display id. */
  states(): Record<string, string> {
    const rows = this.db.q('SELECT display, state FROM content ORDER BY display').all() as {
      display: string;
      state: string;
    }[];
    return Object.fromEntries(rows.map(({ display, state }) => [display, state]));
  }
}

/** A read model built from sayings and evaluated. */
export function modelOf(...sayings: readonly (Saying | readonly Saying[])[]): TestModel {
  const model = new TestModel();
  model.tell(...sayings);
  return model;
}

/** The same log, as a rebuild takes it in. */
export function rebuilt(log: readonly StoredEvent[]): ReadModelDatabase {
  const db = createReadModel(':memory:');
  const source = {
    logId: () => 'log',
    readAllSync: (after: number, limit: number) => log.slice(after, after + limit),
  };
  fillReadModel(db, source, () => undefined);
  return db;
}
