/** Everything that waits for its turn, so that a history says who goes first wherever several could. */
export class Turns {
  private readonly waiting: { readonly go: () => void }[] = [];

  get open(): number {
    return this.waiting.length;
  }

  /** Resolves when it is this one's turn. */
  take(): Promise<void> {
    return new Promise((resolve) => this.waiting.push({ go: resolve }));
  }

  /** Lets one go on, and waits until it and what follows from it has come to the next turn. @returns whether one was there */
  async give(which: number): Promise<boolean> {
    const [next] = this.waiting.splice(which, 1);
    next?.go();
    await quiet();
    return next !== undefined;
  }
}

/**
 * Nothing here waits for a timer or a file: once the queues of promises and of the event loop's next turns have run dry,
 * everybody waits for a turn or is done. What comes in together is recorded by the next turn of the event loop.
 */
export async function quiet(): Promise<void> {
  for (let turns = 0; turns < 2; turns += 1) await new Promise((resolve) => setImmediate(resolve));
}
