import type { NewEvent, StoredEvent } from '../port.js';
import type { RecordedEvent } from './log-client.js';
import { toPosition } from './positions.js';

/**
 * An event of the server's log in the port's form. Its JSON is parsed by the client, which changes nothing: what this
 * library writes is the text of `JSON.stringify`, and that comes back from parsing and writing as it was.
 * One that is no JSON object is none of ours (only another program could have written it). It is handed on as what it is,
 * so that every replica counts it and the reader sees that it cannot be understood.
 */
export function toStoredEvent(event: RecordedEvent, stream: string): StoredEvent {
  if (event.position === undefined) throw new TypeError(`event ${event.id} came without its position`);
  return {
    id: event.id,
    type: event.type,
    data: objectOf(event.data),
    metadata: objectOf(event.metadata ?? {}),
    stream,
    revision: event.revision,
    position: toPosition(event.position),
  };
}

/**
 * Whether it is one of the ledger's events. The server writes events of its own into a stream, too: that it was deleted, for
 * one. They count for nothing, so that ordinals are the same for who read the log before and after.
 */
export function isOfLedger(event: RecordedEvent | undefined, streamPrefix: string): event is RecordedEvent {
  // No event at all: a link to one that is gone, which no ledger writes.
  return event !== undefined && event.streamId.startsWith(streamPrefix) && !event.type.startsWith('$');
}

function objectOf(value: unknown): NewEvent['data'] {
  if (value instanceof Uint8Array) return { unreadableBytes: Buffer.from(value).toString('base64') };
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return { unreadableJson: String(value) };
  return value as NewEvent['data'];
}
