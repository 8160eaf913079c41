import { setTimeout as sleep } from 'node:timers/promises';

/** First and longest pause. Milliseconds. */
const FIRST_MS = 100;
const LONGEST_MS = 5_000;

/** Pauses between attempts: twice as long each time, and never the same for two replicas that lost the same server. */
export class Backoff {
  private next = FIRST_MS;

  constructor(private readonly random: () => number = Math.random) {}

  reset(): void {
    this.next = FIRST_MS;
  }

  /** The pause that is due: between half and the whole of it. Milliseconds. */
  due(): number {
    const whole = this.next;
    this.next = Math.min(LONGEST_MS, whole * 2);
    return Math.round(whole * (0.5 + this.random() / 2));
  }

  /** Resolves when the pause is over or the signal is aborted. */
  async pause(signal: AbortSignal): Promise<void> {
    if (signal.aborted) return;
    try {
      await sleep(this.due(), undefined, { signal });
    } catch (error) {
      if (!signal.aborted) throw error;
    }
  }
}
