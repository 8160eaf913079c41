import { copyFileSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openSqliteEventReader, openSqliteEventStore, type StoredEvent } from '@clearance/event-store';
import { openReadModelReader, pendingBreaches, rebuildReadModel, type ReadModelDatabase } from '@clearance/projections';
// What P1 compares is a matter of the projections; no application has a use for it.
import { rowsOf } from '../../../libs/projections/src/testing/rows.js';

/** What a killed ledger has left in its folder, looked at in a copy, so that nothing is repaired by looking. */
export interface Remains {
  readonly events: readonly StoredEvent[];
  /** Decisions that were requested and have no outcome. */
  readonly openRequests: readonly string[];
  /** Breaches that the read model knows and nobody has announced. */
  readonly unannounced: number;
}

/** The files of a data folder that a power cut leaves, copied. */
export function copyOf(data: string): string {
  const copy = mkdtempSync(join(tmpdir(), 'clearance-remains-'));
  for (const name of ['events.db', 'readmodel.db'])
    for (const suffix of ['', '-wal'])
      if (existsSync(join(data, name + suffix))) copyFileSync(join(data, name + suffix), join(copy, name + suffix));
  return copy;
}

export async function remainsOf(data: string): Promise<Remains> {
  const copy = copyOf(data);
  const store = openSqliteEventStore({ folder: copy });
  try {
    const events = await store.readAll(null);
    return { events, openRequests: openIn(events), unannounced: unannouncedIn(join(copy, 'readmodel.db')) };
  } finally {
    await store.close();
    rmSync(copy, { recursive: true });
  }
}

/** Requests without an outcome, as `<stream> <decision>`, and those with more than one, marked as such. */
export function openIn(events: readonly StoredEvent[]): string[] {
  const outcomes = new Map<string, number>();
  for (const { stream, type, data } of events) {
    const key = `${stream} ${(data['decision'] as string | undefined) ?? ''}`;
    if (type === 'release-requested' || type === 'promotion-requested') outcomes.set(key, 0);
    else if (OUTCOMES.has(type)) outcomes.set(key, (outcomes.get(key) ?? 0) + 1);
  }
  const checks = Map.groupBy(
    events.filter(({ stream }) => stream.startsWith('check-')),
    ({ stream }) => stream,
  );
  for (const [stream, of] of checks) outcomes.set(stream, of.filter(({ type }) => CHECKED.has(type)).length);
  return [...outcomes].flatMap(([key, count]) =>
    count === 1 ? [] : [count === 0 ? key : `${key} ended ${count} times`],
  );
}

const OUTCOMES = new Set(['released', 'release-refused', 'promoted-to-deliverable', 'promotion-refused']);
const CHECKED = new Set(['checked', 'interrupted']);

function unannouncedIn(readModel: string): number {
  if (!existsSync(readModel)) return 0;
  const db = openReadModelReader(readModel);
  try {
    const made = db.q("SELECT count(*) AS n FROM sqlite_master WHERE name = 'breach'").get() as { n: number };
    return made.n === 0 ? 0 : pendingBreaches(db).length;
  } finally {
    db.close();
  }
}

/**
 * The log and the read model of a running ledger once nothing is left to do, read from outside.
 * @param log where the log lies, if not in the data folder itself
 */
export async function settled(
  data: string,
  log = data,
): Promise<{ events: readonly StoredEvent[]; rows: Record<string, string[]> }> {
  const reader = openSqliteEventReader({ folder: log });
  const db = openReadModelReader(join(data, 'readmodel.db'));
  try {
    for (;;) {
      const found = db.snapshot(() => (isAtRest(db, reader.headSync()) ? rowsOf(db) : null));
      if (found !== null) {
        const factsAt = Number(db.meta('factsAt'));
        return { events: (await reader.readAll(null)).slice(0, factsAt), rows: found };
      }
      await new Promise((resolve) => {
        setTimeout(resolve, LOOK_AGAIN_MS);
      });
    }
  } finally {
    db.close();
    await reader.close();
  }
}

const LOOK_AGAIN_MS = 50;

function isAtRest(db: ReadModelDatabase, head: number): boolean {
  const dirty = db.q('SELECT count(*) AS n FROM dirty').get() as { n: number };
  return Number(db.meta('factsAt')) === head && dirty.n === 0 && pendingBreaches(db).length === 0;
}

/** The rows of a read model built from the log alone. */
export async function rebuiltRows(data: string): Promise<Record<string, string[]>> {
  const folder = mkdtempSync(join(tmpdir(), 'clearance-rebuilt-'));
  const reader = openSqliteEventReader({ folder: data });
  try {
    const path = join(folder, 'readmodel.db');
    rebuildReadModel(path, reader, () => undefined);
    const db = openReadModelReader(path);
    try {
      return rowsOf(db);
    } finally {
      db.close();
    }
  } finally {
    await reader.close();
    rmSync(folder, { recursive: true });
  }
}
