import type { RacingStore } from '../ledger/racing-store.js';
import type { Replica } from '../ledger/replica.js';
import { quiet, type Turns } from '../ledger/turns.js';

/** Far more than any history takes. */
const MOST_STEPS = 1_500;
/** More than anybody takes from one turn to the next. */
const MOST_IDLE = 40;

/** What is going on, by name, and whether something went wrong. */
export interface Company {
  readonly under: ReadonlySet<string>;
  /** @throws what went wrong */
  check(): void;
}

/** Says who goes on when: calls of the store, projectors, evaluations. */
export class Pacing {
  constructor(
    private readonly turns: Turns,
    readonly store: RacingStore,
    private readonly replicas: readonly Replica[],
    private readonly company: Company,
  ) {}

  /** One of those who could go on goes on. */
  async step(which: number): Promise<void> {
    const moves: (() => Promise<unknown> | void)[] = Array.from(
      { length: this.turns.open },
      (_, index) => () => this.turns.give(index),
    );
    const amount = (which % 5) + 1;
    for (const replica of this.replicas) {
      if (replica.behind) moves.push(() => replica.project(amount));
      if (replica.unsettled) moves.push(() => replica.settle(amount));
    }
    const move = moves[which % Math.max(moves.length, 1)];
    await move?.();
    await quiet();
  }

  /** Lets everybody come to the end of what they are about; read models move on only where somebody waits for them. */
  async finish(): Promise<void> {
    await quiet();
    for (let steps = 0, still = 0; this.company.under.size > 0 || this.turns.open > 0; steps += 1) {
      if (steps > MOST_STEPS) throw new Error('a history does not come to its end');
      const moved = this.turns.open > 0 ? await this.turns.give(0) : await this.moveOn();
      still = moved ? 0 : still + 1;
      // Somebody may be about to take a turn.
      await quiet();
      if (still > MOST_IDLE) throw new Error(`nobody goes on any more with ${[...this.company.under].join(', ')}`);
    }
  }

  private async moveOn(): Promise<boolean> {
    const replica = this.replicas.find((each) => each.awaited && (each.behind || each.unsettled));
    if (replica === undefined) return false;
    if (replica.behind) replica.project(Infinity);
    else replica.settle(3);
    await quiet();
    return true;
  }

  /** Everything is recorded, projected, evaluated and announced. */
  async rest(): Promise<void> {
    for (let rounds = 0; ; rounds += 1) {
      if (rounds > MOST_STEPS) throw new Error('the ledger never comes to rest');
      await this.finish();
      this.company.check();
      const busy = this.replicas.filter((each) => each.behind || each.unsettled);
      if (busy.length === 0) return;
      for (const replica of busy) {
        if (replica.behind) replica.project(1 + (rounds % 7));
        else replica.settle(1 + (rounds % 3));
        await quiet();
      }
    }
  }
}
