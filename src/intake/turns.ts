/** How much of one turn of the event loop may go into taking facts, in milliseconds; whoever else asks waits no longer. */
const SLICE_MS = 5;

/**
 * Lets pieces of work have the thread one after another, first come first served, and everybody else in between: reading
 * a batch of a thousand facts in one go would keep each question waiting until it is done.
 */
export class Turns {
  private waiting: (() => void)[] = [];
  private next = 0;
  private draining = false;

  constructor(
    private readonly sliceMs = SLICE_MS,
    private readonly now: () => number = () => performance.now(),
  ) {}

  /** Resolves when it is this piece's turn; what is done before the next `await` is the piece. */
  mine(): Promise<void> {
    return new Promise((resolve) => {
      this.waiting.push(resolve);
      this.schedule();
    });
  }

  private schedule(): void {
    if (this.draining) return;
    this.draining = true;
    setImmediate(() => void this.drain());
  }

  private async drain(): Promise<void> {
    const until = this.now() + this.sliceMs;
    while (this.next < this.waiting.length && this.now() < until) {
      this.waiting[this.next]!();
      this.next += 1;
      // The piece runs before this goes on: its continuation was queued first.
      await Promise.resolve();
    }
    if (this.next === this.waiting.length) {
      this.waiting = [];
      this.next = 0;
    }
    this.draining = false;
    if (this.waiting.length > 0) this.schedule();
  }
}
