import { Clock } from '../../../src/ledger/ports.js';

const START = Date.parse('2026-03-01T10:00:00.000Z');
export const timeAt = (seconds: number): string => new Date(START + seconds * 1_000).toISOString();

/** The time that passes in a history: a second a step, or as a step says. */
export class Time {
  seconds = 0;

  /** The time in so many seconds. */
  in(seconds: number): string {
    return timeAt(this.seconds + seconds);
  }

  pass(seconds: number): void {
    this.seconds += seconds;
  }
}

/** A replica's own clock, which may go wrong by some seconds. */
export class ReplicaClock extends Clock {
  constructor(
    private readonly time: Time,
    private readonly off: number,
  ) {
    super();
  }

  override now(): string {
    this.time.seconds += 1;
    return timeAt(this.time.seconds + this.off);
  }
}
