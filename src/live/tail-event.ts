import type { Recorded } from '@clearance/domain';
import { eventData, eventName } from './event-data.js';
import { message } from './server-sent.js';

/** An event on its way to followers; it is written out once, however many there are. */
export class TailEvent {
  private written: string | null = null;

  constructor(readonly event: Recorded) {}

  /** The message without its id, which is each follower's own. */
  get text(): string {
    return (this.written ??= message(eventName(this.event), eventData(this.event)));
  }
}
