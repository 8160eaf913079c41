/** Wakes whoever waits for the log to grow. Rings are counted, so that one between looking and waiting is not lost. */
export class Bell {
  private count = 0;
  private readonly waiting = new Set<() => void>();

  /** Called when the first one starts to wait (true) and when nobody waits any more (false). */
  constructor(private readonly onDemand: (wanted: boolean) => void = () => undefined) {}

  /** Number of rings so far: take it before looking at the log. */
  get rings(): number {
    return this.count;
  }

  ring(): void {
    this.count += 1;
    for (const wake of this.waiting) wake();
  }

  /** Resolves once there were more than `seen` rings, or when the signal is aborted. */
  wait(seen: number, signal: AbortSignal): Promise<void> {
    if (this.count > seen || signal.aborted) return Promise.resolve();
    return new Promise((resolve) => {
      const wake = (): void => {
        signal.removeEventListener('abort', wake);
        this.waiting.delete(wake);
        if (this.waiting.size === 0) this.onDemand(false);
        resolve();
      };
      signal.addEventListener('abort', wake);
      this.waiting.add(wake);
      if (this.waiting.size === 1) this.onDemand(true);
    });
  }
}
