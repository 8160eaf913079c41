import { LogDamaged } from '../errors.js';
import type { KurrentEventStore } from '../kurrentdb/index.js';
import type { Position, StoredEvent, SubscriptionMessage } from '../port.js';
import type { SqliteMirror } from '../sqlite/mirror.js';
import type { Arrivals } from './arrivals.js';

/** Of one step, which holds up the thread: events, and characters of their JSON roughly. */
const STEP_EVENTS = 500;
/** Between two attempts to write what the disk refused. Milliseconds. */
const RETRY_MS = 1_000;

/** Copies the server's log as it comes. What has come together is written together. */
export class Follower {
  private events: StoredEvent[] = [];
  private followedTo: Position | null = null;
  private scheduled: NodeJS.Immediate | null = null;
  private stopped = false;
  private messages: AsyncIterator<SubscriptionMessage> | null = null;
  private running: Promise<void> | null = null;

  constructor(
    private readonly remote: KurrentEventStore,
    private readonly mirror: SqliteMirror,
    private readonly arrivals: Arrivals,
    private readonly told: {
      /** Everything that was in the log when it was last looked at has come. */
      caughtUp(): void;
      /** The copy cannot be written at the moment; null: it can again. */
      fault(fault: string | null): void;
      /** Never gone on after. */
      fatal(error: LogDamaged): void;
    },
  ) {}

  start(): void {
    this.running ??= this.run();
  }

  async stop(): Promise<void> {
    this.stopped = true;
    await this.messages?.return?.();
    await this.running;
    if (this.scheduled !== null) clearImmediate(this.scheduled);
  }

  private async run(): Promise<void> {
    while (!this.stopped) {
      try {
        await this.follow();
      } catch (error) {
        this.events = [];
        if (this.stopped) return;
        if (error instanceof LogDamaged) return this.told.fatal(error);
        this.told.fault(
          `the copy of the log cannot be written: ${error instanceof Error ? error.message : String(error)}`,
        );
        await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
      }
    }
  }

  private async follow(): Promise<void> {
    const failure: unknown[] = [];
    this.messages = this.remote.subscribeAll(this.mirror.followedTo)[Symbol.asyncIterator]();
    try {
      for (;;) {
        const step = await this.messages.next();
        if (failure.length > 0) throw failure[0];
        if (step.done === true) return;
        const message = step.value;
        if (message.kind === 'event') this.events.push(message.event);
        this.followedTo = message.kind === 'event' ? message.event.position : message.position;
        if (message.kind === 'caughtUp' || this.events.length >= STEP_EVENTS) this.write();
        if (message.kind === 'caughtUp') this.told.caughtUp();
        this.scheduled ??= setImmediate(() => {
          this.scheduled = null;
          try {
            this.write();
          } catch (error) {
            failure.push(error);
            void this.messages?.return?.();
          }
        });
      }
    } finally {
      await this.messages.return?.();
    }
  }

  private write(): void {
    const { events, followedTo } = this;
    if (followedTo === null || (events.length === 0 && followedTo === this.mirror.followedTo)) return;
    this.events = [];
    this.mirror.take(events, followedTo);
    this.told.fault(null);
    for (const { stream, revision } of events) this.arrivals.came(stream, revision);
  }
}
