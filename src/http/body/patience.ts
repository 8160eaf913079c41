import { Problem } from '../../ledger/ports.js';
import { KIB } from './limits.js';

/** How slowly a body may come in. */
export interface BodyPace {
  /** How long nothing at all may come, in milliseconds. */
  readonly graceMs: number;
  /** Bytes a second that keep up the patience. */
  readonly minRate: number;
}

export const BODY_PACE: BodyPace = { graceMs: 20_000, minRate: KIB };

/**
 * Waits for the parts of a body: every byte that comes buys a little more time, up to the grace. Only time in which
 * somebody wants the next part counts, so a body that is taken slowly here is not held against its sender.
 */
export class Patience {
  private left: number;
  private since: number | null = null;
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly pace: BodyPace) {
    this.left = pace.graceMs;
  }

  /** Begins to wait; `lost` is called once, where nothing comes in time. */
  wait(lost: (problem: Problem) => void): void {
    this.since = performance.now();
    this.timer = setTimeout(() => lost(tooSlow()), this.left);
  }

  /** Something came, or nothing is wanted any more. */
  arrived(bytes: number): void {
    clearTimeout(this.timer);
    if (this.since === null) return;
    const waited = performance.now() - this.since;
    this.since = null;
    this.left = Math.min(this.pace.graceMs, this.left - waited + (1_000 * bytes) / this.pace.minRate);
  }

  /** @throws Problem too-slow */
  async within<T>(coming: Promise<T>, bytesOf: (result: T) => number): Promise<T> {
    let bytes = 0;
    try {
      const result = await new Promise<T>((resolve, reject) => {
        this.wait(reject);
        coming.then(resolve, reject);
      });
      bytes = bytesOf(result);
      return result;
    } finally {
      this.arrived(bytes);
    }
  }
}

const tooSlow = () => new Problem('too-slow', 'The body came in too slowly. Send it again.');
