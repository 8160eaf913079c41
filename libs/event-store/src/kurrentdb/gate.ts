/** Lets a bounded number of calls be under way; the others wait their turn, in the order they came. */
export class Gate {
  private free: number;
  private readonly waiting: (() => void)[] = [];
  private emptied: (() => void)[] = [];

  constructor(private readonly places: number) {
    this.free = places;
  }

  async run<T>(work: () => Promise<T>): Promise<T> {
    if (this.free > 0) this.free -= 1;
    else await new Promise<void>((enter) => this.waiting.push(enter));
    try {
      return await work();
    } finally {
      const next = this.waiting.shift();
      if (next !== undefined) next();
      else this.leave();
    }
  }

  /** Resolves once nothing is under way. */
  empty(): Promise<void> {
    if (this.free === this.places) return Promise.resolve();
    return new Promise((resolve) => this.emptied.push(resolve));
  }

  private leave(): void {
    this.free += 1;
    if (this.free < this.places) return;
    for (const resolve of this.emptied.splice(0)) resolve();
  }
}
