import { copyFileSync } from 'node:fs';
import Database from 'better-sqlite3';
import { openSqliteEventReader } from '@clearance/event-store';
import { buildReadModel, readModelOf } from '../world/project.js';
import { EVENTS_EACH, placeOf } from './facts.js';
import type { IntakeReport } from './messages.js';

export interface LogCheck {
  readonly acknowledged: number;
  readonly recorded: number;
  /** Acknowledged and not in the log at that position, or not whole. */
  readonly lost: number;
  /** In the log though nobody was told, or more often than once. */
  readonly surplus: number;
}

/** Whether the log holds what was acknowledged: each event once, whole, at the position that was answered. */
export async function compareWithLog(folder: string, { acknowledged }: IntakeReport): Promise<LogCheck> {
  const recorded = acknowledged.map((lane) => new Float64Array(lane.length));
  const pieces = acknowledged.map((lane) => new Uint8Array(lane.length));
  const reader = openSqliteEventReader({ folder });
  let surplus = 0;
  let count = 0;
  try {
    for (let after = 0; ;) {
      const events = reader.readAllSync(after, 5_000);
      if (events.length === 0) break;
      for (const { metadata, position } of events) {
        after = Number(position);
        const place = typeof metadata['sourceId'] === 'string' ? placeOf(metadata['sourceId']) : null;
        if (place === null) continue;
        const lane = pieces[place.lane];
        if (lane === undefined || place.n >= lane.length || lane[place.n] === EVENTS_EACH) surplus += 1;
        else {
          lane[place.n]! += 1;
          recorded[place.lane]![place.n] = after;
          if (lane[place.n] === EVENTS_EACH) count += 1;
        }
      }
    }
  } finally {
    await reader.close();
  }
  let lost = 0;
  for (const [lane, positions] of acknowledged.entries())
    for (const [n, position] of positions.entries()) if (recorded[lane]![n] !== position) lost += 1;
  const total = acknowledged.reduce((sum, lane) => sum + lane.length, 0);
  return { acknowledged: total, recorded: count, lost, surplus };
}

/** What of a read model is the same however it came about (P1), one text a row, in an order of its own. */
const ROWS = [
  `SELECT s.name, a.registered, a.name, a.kind, a.labels, a.digests, c.production, c.display, c.state, c.compliant, c.counts, c.rules
     FROM asset a JOIN stream s ON s.sid = a.sid JOIN content c ON c.cid = a.cid ORDER BY s.name`,
  'SELECT production, id, class, recipient, status, last_check, n FROM delivery ORDER BY production, id',
  'SELECT p.production, s.name, p.delivery, p.n FROM promotion p JOIN stream s ON s.sid = p.asset_sid ORDER BY 1, 2, 3',
  'SELECT decision, production, delivery, n, released_at, use, live FROM release ORDER BY decision',
  'SELECT production, id, delivery, requested_n, checked_n, decision FROM check_run ORDER BY production, id',
  'SELECT decision, rule, root, element, kind, outcome, message, announced, gone FROM breach ORDER BY 1, 2, 3, 4',
  'SELECT id, production, n, terms FROM approval ORDER BY id',
];

export interface RebuildCheck {
  readonly rows: number;
  readonly different: number;
  readonly first: string | null;
}

/** Builds the read model anew and compares it with the one that grew. The ledger must be stopped. */
export async function compareWithRebuild(folder: string): Promise<RebuildCheck> {
  const grown = `${folder}/grown.db`;
  const live = new Database(readModelOf(folder));
  live.pragma('wal_checkpoint(TRUNCATE)');
  live.close();
  copyFileSync(readModelOf(folder), grown);
  await buildReadModel(folder);
  const before = new Database(grown, { readonly: true });
  const after = new Database(readModelOf(folder), { readonly: true });
  try {
    let rows = 0;
    let different = 0;
    let first: string | null = null;
    for (const sql of ROWS) {
      const built = after.prepare(sql).raw().iterate();
      for (const row of before.prepare(sql).raw().iterate()) {
        const grew = JSON.stringify(row);
        const made = JSON.stringify(built.next().value ?? null);
        rows += 1;
        if (grew === made) continue;
        different += 1;
        first ??= `grown ${grew} rebuilt ${made}`;
      }
      for (const row of built) {
        different += 1;
        first ??= `only rebuilt ${JSON.stringify(row)}`;
      }
    }
    return { rows, different, first };
  } finally {
    before.close();
    after.close();
  }
}
