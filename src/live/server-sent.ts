/** How long a client waits before it connects again, in milliseconds. */
export const RETRY = 'retry: 3000\n\n';

/** One message of an event stream. JSON has no raw line breaks, so the data is one line. */
export function message(event: string, data: unknown): string {
  return `event: ${event}\ndata: ${JSON.stringify(data)}\n\n`;
}

/** A message from which a follower can resume. */
export const withId = (id: string, text: string) => `id: ${id}\n${text}`;

export const comment = (text: string) => `: ${text}\n\n`;
