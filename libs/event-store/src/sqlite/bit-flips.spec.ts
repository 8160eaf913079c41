import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { describe, expect, it } from 'vitest';
import { Unavailable } from '../errors.js';
import type { StoredEvent } from '../port.js';
import { eventOf, range } from '../testing/index.js';
import { EventStoreRefused } from './refused.js';
import { dataFolder } from './spec-folder.js';
import { openSqliteEventReader } from './reader.js';
import { openSqliteEventStore } from './store.js';
import { verifyEventLog } from './verify.js';

/** How many places are tried in each kind of file; `npm run test:crash` tries more. */
const FLIPS = Number(process.env['CLEARANCE_FLIPS'] ?? '24');
const STREAMS = 20;
const EVENTS = 300;

/** A flip costs a copy of the log and a start on it. */
const TIMEOUT_MS = 10_000 + FLIPS * 250;

describe('one bit of a log that has changed', { timeout: TIMEOUT_MS }, () => {
  it('is noticed at the start, or changes nothing that is read', async () => {
    const { folder, events } = await writtenLog();
    const outcomes = await eachFlip(join(folder, 'events.db'), async (copy) => {
      const found = await opened(copy);
      if (found instanceof EventStoreRefused) return isOneSentence(found.message) ? 'refused' : 'no sentence';
      return isDeepStrictEqual(found, events) ? 'harmless' : 'wrong';
    });
    expect(outcomes.wrong).toEqual([]);
    expect(outcomes['no sentence']).toEqual([]);
    expect(outcomes.refused.length).toBeGreaterThan(FLIPS / 2);
  });

  it('is never read as something that was not recorded, in a log too large to be checked at the start', async () => {
    const { folder, events } = await writtenLog();
    // A reader checks nothing but its first page when it opens.
    const outcomes = await eachFlip(join(folder, 'events.db'), async (copy) => {
      const found = await readThrough(copy);
      if (found === null) return 'refused';
      return isDeepStrictEqual(found, events) ? 'harmless' : 'wrong';
    });
    expect(outcomes.wrong).toEqual([]);
    expect(outcomes.refused.length).toBeGreaterThan(FLIPS / 3);
  });

  it('is found by verifying the log, wherever it makes a difference', async () => {
    const { folder, events } = await writtenLog();
    expect(verifyEventLog(folder)).toMatchObject({ events: EVENTS, streams: STREAMS });
    const outcomes = await eachFlip(join(folder, 'events.db'), async (copy) => {
      if (!verified(copy)) return 'refused';
      return isDeepStrictEqual(await opened(copy), events) ? 'harmless' : 'wrong';
    });
    expect(outcomes.wrong).toEqual([]);
    expect(outcomes.refused.length).toBeGreaterThan(FLIPS / 2);
  });
});

describe('one bit of a write-ahead log that has changed', { timeout: TIMEOUT_MS }, () => {
  it('never takes away more than the commit that was written last', async () => {
    const { folder, events, release } = await crashedLog();
    const outcomes = await eachFlip(join(folder, 'events.db-wal'), async (copy) => {
      copyFileSync(join(folder, 'events.db'), join(copy, 'events.db'));
      const found = await opened(copy);
      if (found instanceof EventStoreRefused) return 'refused';
      return [events, events.slice(0, -1)].some((log) => isDeepStrictEqual(found, log)) ? 'harmless' : 'wrong';
    });
    expect(outcomes.wrong).toEqual([]);
    expect(outcomes.refused.length).toBeGreaterThan(FLIPS / 2);
    await release();
  });
});

type Outcome = 'refused' | 'no sentence' | 'harmless' | 'wrong';

/** Copies the file into a folder of its own with one bit changed, for each place; the places by what became of them. */
async function eachFlip(file: string, look: (copy: string) => Promise<Outcome>): Promise<Record<Outcome, string[]>> {
  const sound = readFileSync(file);
  const outcomes: Record<Outcome, string[]> = { refused: [], 'no sentence': [], harmless: [], wrong: [] };
  for (const flip of flips(sound.length)) {
    const copy = dataFolder();
    writeFileSync(join(copy, basename(file)), flipped(sound, flip));
    outcomes[await look(copy)].push(`bit ${flip.bit} of byte ${flip.offset}`);
  }
  return outcomes;
}

const isOneSentence = (text: string) => /^[^\n]+\.$/.test(text);

interface Flip {
  readonly offset: number;
  readonly bit: number;
}

/** Places spread over the file; the same in every run. */
function flips(size: number): readonly Flip[] {
  let seed = 0x2f6e2b1;
  const random = (below: number) => {
    // Park and Miller's generator is enough to spread places.
    seed = (seed * 48_271) % 0x7fffffff;
    return seed % below;
  };
  return Array.from({ length: FLIPS }, () => ({ offset: random(size), bit: random(8) }));
}

function flipped(sound: Buffer, { offset, bit }: Flip): Buffer {
  const copy = Buffer.from(sound);
  copy.writeUInt8(copy.readUInt8(offset) ^ (1 << bit), offset);
  return copy;
}

/** What a ledger that starts on the folder reads, in the order of the log; nothing where its streams say otherwise. */
async function opened(folder: string): Promise<readonly StoredEvent[] | EventStoreRefused> {
  try {
    const store = openSqliteEventStore({ folder });
    try {
      const events = await store.readAll(null);
      const byStream = await Promise.all(names().map((name) => store.readStream(name)));
      return isDeepStrictEqual(byPosition(byStream.flat()), events) ? events : [];
    } finally {
      await store.close();
    }
  } catch (error) {
    if (error instanceof EventStoreRefused) return error;
    throw error;
  }
}

/** What is read in the order of the log; null where it is refused or damaged. */
async function readThrough(folder: string): Promise<readonly StoredEvent[] | null> {
  try {
    const reader = openSqliteEventReader({ folder });
    try {
      return await reader.readAll(null);
    } finally {
      await reader.close();
    }
  } catch (error) {
    if (error instanceof EventStoreRefused || error instanceof Unavailable) return null;
    throw error;
  }
}

function byPosition(events: readonly StoredEvent[]): readonly StoredEvent[] {
  return events.toSorted((a, b) => Number(a.position) - Number(b.position));
}

function verified(folder: string): boolean {
  try {
    verifyEventLog(folder);
    return true;
  } catch (error) {
    if (error instanceof EventStoreRefused) return false;
    throw error;
  }
}

async function writtenLog(): Promise<{ folder: string; events: readonly StoredEvent[] }> {
  const folder = dataFolder();
  const store = openSqliteEventStore({ folder });
  await fill(store);
  const events = await store.readAll(null);
  await store.close();
  return { folder, events };
}

/** What a killed process leaves behind: commits in the write-ahead log that are not carried over yet. */
async function crashedLog() {
  const live = dataFolder();
  const store = openSqliteEventStore({ folder: live });
  await fill(store);
  const folder = dataFolder();
  for (const name of ['events.db', 'events.db-wal']) copyFileSync(join(live, name), join(folder, name));
  return { folder, events: await store.readAll(null), release: () => store.close() };
}

async function fill(store: ReturnType<typeof openSqliteEventStore>): Promise<void> {
  for (const number of range(0, EVENTS)) {
    const revision = Math.floor(number / STREAMS) - 1;
    const event = eventOf(number + 1, { number, note: 'harbour at night '.repeat(number % 20) });
    await store.append(names()[number % STREAMS]!, revision < 0 ? 'noStream' : BigInt(revision), [event]);
  }
}

function names(): readonly string[] {
  return range(1, STREAMS).map((number) => `asset-p/plate_${number}`);
}
