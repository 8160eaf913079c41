import type { ResolvedEvent, SubscriptionCall } from './log-client.js';
import type { NativePosition } from './positions.js';

/** What one call of a subscription delivers, in the order the server sent it. */
export type CallMessage =
  | { readonly kind: 'event'; readonly event: ResolvedEvent }
  | { readonly kind: 'checkpoint'; readonly position: NativePosition }
  | { readonly kind: 'caughtUp' };

type Marker = Exclude<CallMessage, { kind: 'event' }>;

/**
 * Reads one call message by message. The clients deliver events through a stream but announce checkpoints and "caught up"
 * when they come in, ahead of events that wait to be read: here each takes its place behind the events before it. What
 * waits is bounded by the stream, which takes no more from the server while nobody reads.
 */
export class CallReader {
  private readonly markers: { readonly after: number; readonly marker: Marker }[] = [];
  private taken = 0;
  private ended = false;
  private failure: { readonly error: unknown } | null = null;
  private confirmed = false;
  private wake: (() => void) | null = null;
  private readonly call: SubscriptionCall;

  /**
   * @param open starts the call, given what to do with a checkpoint.
   * @param onConfirmed the server has taken the subscription.
   */
  constructor(
    open: (checkpointReached: (position: NativePosition) => void) => SubscriptionCall,
    onConfirmed: () => void,
  ) {
    this.call = open((position) => this.mark({ kind: 'checkpoint', position }));
    const confirm = (): void => {
      if (this.confirmed) return;
      this.confirmed = true;
      onConfirmed();
    };
    this.call.on('confirmation', confirm);
    this.call.on('caughtUp', () => this.mark({ kind: 'caughtUp' }));
    this.call.on('readable', () => this.ring());
    this.call.on('end', () => this.finish());
    this.call.on('close', () => this.finish());
    this.call.on('error', (error: unknown) => {
      this.failure ??= { error };
      this.ring();
    });
  }

  get isConfirmed(): boolean {
    return this.confirmed;
  }

  /** The next message; null once the server has ended the call. @throws what the call failed with. */
  async next(signal: AbortSignal): Promise<CallMessage | null> {
    for (;;) {
      if (signal.aborted) return null;
      const first = this.markers[0];
      if (first !== undefined && first.after <= this.taken) {
        this.markers.shift();
        return first.marker;
      }
      const event = this.call.read() as ResolvedEvent | null;
      if (event !== null) {
        this.taken += 1;
        return { kind: 'event', event };
      }
      if (this.failure !== null) throw this.failure.error;
      if (this.ended) return null;
      await this.rung(signal);
    }
  }

  /** Makes the call fail where nothing else does. */
  fail(error: unknown): void {
    this.failure ??= { error };
    this.ring();
  }

  /** Ends the call. What it says afterwards is not heard. */
  end(): void {
    // A call that was never made cannot be ended, and has nothing to end.
    this.call.unsubscribe().catch(() => undefined);
  }

  private mark(marker: Marker): void {
    this.markers.push({ after: this.taken + this.call.readableLength, marker });
    this.ring();
  }

  private finish(): void {
    this.ended = true;
    this.ring();
  }

  private ring(): void {
    this.wake?.();
  }

  private rung(signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const done = (): void => {
        signal.removeEventListener('abort', done);
        this.wake = null;
        resolve();
      };
      this.wake = done;
      signal.addEventListener('abort', done);
    });
  }
}
