import type { Recorded } from '@clearance/domain';
import { eventData, eventName } from './event-data.js';
import { tokenOf } from './resume-token.js';
import { message, withId } from './server-sent.js';

/** An event on its way to followers; it is written out once, however many there are. */
export class TailEvent {
  /** See `eventName`. */
  readonly name: string;
  private written: string | null = null;
  /** What was told last, and up to where states had been told then: for most followers that is the same. */
  private told: { readonly states: number; readonly text: string } | null = null;

  constructor(readonly event: Recorded) {
    this.name = eventName(event);
  }

  /** The message, with the place from which somebody resumes who was told of states up to an ordinal. */
  textAt(states: number): string {
    if (this.told?.states !== states) {
      this.written ??= message(this.name, eventData(this.event));
      this.told = { states, text: withId(tokenOf({ log: this.event.n, states }), this.written) };
    }
    return this.told.text;
  }
}
