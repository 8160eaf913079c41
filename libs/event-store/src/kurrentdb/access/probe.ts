import { randomUUID } from 'node:crypto';
import { Unavailable } from '../../errors.js';
import { eachWithin, within } from '../deadline.js';
import { actualRevisionOf, asStoreError, isAccessDenied, isPastAccess, isStreamMissing } from '../failures.js';
import type { LogClient, RecordedEvent, ResolvedEvent } from '../log-client.js';
import { isNeeded, judgeAccess, type AccessReport, type AccessRow, type Right } from './rights.js';

/** Whose rights are asked for: those of the account that the client speaks for. */
export interface Probed {
  readonly client: LogClient;
  readonly streamPrefix: string;
}

export interface ProbeOptions {
  /** Streams of the ledger, without the prefix, on which rights are asked for beside the canary. */
  readonly streams: readonly string[];
  /** Append to the canary and read that back. Otherwise nothing is written: whether it may be is asked for as the rest is. */
  readonly write?: boolean;
  /** How long the server may take for each answer. Milliseconds, default 10,000. */
  readonly ms?: number;
}

/**
 * Finds out what an account may do without doing it. A server looks at access before it looks at revisions, so that an
 * attempt at a revision that no stream has is answered "denied" to whoever may not and "wrong revision" to whoever may:
 * what could destroy something is only ever attempted like that.
 * @throws Unavailable where the server does not answer, or answers something else.
 */
export async function probeAccess({ client, streamPrefix }: Probed, options: ProbeOptions): Promise<AccessReport> {
  const { streams, write = false, ms = 10_000 } = options;
  const canary = canaryOf(streamPrefix);
  const rows: AccessRow[] = [];
  const ask = async (right: Right, stream: string, attempt: () => Promise<unknown>): Promise<void> => {
    rows.push({ right, stream, wanted: isNeeded(right), found: await isLet(stream, ms, attempt) });
  };
  const nowhere = (stream: string, type: string) => () => client.append(stream, NO_REVISION, [eventOf(type)], ms);

  await ask('append', canary, write ? () => appendAndReadBack(client, canary, ms) : nowhere(canary, CANARY_EVENT));
  await ask('read', canary, () => firstOf(client.readStream(canary, 0n, 1), ms));
  await ask('read-all', '$all', () => firstOf(client.readAll('end', 'backwards', 1), ms));
  for (const stream of [canary, ...streams.map((name) => streamPrefix + name)]) {
    await ask('delete', stream, () => client.delete(stream, NO_REVISION));
    await ask('tombstone', stream, () => client.tombstone(stream, NO_REVISION));
    await ask('write-metadata', stream, nowhere(`$$${stream}`, '$metadata'));
  }
  await ask('write-metadata', SETTINGS, nowhere(`$$${SETTINGS}`, '$metadata'));
  await ask('write-settings', SETTINGS, nowhere(SETTINGS, 'update-default-acl'));
  return judgeAccess(rows);
}

/** The stream on which rights are proved. It stands beside the ledger's own, as no event of its log (identity.ts). */
export const canaryOf = (streamPrefix: string): string => `${streamPrefix.slice(0, -1)}_access`;

/** Where the server keeps the access list of all streams that have none of their own. */
export const SETTINGS = '$settings';
/** No stream comes to it, and the server keeps it for nothing else (it calls 2^63-1 a deleted stream). */
const NO_REVISION = 2n ** 62n;
const CANARY_EVENT = 'access-checked';
/** Lost races for the next place in the canary before that is called unavailable. */
const TRIES = 10;

/** Whether the server lets the account: an attempt that failed past the look at access was let. @throws Unavailable */
async function isLet(stream: string, ms: number, attempt: () => Promise<unknown>): Promise<boolean> {
  try {
    await within(2 * ms, 'a question for access', false, attempt());
    return true;
  } catch (error) {
    if (isAccessDenied(error)) return false;
    if (isPastAccess(error)) return true;
    throw asStoreError(error, stream, false);
  }
}

/** @throws the client's failure where it was denied; Unavailable where what was written does not come back; StreamDeleted */
async function appendAndReadBack(client: LogClient, canary: string, ms: number): Promise<void> {
  const event = eventOf(CANARY_EVENT);
  for (let attempt = 0; attempt < TRIES; attempt += 1) {
    const newest = await newestOf(client, canary, ms);
    try {
      const { revision } = await client.append(canary, newest?.revision ?? 'noStream', [event], ms);
      const back = await firstOf(client.readStream(canary, revision, 1), ms);
      if (back?.id === event.id) return;
      throw new Unavailable(`what was appended to ${canary} does not come back`, false);
    } catch (error) {
      // Somebody else checks at the same time.
      if (actualRevisionOf(error) !== undefined) continue;
      throw isAccessDenied(error) ? error : asStoreError(error, canary, true);
    }
  }
  throw new Unavailable(`others wrote to ${canary} ${TRIES} times in a row first`, false);
}

/** The newest event of a stream, null where it has none. @throws the client's failures. */
export async function newestOf(client: LogClient, stream: string, ms: number): Promise<RecordedEvent | null> {
  try {
    return await firstOf(client.readNewest(stream), ms);
  } catch (error) {
    if (isStreamMissing(error)) return null;
    throw error;
  }
}

async function firstOf(read: AsyncIterable<ResolvedEvent>, ms: number): Promise<RecordedEvent | null> {
  for await (const { event } of eachWithin(ms, 'a read', read)) return event ?? null;
  return null;
}

const eventOf = (type: string) => ({ id: randomUUID(), type, data: {}, metadata: {} });
