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

function objectOf(value: unknown): NewEvent['data'] {
  if (value instanceof Uint8Array) return { unreadableBytes: Buffer.from(value).toString('base64') };
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return { unreadableJson: String(value) };
  return value as NewEvent['data'];
}
