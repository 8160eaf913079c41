/**
 * An event that a fold cannot apply: a type it does not know, or data it cannot read. The projector quarantines the event
 * and makes what it speaks of unknown; nothing is skipped silently.
 */
export class UnreadableEvent extends Error {
  override readonly name = 'UnreadableEvent';
  constructor(
    readonly stream: string,
    readonly revision: number,
    readonly type: string,
    readonly reason: string,
  ) {
    super(`event ${revision} of ${stream} (${type}) cannot be read: ${reason}`);
  }
}
