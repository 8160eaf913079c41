import type { TailEvent } from './tail-event.js';

/** How many of the newest events are kept for those who follow closely. */
const KEPT = 2_000;

/**
 * The newest events of the log, read once for all who follow closely. Bulk (the chunks of manifests) is not among them.
 * Holds everything in (from, to] that is no bulk.
 */
export class RecentEvents {
  private events: TailEvent[] = [];
  private start = 0;
  private end = 0;

  /** Ordinal up to which it holds the log. */
  get to(): number {
    return this.end;
  }

  /** Whether what comes after an ordinal is here, or is next to be read. */
  covers(n: number): boolean {
    return n >= this.start && n <= this.end;
  }

  /** Begins anew after an ordinal: nobody followed for a while, so what lies between is not worth reading. */
  beginAfter(n: number): void {
    this.events = [];
    this.start = n;
    this.end = n;
  }

  /** Takes the next events, in order; everything up to `to` has been looked at. */
  add(events: readonly TailEvent[], to: number): void {
    this.events.push(...events);
    this.end = to;
    if (this.events.length <= 2 * KEPT) return;
    const dropped = this.events.splice(0, this.events.length - KEPT);
    this.start = dropped.at(-1)!.event.n;
  }

  /** Events after an ordinal that is covered, oldest first. */
  *after(n: number): Generator<TailEvent> {
    for (let index = this.indexAfter(n); index < this.events.length; index += 1) yield this.events[index]!;
  }

  private indexAfter(n: number): number {
    let low = 0;
    let high = this.events.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.events[middle]!.event.n <= n) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
