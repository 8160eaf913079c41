import { randomUUID } from 'node:crypto';
import { within } from './deadline.js';
import { actualRevisionOf, asStoreError, isStreamMissing } from './failures.js';
import type { LogClient } from './log-client.js';

/**
 * The id of the log that a ledger keeps on a server: made by whoever asks first, the same for everybody after. It stands in
 * a stream beside the ledger's own, so that it counts for no event of the log.
 * @throws Unavailable; TypeError where the stream holds something else.
 */
export async function identityOf(client: LogClient, streamPrefix: string, ms: number): Promise<string> {
  const stream = `${streamPrefix.slice(0, -1)}_log`;
  const known = await read(client, stream, ms);
  if (known !== null) return known;
  const event = { id: randomUUID(), type: 'log-begun', data: { logId: randomUUID() }, metadata: {} };
  try {
    await within(ms, 'an append', true, client.append(stream, 'noStream', [event], ms));
  } catch (error) {
    // Another replica was first, or the answer got lost: what stands there counts.
    if (actualRevisionOf(error) === undefined) throw asStoreError(error, stream, true);
  }
  const begun = await read(client, stream, ms);
  if (begun === null) throw asStoreError(new Error(`the stream ${stream} is still empty`), stream, true);
  return begun;
}

async function read(client: LogClient, stream: string, ms: number): Promise<string | null> {
  const first = client.readStream(stream, 0n, 1)[Symbol.asyncIterator]();
  try {
    const step = await within(ms, 'a read', false, first.next());
    const data = step.done === true ? null : step.value.event?.data;
    if (data === null || data === undefined) return null;
    const { logId } = data as { readonly logId?: unknown };
    if (typeof logId !== 'string') throw new TypeError(`the stream ${stream} does not hold the id of a log`);
    return logId;
  } catch (error) {
    if (error instanceof TypeError) throw error;
    if (isStreamMissing(error)) return null;
    throw asStoreError(error, stream, false);
  } finally {
    void Promise.resolve(first.return?.()).catch(() => undefined);
  }
}
