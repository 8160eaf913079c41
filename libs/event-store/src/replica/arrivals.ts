interface Waiter {
  readonly revision: bigint;
  readonly arrived: () => void;
}

/** Who waits for an event of a stream to come back from the server. */
export class Arrivals {
  private readonly waiting = new Map<string, Set<Waiter>>();

  /** Resolves with true once the event has come, with false where it has not within `ms` milliseconds. */
  wait(stream: string, revision: bigint, ms: number): Promise<boolean> {
    return new Promise((resolve) => {
      const settle = (come: boolean): void => {
        clearTimeout(timer);
        const others = this.waiting.get(stream);
        others?.delete(waiter);
        if (others?.size === 0) this.waiting.delete(stream);
        resolve(come);
      };
      const waiter: Waiter = { revision, arrived: () => settle(true) };
      const timer = setTimeout(() => settle(false), ms);
      const others = this.waiting.get(stream) ?? new Set();
      this.waiting.set(stream, others.add(waiter));
    });
  }

  came(stream: string, revision: bigint): void {
    for (const waiter of this.waiting.get(stream) ?? []) if (waiter.revision <= revision) waiter.arrived();
  }
}
