/** Events that are worth a transaction of their own: no more go into one (see GROUP_LIMITS of the event store). */
const ENOUGH = 250;
/** Nobody waits longer, in milliseconds: what goes on coming may be facts that nothing is appended for. */
const LONGEST_MS = 100;

/**
 * Lets appends wait for each other, so that they come to the store at once and share a flush to disk: as long as more of
 * them are on their way, and until they are enough or have waited long enough. Nobody waits for what cannot come: `more` is
 * asked again and again.
 */
export class Gathering {
  private events = 0;
  private waiting: (() => void)[] = [];
  /** When those who wait go on at the latest. */
  private until = 0;

  /**
   * @param more whether more may be here in one of the next turns of the event loop. @param enough events. @param now a clock in
   * milliseconds
   */
  constructor(
    private readonly more: () => boolean,
    private readonly enough = ENOUGH,
    private readonly now: () => number = () => performance.now(),
  ) {}

  /** Resolves when so many events, those who wait already, and those who still come are to go on. */
  join(events: number): Promise<void> {
    this.events += events;
    return new Promise((resolve) => {
      this.waiting.push(resolve);
      if (this.waiting.length > 1) return;
      this.until = this.now() + LONGEST_MS;
      this.look();
    });
  }

  private look(): void {
    setImmediate(() => {
      if (this.events < this.enough && this.more() && this.now() < this.until) {
        this.look();
        return;
      }
      const { waiting } = this;
      this.waiting = [];
      this.events = 0;
      for (const goOn of waiting) goOn();
    });
  }
}
