/** A server-sent event. `id` is the last id the stream stated, as EventSource counts it; null before the first. */
export interface ServerMessage {
  readonly id: string | null;
  readonly event: string;
  readonly data: string;
}

/** The longest line of a stream that is read, in characters. */
export const MAX_LINE_LENGTH = 1024 * 1024;

/** Reads `text/event-stream` (WHATWG HTML, 9.2.6), one chunk of text at a time. */
export class ServerMessageReader {
  /** Milliseconds to wait before connecting again, as the ledger asks for. */
  retryMs: number | null = null;
  private pending = '';
  private id: string | null;
  private event = '';
  private data: string[] = [];

  constructor(lastId: string | null) {
    this.id = lastId;
  }

  /** The messages that the chunk completes. @throws RangeError on a line past the limit. */
  take(chunk: string): ServerMessage[] {
    this.pending += chunk;
    const messages: ServerMessage[] = [];
    for (;;) {
      const end = /\r\n|\n|\r(?!$)/.exec(this.pending);
      if (end === null) break;
      const line = this.pending.slice(0, end.index);
      this.pending = this.pending.slice(end.index + end[0].length);
      const message = this.takeLine(line);
      if (message !== null) messages.push(message);
    }
    if (this.pending.length > MAX_LINE_LENGTH)
      throw new RangeError(`a line is longer than ${MAX_LINE_LENGTH} characters`);
    return messages;
  }

  private takeLine(line: string): ServerMessage | null {
    if (line === '') return this.dispatch();
    const colon = line.indexOf(':');
    if (colon === 0) return null;
    const field = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? '' : line.slice(colon + 1).replace(/^ /, '');
    if (field === 'data') this.data.push(value);
    else if (field === 'event') this.event = value;
    else if (field === 'id' && !value.includes('\0')) this.id = value;
    else if (field === 'retry' && /^\d{1,9}$/.test(value)) this.retryMs = Number(value);
    return null;
  }

  private dispatch(): ServerMessage | null {
    const { id, event, data } = this;
    this.event = '';
    this.data = [];
    return data.length === 0 ? null : { id, event: event || 'message', data: data.join('\n') };
  }
}
