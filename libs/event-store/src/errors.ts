import type { ExpectedRevision } from './port.js';

/** The closed set of errors an event store may throw. */
export type EventStoreError = WrongExpectedRevision | StreamDeleted | Unavailable | TooLarge;

/** Somebody else appended first: reload, decide again. `actual` is null where the stream has no event. */
export class WrongExpectedRevision extends Error {
  override readonly name = 'WrongExpectedRevision';
  constructor(
    readonly stream: string,
    readonly expected: ExpectedRevision,
    readonly actual: bigint | null,
  ) {
    super(`stream ${stream} was expected at ${expected} but is at ${actual ?? 'noStream'}`);
  }
}

/** The stream was deleted by an administrator; it can never be written again. */
export class StreamDeleted extends Error {
  override readonly name = 'StreamDeleted';
  constructor(readonly stream: string) {
    super(`stream ${stream} has been deleted`);
  }
}

/** The store cannot be reached or is closing. `ambiguous`: the append may have become durable; repeat it unchanged. */
export class Unavailable extends Error {
  override readonly name = 'Unavailable';
  constructor(
    reason: string,
    readonly ambiguous: boolean,
    options?: ErrorOptions,
  ) {
    super(reason, options);
  }
}

/**
 * What is stored is no longer what was written: a page, a row or a number of the log is not what its record says. Nothing
 * that rests on the log may be answered until it has been restored from a backup.
 */
export class LogDamaged extends Unavailable {
  constructor(what: string, options?: ErrorOptions, help = 'Restore events.db from a backup.') {
    super(`the event log is damaged: ${what}. ${help}`, false, options);
  }
}

/** A server holds another log than the one that was read from it before, or less of it. */
export class ServerLogDiffers extends LogDamaged {
  constructor(what: string) {
    super(what, undefined, 'Restore the server from a backup, or find out why it holds another log.');
  }
}

/** One append holds more bytes than the store takes (limit and size in bytes). */
export class TooLarge extends Error {
  override readonly name = 'TooLarge';
  constructor(
    readonly size: number,
    readonly limit: number,
  ) {
    super(`an append of ${size} bytes is over the limit of ${limit}`);
  }
}
