/** Events that are worth a transaction of their own: no more go into one (see GROUP_LIMITS of the event store). */
const ENOUGH = 500;

/**
 * Lets appends wait for each other, so that they come to the store at once and share a flush to disk: as long as more of
 * them are on their way, and until they are enough. Nobody waits for what cannot come: `more` is asked again and again.
 */
export class Gathering {
  private events = 0;
  private waiting: (() => void)[] = [];

  /** @param more whether more will be here in one of the next turns of the event loop */
  constructor(
    private readonly more: () => boolean,
    private readonly enough = ENOUGH,
  ) {}

  /** Resolves when so many events, those who wait already, and those who still come are to go on. */
  join(events: number): Promise<void> {
    this.events += events;
    return new Promise((resolve) => {
      this.waiting.push(resolve);
      if (this.waiting.length === 1) this.look();
    });
  }

  private look(): void {
    setImmediate(() => {
      if (this.events < this.enough && this.more()) {
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
