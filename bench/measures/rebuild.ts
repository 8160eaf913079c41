import { statSync } from 'node:fs';
import { join } from 'node:path';
import { openSqliteEventReader } from '@clearance/event-store';
import { openReadModelReader, rebuildReadModel } from '@clearance/projections';
import type { BenchContext } from '../context.js';
import type { Figure } from '../report/figure.js';
import { median } from '../support/stats.js';
import { timed } from '../support/timing.js';
import { projectBarely } from '../yardsticks/bare-projection.js';

/**
 * Rebuilds the read model of a folder, beside bare loops over the same log. The folder keeps the read model.
 */
export async function measureRebuild({ scale, scratch }: BenchContext, folder: string): Promise<Figure[]> {
  const readModel = join(folder, 'readmodel.db');
  const rounds = scale.name === 'full' ? 1 : scale.rounds;
  const rebuilt: number[] = [];
  const perEvent: number[] = [];
  const perRow: number[] = [];
  let events = 0;
  let rows = 0;
  for (let round = 0; round < rounds; round += 1) {
    const { seconds, value } = await timed(() => rebuild(folder, readModel));
    events = value;
    rows = rowsOf(readModel);
    rebuilt.push(events / seconds);
    const bare = scratch.folder('bare-projection');
    perEvent.push(events / (await timed(() => projectBarely(folder, bare, 1))).seconds);
    scratch.remove(bare);
    perRow.push(events / (await timed(() => projectBarely(folder, bare, rows / events))).seconds);
    scratch.remove(bare);
  }
  return [
    {
      name: 'rebuild',
      unit: 'events/s',
      measured: median(rebuilt),
      yardstick: {
        value: median(perRow),
        what: `a loop that reads and parses the same events and writes ${(rows / events).toFixed(1)} rows for each, as many as the read model holds`,
      },
      goal: { kind: 'ratio-at-least', value: 0.5 },
      note:
        `${events} events, ${rows} rows, ${(statSync(readModel).size / 1_048_576).toFixed(0)} MB; facts and states; median of ${rounds}. ` +
        `A loop that writes one row an event: ${Math.round(median(perEvent))} events/s, ratio ${(median(rebuilt) / median(perEvent)).toFixed(2)}.`,
    },
  ];
}

async function rebuild(folder: string, readModel: string): Promise<number> {
  const reader = openSqliteEventReader({ folder });
  try {
    return rebuildReadModel(readModel, reader, () => undefined);
  } finally {
    await reader.close();
  }
}

function rowsOf(readModel: string): number {
  const db = openReadModelReader(readModel);
  try {
    // What a virtual table shows is counted where it is kept.
    const tables = db
      .q("SELECT name FROM pragma_table_list WHERE schema = 'main' AND type IN ('table', 'shadow')")
      .all() as { name: string }[];
    return tables.reduce(
      (sum, { name }) => sum + (db.raw.prepare(`SELECT count(*) AS n FROM ${name}`).get() as { n: number }).n,
      0,
    );
  } finally {
    db.close();
  }
}
