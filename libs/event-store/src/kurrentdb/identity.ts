import { randomUUID } from 'node:crypto';
import { Unavailable } from '../errors.js';
import type { NewEvent } from '../port.js';
import { EventStoreRefused } from '../sqlite/refused.js';
import { eachWithin, within } from './deadline.js';
import { actualRevisionOf, asStoreError, isStreamMissing } from './failures.js';
import type { LogClient } from './log-client.js';

/**
 * What a server says of the log that a ledger keeps on it. It stands in a stream beside the ledger's own, so that it counts
 * for no event of the log: `log-begun`, and where the log is a copy of another, `log-copied` once that is whole.
 */
export interface LogIdentity {
  /** UUID. */
  readonly logId: string;
  /** UUID of the log it is a copy of; null where it began here. */
  readonly copyOf: string | null;
  /** Whether it may be gone on with: false while the copy is under way. */
  readonly whole: boolean;
}

/** Where the identity stands, and how long the server may take for each call (milliseconds). */
export interface IdentityStream {
  readonly client: LogClient;
  readonly streamPrefix: string;
  readonly ms: number;
}

/**
 * The id of a log that may be gone on with: made by whoever asks first, the same for everybody after.
 * @throws Unavailable, also while the log is being copied; TypeError where the stream holds something else.
 */
export async function identityOf(at: IdentityStream): Promise<string> {
  const { logId, copyOf, whole } = (await readIdentity(at)) ?? (await begin(at, {}));
  if (whole) return logId;
  throw new Unavailable(
    `the log on the server is a copy of the log ${copyOf} that is not whole yet: end it with clearance store copy`,
    false,
  );
}

/**
 * Begins a log that is to be a copy of another, or finds the one that was begun for it.
 * @throws EventStoreRefused where the server holds another ledger's log under this prefix; Unavailable; TypeError as above.
 */
export async function identityOfCopy(at: IdentityStream, copyOf: string): Promise<LogIdentity> {
  const identity = (await readIdentity(at)) ?? (await begin(at, { copyOf }));
  if (identity.copyOf === copyOf) return identity;
  const held = identity.copyOf === null ? 'a ledger of its own' : `a copy of the log ${identity.copyOf}`;
  throw new EventStoreRefused(
    'foreign',
    `the server holds ${held} under the prefix ${at.streamPrefix}: name another one with ?streamPrefix=…`,
  );
}

/** Says that the copy is whole: from now on a ledger may go on with it. Said once, however often. @throws Unavailable */
export async function endCopy(at: IdentityStream, events: number): Promise<void> {
  await append(at, 0n, { id: randomUUID(), type: 'log-copied', data: { events }, metadata: {} });
}

async function begin(at: IdentityStream, more: { readonly copyOf?: string }): Promise<LogIdentity> {
  const data = { logId: randomUUID(), ...more };
  await append(at, 'noStream', { id: randomUUID(), type: 'log-begun', data, metadata: {} });
  const begun = await readIdentity(at);
  if (begun === null) throw asStoreError(new Error(`the stream ${nameOf(at)} is still empty`), nameOf(at), true);
  return begun;
}

/** Whoever was first counts, and an answer that got lost was an answer: the caller reads what stands there. */
async function append(at: IdentityStream, expected: 'noStream' | bigint, event: NewEvent): Promise<void> {
  const { client, ms } = at;
  try {
    await within(ms, 'an append', true, client.append(nameOf(at), expected, [event], ms));
  } catch (error) {
    if (actualRevisionOf(error) === undefined) throw asStoreError(error, nameOf(at), true);
  }
}

async function readIdentity(at: IdentityStream): Promise<LogIdentity | null> {
  const stream = nameOf(at);
  try {
    const types: string[] = [];
    let begun: Begun | null = null;
    for await (const { event } of eachWithin(at.ms, 'a read', at.client.readStream(stream, 0n, 2))) {
      if (event === undefined) continue;
      types.push(event.type);
      begun ??= begunOf(event.data, stream);
    }
    if (begun === null) return null;
    const { logId, copyOf = null } = begun;
    return { logId, copyOf, whole: copyOf === null || types.includes('log-copied') };
  } catch (error) {
    if (error instanceof TypeError) throw error;
    if (isStreamMissing(error)) return null;
    throw asStoreError(error, stream, false);
  }
}

interface Begun {
  readonly logId: string;
  readonly copyOf?: string;
}

function begunOf(data: unknown, stream: string): Begun {
  const { logId, copyOf } = (data ?? {}) as { readonly logId?: unknown; readonly copyOf?: unknown };
  if (typeof logId === 'string' && copyOf === undefined) return { logId };
  if (typeof logId === 'string' && typeof copyOf === 'string') return { logId, copyOf };
  throw new TypeError(`the stream ${stream} does not hold the id of a log`);
}

const nameOf = ({ streamPrefix }: IdentityStream): string => `${streamPrefix.slice(0, -1)}_log`;
