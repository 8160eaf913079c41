import { openSqliteEventStore } from '@clearance/event-store';
import type { BenchContext } from '../context.js';
import type { Figure } from '../report/figure.js';
import { median } from '../support/stats.js';
import { inParallel } from '../support/timing.js';
import { appendOf, bytes } from '../world/facts.js';
import { insertBarely, ROWS_A_TRANSACTION } from '../yardsticks/bare-insert.js';

const CONNECTIONS = 64;

/** Single-event appends through the port, many at once, beside the same rows written straight into SQLite. */
export async function measureAppends({ scale, scratch }: BenchContext): Promise<Figure[]> {
  const appends = Array.from({ length: scale.appends }, (_, index) => appendOf('w', `a${index}`, [bytes(`a${index}`)]));
  const port: number[] = [];
  const bare: number[] = [];
  for (let round = 0; round < scale.rounds; round += 1) {
    const store = openSqliteEventStore({ folder: scratch.folder('append') });
    const seconds = await inParallel(appends.length, CONNECTIONS, (index) =>
      store.append(appends[index]!.stream, 'noStream', appends[index]!.events),
    );
    await store.close();
    port.push(appends.length / seconds);
    bare.push(appends.length / insertBarely(scratch.folder('bare-append'), appends));
  }
  return [
    {
      name: 'append, 64 at once',
      unit: 'events/s',
      measured: median(port),
      yardstick: {
        value: median(bare),
        what: `better-sqlite3 alone, ${ROWS_A_TRANSACTION} rows a transaction, synchronous=FULL`,
      },
      goal: { kind: 'ratio-at-least', value: 0.5 },
      note: `${appends.length} events, each the first of its stream; median of ${scale.rounds}.`,
    },
  ];
}
