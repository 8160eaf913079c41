/** How long a client waits before it connects again, in milliseconds. */
export const RETRY = 'retry: 3000\n\n';

/** One message of an event stream. JSON has no raw line breaks, so the data is one line. */
export function message(event: string, data: unknown, id?: string): string {
  return `${id === undefined ? '' : `id: ${id}\n`}event: ${event}\ndata: ${JSON.stringify(data)}\n\n`;
}

export const comment = (text: string) => `: ${text}\n\n`;
