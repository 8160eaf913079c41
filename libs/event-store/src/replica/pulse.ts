import { LogDamaged } from '../errors.js';

/** Between two looks at the server. Milliseconds. */
const EVERY_MS = 2_000;
/** How long it may take to answer a look before it is called away. Milliseconds. */
const ANSWERS_WITHIN_MS = 2_000;

/**
 * Whether the server is there. A connection may look sound for half a minute after the server has gone silent; asking it
 * something small every two seconds tells sooner.
 */
export class Pulse {
  private timer: NodeJS.Timeout | null = null;
  private stopped = false;
  private since: number | null = null;
  private readonly faults: { answer: string | null; subscription: string | null; copy: string | null } = {
    answer: null,
    subscription: null,
    copy: null,
  };
  private confirmed: () => void = () => undefined;
  /** Resolves once the server has been looked at with success. */
  readonly first = new Promise<void>((resolve) => (this.confirmed = resolve));

  /** @param look throws where the server does not answer, LogDamaged where it is the wrong one. */
  start(look: () => Promise<void>, fatal: (error: LogDamaged) => void): void {
    const beat = async (): Promise<void> => {
      const slow = setTimeout(
        () => this.set('answer', `the event store has not answered for ${ANSWERS_WITHIN_MS} ms`),
        ANSWERS_WITHIN_MS,
      );
      try {
        await look();
        this.set('answer', null);
        this.confirmed();
      } catch (error) {
        if (this.stopped) return;
        if (error instanceof LogDamaged) return fatal(error);
        this.set('answer', error instanceof Error ? error.message : String(error));
      } finally {
        clearTimeout(slow);
      }
      if (!this.stopped) this.timer = setTimeout(() => void beat(), EVERY_MS);
    };
    void beat();
  }

  stop(): void {
    this.stopped = true;
    if (this.timer !== null) clearTimeout(this.timer);
  }

  subscription(fault: string | null): void {
    this.set('subscription', fault);
  }

  copy(fault: string | null): void {
    this.set('copy', fault);
  }

  get fault(): string | null {
    return this.faults.answer ?? this.faults.subscription ?? this.faults.copy;
  }

  /** For how long there has been a fault without a break; 0 while there is none. */
  get awayMs(): number {
    return this.since === null ? 0 : performance.now() - this.since;
  }

  private set(kind: 'answer' | 'subscription' | 'copy', fault: string | null): void {
    this.faults[kind] = fault;
    if (this.fault === null) this.since = null;
    else this.since ??= performance.now();
  }
}
