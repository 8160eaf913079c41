/** How much of one turn of the event loop goes to followers, in milliseconds; whoever asks something waits no longer. */
const SLICE_MS = 4;

/**
 * Lets one follower after another put together what it is told. All of them hear of the same news at once, and all at once
 * would keep everybody else waiting until the last of them is done.
 */
export class Shifts {
  private readonly waiting: (() => void)[] = [];
  private busy = false;
  /** Until when the next one may go on in the same turn of the event loop. */
  private until = 0;

  constructor(
    private readonly sliceMs = SLICE_MS,
    private readonly now: () => number = () => performance.now(),
  ) {}

  /** Does `work` when it is this one's turn. Nobody else has a turn before it is done: it must wait for no follower. */
  async run<T>(work: () => Promise<T>): Promise<T> {
    await this.enter();
    try {
      return await work();
    } finally {
      this.leave();
    }
  }

  private enter(): Promise<void> {
    return new Promise((resolve) => {
      this.waiting.push(resolve);
      if (this.busy) return;
      this.busy = true;
      this.nextTurn();
    });
  }

  private leave(): void {
    if (this.now() < this.until) this.next();
    else this.nextTurn();
  }

  private nextTurn(): void {
    setImmediate(() => {
      this.until = this.now() + this.sliceMs;
      this.next();
    });
  }

  private next(): void {
    const mine = this.waiting.shift();
    if (mine === undefined) this.busy = false;
    else mine();
  }
}
