import type { ExpectedRevision, NewEvent } from './port.js';

/** An event as it is written: JSON as text, so that what is read back is what was handed over, key order included. */
export interface EncodedEvent {
  readonly id: string;
  readonly type: string;
  readonly data: string;
  readonly metadata: string;
  /** UTF-8 bytes of id, type, data and metadata: what the limit of one append counts. */
  readonly bytes: number;
}

/** KurrentDB's smallest default (MaxAppendSize of the 24.10 line), so that a log can be moved between stores. Bytes. */
export const DEFAULT_MAX_APPEND_BYTES = 1024 * 1024;

/** @throws RangeError naming the member for an empty list or a malformed id or type; TypeError for data that is no JSON object. */
export function encodeEvents(events: readonly NewEvent[]): readonly EncodedEvent[] {
  if (events.length === 0) throw new RangeError('an append needs at least one event');
  return events.map((event, index) => {
    const at = `events[${index}]`;
    if (!UUID.test(event.id)) throw new RangeError(`${at}.id is not a UUID in lower case: ${JSON.stringify(event.id)}`);
    checkText(`${at}.type`, event.type);
    if (event.type.startsWith('$')) throw new RangeError(`${at}.type starts with $, which is reserved`);
    const data = encodeObject(`${at}.data`, event.data);
    const metadata = encodeObject(`${at}.metadata`, event.metadata);
    const bytes =
      event.id.length + Buffer.byteLength(event.type) + Buffer.byteLength(data) + Buffer.byteLength(metadata);
    return { id: event.id, type: event.type, data, metadata, bytes };
  });
}

/** @throws RangeError: a stream name is 1 to 2,048 characters of well-formed text without control characters and does not start with `$`. */
export function checkStreamName(stream: string): void {
  checkText('the stream name', stream);
  if (stream.startsWith('$'))
    throw new RangeError(`stream names starting with $ are reserved: ${JSON.stringify(stream)}`);
}

/** Whether a stream can have this name; of one that cannot there is nothing. */
export function isStreamName(name: string): boolean {
  try {
    checkStreamName(name);
    return true;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

/** @throws RangeError */
export function checkExpected(expected: ExpectedRevision): void {
  if (expected !== 'noStream' && (typeof expected !== 'bigint' || expected < 0n)) {
    throw new RangeError(`the expected revision is 'noStream' or a bigint from 0, not ${String(expected)}`);
  }
}

/** @throws RangeError for anything but a positive integer or undefined. */
export function checkLimit(limit: number | undefined): void {
  if (limit !== undefined && !(Number.isSafeInteger(limit) && limit > 0)) {
    throw new RangeError(`a limit is a positive integer, not ${limit}`);
  }
}

const MAX_NAME = 2048;
const CONTROL = /\p{Cc}/u;
// Lower case only: a server that keeps ids as numbers gives them back in lower case, and ids are compared as text.
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

function checkText(what: string, text: string): void {
  // A lone surrogate would be stored as U+FFFD, and two names would become one.
  if (text.length === 0 || text.length > MAX_NAME || !text.isWellFormed() || CONTROL.test(text)) {
    throw new RangeError(
      `${what} must be 1 to ${MAX_NAME} characters of well-formed text without control characters: ${JSON.stringify(text.slice(0, 80))}`,
    );
  }
}

function encodeObject(what: string, value: unknown): string {
  const text = JSON.stringify(value) as string | undefined;
  if (text === undefined || !text.startsWith('{')) throw new TypeError(`${what} is not a JSON object`);
  return text;
}
