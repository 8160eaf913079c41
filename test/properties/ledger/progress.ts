import type { Projector, ReadModelDatabase } from '@clearance/projections';
import { Subject } from 'rxjs';
import { Watermarks } from '../../../src/ledger/ports.js';
import { PRODUCTIONS } from '../history/world.js';

/** How far one replica has come. Nobody runs out of time: who waits goes on when the replica got there. */
export class Progress extends Watermarks {
  override readonly changes = new Subject<void>();
  private readonly settledAt = new Map<string, number>();
  private waiting: { readonly there: () => boolean; readonly go: () => void }[] = [];

  constructor(
    private readonly db: ReadModelDatabase,
    private readonly projector: Projector,
  ) {
    super();
  }

  override get factsAt(): number {
    return Number(this.db.meta('factsAt') ?? '0');
  }

  get awaited(): boolean {
    return this.waiting.length > 0;
  }

  override stateAt(production: string): number {
    return this.projector.unsettled().includes(production) ? (this.settledAt.get(production) ?? 0) : this.factsAt;
  }

  override waitForFacts(n: number): Promise<void> {
    return this.wait(() => this.factsAt >= n);
  }

  override waitForState(production: string, n: number): Promise<void> {
    return this.wait(() => this.stateAt(production) >= n);
  }

  moved(): void {
    const behind = this.projector.unsettled();
    for (const production of PRODUCTIONS)
      if (!behind.includes(production)) this.settledAt.set(production, this.factsAt);
    this.changes.next();
    const free = this.waiting.filter(({ there }) => there());
    this.waiting = this.waiting.filter((each) => !free.includes(each));
    for (const { go } of free) go();
  }

  private wait(there: () => boolean): Promise<void> {
    if (there()) return Promise.resolve();
    return new Promise((resolve) => this.waiting.push({ there, go: resolve }));
  }
}
