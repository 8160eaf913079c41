import { openSqliteEventStore } from '@clearance/event-store';
import type { Append } from './facts.js';

/** Appends under way at once while a log is written. */
const WIDTH = 500;

/** Writes appends into the log of a data folder. @returns events written. */
export async function writeLog(folder: string, appends: Iterable<Append>): Promise<number> {
  const store = openSqliteEventStore({ folder });
  try {
    let written = 0;
    let open: Promise<unknown>[] = [];
    for (const { stream, events } of appends) {
      written += events.length;
      open.push(store.append(stream, 'noStream', events));
      if (open.length < WIDTH) continue;
      await Promise.all(open);
      open = [];
    }
    await Promise.all(open);
    return written;
  } finally {
    await store.close();
  }
}
