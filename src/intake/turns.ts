import { InTurn } from './in-turn.js';
import type { Kind } from './kind.js';

/** How much of one turn of the event loop may go into reading facts, in milliseconds; whoever else asks waits no longer. */
const SLICE_MS = 4;

/**
 * Lets pieces of work have the thread one after another, and everybody else in between: reading a batch of a thousand facts
 * in one go would keep each question waiting until it is done.
 */
export class Turns {
  private readonly pieces = new InTurn<() => void>();
  private draining = false;

  constructor(
    private readonly sliceMs = SLICE_MS,
    private readonly now: () => number = () => performance.now(),
  ) {}

  /** Resolves when it is this piece's turn; what is done before the next `await` is the piece. */
  mine(kind: Kind = 'single'): Promise<void> {
    return new Promise((resolve) => {
      this.pieces.add(kind, resolve);
      this.schedule();
    });
  }

  /** How many pieces wait for their turn. */
  waiting(kind: Kind): number {
    return this.pieces.waiting(kind);
  }

  private schedule(): void {
    if (this.draining) return;
    this.draining = true;
    setImmediate(() => void this.drain());
  }

  private async drain(): Promise<void> {
    const until = this.now() + this.sliceMs;
    while (this.now() < until) {
      const mine = this.pieces.next();
      if (mine === undefined) break;
      mine();
      // The piece runs before this goes on: its continuation was queued first.
      await Promise.resolve();
    }
    this.draining = false;
    if (!this.pieces.empty) this.schedule();
  }
}
