import type { StoredEvent } from '@clearance/event-store';
import { createReadModel, type ReadModelDatabase } from './database.js';
import { besideOf, removeDatabase, takePlace } from './files.js';
import { Projector } from './projector.js';
import { FACT_INDEXES, STATE_INDEXES } from './schema.js';

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

/** Events applied at once, and their text in characters. */
const PAGE = 1_000;
const PAGE_TEXT = 32 * 1024 * 1024;
/** Contents evaluated at once. */
const STEP = 10_000;

/**
 * Builds the read model anew from the log, beside the file in use, and puts it in its place when both watermarks have
 * reached the end of the log. The old file is untouched until then, so a rebuild that is cut off changes nothing.
 * Everything is one transaction: a page that changes again and again is written once, when there is no more room for it.
 * @param path of the read model; must not be open in any process.
 * Ends before an engine that this program does not know (Projector.apply).
 * @returns the number of events projected.
 */
export function rebuildReadModel(
  path: string,
  source: RebuildSource,
  report: (progress: RebuildProgress) => void,
): number {
  const beside = besideOf(path);
  removeDatabase(beside);
  const database = createReadModel(beside);
  try {
    const events = fillReadModel(database, source, report);
    database.raw.pragma('locking_mode = NORMAL');
    database.raw.pragma('journal_mode = WAL');
    database.close();
    takePlace(path);
    return events;
  } catch (error) {
    if (database.raw.open) database.close();
    throw error;
  }
}

/**
 * Projects a whole log into tables that `createReadModel` made.
 * @returns the number of events projected.
 */
export function fillReadModel(
  database: ReadModelDatabase,
  source: RebuildSource,
  report: (progress: RebuildProgress) => void,
): number {
  const projector = Projector.forRebuild(database);
  return database.write(() => {
    projector.confirm(source.logId(), null);
    for (;;) {
      const page = source.readAllSync(projector.factsAt, PAGE, PAGE_TEXT);
      if (page.length === 0) break;
      projector.apply(page);
      report({ phase: 'facts', done: projector.factsAt });
      if (projector.halted !== null) break;
    }
    database.raw.exec(FACT_INDEXES);
    projector.findReuse();
    for (let steps = 1; projector.settle(STEP, false).more; steps += 1) report({ phase: 'states', done: steps });
    database.raw.exec(STATE_INDEXES);
    return projector.factsAt;
  });
}
