import { closeSync, fsyncSync, openSync, renameSync, rmSync } from 'node:fs';
import type { StoredEvent } from '@clearance/event-store';
import { openReadModelWriter, type ReadModelDatabase } from './database.js';
import { Projector } from './projector.js';

export interface RebuildSource {
  /** Identity of the log. */
  logId(): string;
  /** The next events after ordinal n, at most `limit` and no more than `maxSize` characters of them (at least one). */
  readAllSync(after: number, limit: number, maxSize: number): readonly StoredEvent[];
}

export interface RebuildProgress {
  readonly phase: 'facts' | 'states';
  readonly done: number;
}

/** Events of one transaction, and their text in characters. */
const PAGE = 5_000;
const PAGE_TEXT = 32 * 1024 * 1024;
/** Contents of one transaction. */
const STEP = 10_000;

/**
 * Builds the read model anew from the log, beside the file in use, and puts it in its place when both watermarks have
 * reached the end of the log. The old file is untouched until then, so a rebuild that is cut off changes nothing.
 * @param path of the read model; must not be open in any process.
 * @returns the number of events projected.
 */
export function rebuildReadModel(
  path: string,
  source: RebuildSource,
  engine: number,
  report: (progress: RebuildProgress) => void,
): number {
  const beside = `${path}.next`;
  removeDatabase(beside);
  const database = openReadModelWriter(beside, engine);
  try {
    hurry(database);
    const projector = new Projector(database);
    projector.confirm(source.logId(), null);
    for (;;) {
      const events = source.readAllSync(projector.factsAt, PAGE, PAGE_TEXT);
      if (events.length === 0) break;
      projector.apply(events);
      report({ phase: 'facts', done: projector.factsAt });
    }
    for (let steps = 1; projector.settle(STEP, false).more; steps += 1) report({ phase: 'states', done: steps });
    const events = projector.factsAt;
    database.raw.pragma('journal_mode = WAL');
    database.close();
    makeDurable(beside);
    removeDatabase(path);
    renameSync(beside, path);
    return events;
  } catch (error) {
    if (database.raw.open) database.close();
    throw error;
  }
}

/** Nobody reads this file yet, and one that is cut off is thrown away: neither rollback nor flushes are needed on the way. */
function hurry(database: ReadModelDatabase): void {
  database.raw.pragma('journal_mode = OFF');
  database.raw.pragma('synchronous = OFF');
  database.raw.pragma('cache_size = -131072');
}

/** One flush for the whole file, before it takes the place of another. */
function makeDurable(path: string): void {
  const handle = openSync(path, 'r+');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

function removeDatabase(path: string): void {
  for (const suffix of ['', '-wal', '-shm', '-journal']) rmSync(`${path}${suffix}`, { force: true });
}
