import { openSqliteEventStore } from '@clearance/event-store';
import type { BenchContext } from '../context.js';
import { ended, forked } from '../ledger/child.js';
import { startLedger } from '../ledger/ledger.js';
import { Load } from '../load/load.js';
import type { Figure } from '../report/figure.js';
import { median } from '../support/stats.js';
import { timed } from '../support/timing.js';
import { appendOf, bytes } from '../world/facts.js';

const CONNECTIONS = 64;
const BATCH = 500;
const PRODUCTION = 'intake';

/** Facts over HTTP, one by one and in batches, beside what the parts below can do. */
export async function measureIntake(context: BenchContext): Promise<Figure[]> {
  const { scale, scratch } = context;
  const ledger = await startLedger(scratch.folder('intake'), 'first');
  const load = await Load.start();
  try {
    const { token } = await ledger.api.openProductions(PRODUCTION);
    const to = { url: ledger.url, token };
    // Both programs are compiled hot before anything counts.
    await load.run({ ...to, connections: CONNECTIONS, requests: events('warm', Math.min(1_000, scale.requests)) });
    const singles: number[] = [];
    const bare: number[] = [];
    const batches: number[] = [];
    const store: number[] = [];
    for (let round = 0; round < scale.rounds; round += 1) {
      const single = await load.run({
        ...to,
        connections: CONNECTIONS,
        requests: events(`s${round}-`, scale.requests),
      });
      singles.push(scale.requests / single.seconds);
      bare.push(await bareRoute(load, scale.requests));
      const requests = {
        kind: 'batches',
        production: PRODUCTION,
        prefix: `b${round}-`,
        count: scale.batches,
        size: BATCH,
      } as const;
      const batch = await load.run({ ...to, connections: 1, requests });
      batches.push((scale.batches * BATCH) / batch.seconds);
      store.push(await storeAlone(context, `b${round}-`));
    }
    return [
      {
        name: 'HTTP, single events',
        unit: 'events/s',
        measured: median(singles),
        yardstick: {
          value: median(bare),
          what: 'a bare Nest/Fastify route that validates the same event and keeps nothing',
        },
        goal: { kind: 'ratio-at-least', value: 0.5 },
        note: `${scale.requests} requests on ${CONNECTIONS} connections, read model projecting beside; median of ${scale.rounds}.`,
      },
      {
        name: 'HTTP, batches of 500',
        unit: 'events/s',
        measured: median(batches),
        yardstick: { value: median(store), what: 'the same events appended to the event store, 64 at once' },
        goal: { kind: 'ratio-at-least', value: 0.3 },
        note: `${scale.batches} batches one after another; median of ${scale.rounds}.`,
      },
    ];
  } finally {
    await load.close();
    await ledger.stop();
  }
}

const events = (prefix: string, count: number) => ({ kind: 'events', production: PRODUCTION, prefix, count }) as const;

/** Requests a second of a route that does nothing but validate. */
async function bareRoute(load: Load, count: number): Promise<number> {
  const child = forked('../yardsticks/bare-route.process.js');
  try {
    const url = await new Promise<string>((resolve, reject) => {
      child.once('message', (message) => resolve((message as { url: string }).url));
      child.once('exit', (code) => reject(new Error(`the bare route ended (${code})`)));
    });
    const to = { url, token: 'none', connections: CONNECTIONS };
    await load.run({ ...to, requests: events('warm', Math.min(1_000, count)) });
    const { seconds } = await load.run({ ...to, requests: events('x', count) });
    return count / seconds;
  } finally {
    await ended(child, 'SIGKILL');
  }
}

/** Events a second that the store takes when nobody validates, decides or answers. */
async function storeAlone({ scale, scratch }: BenchContext, prefix: string): Promise<number> {
  const count = scale.batches * BATCH;
  const appends = Array.from({ length: count }, (_, index) => {
    const name = `${prefix}${index}`;
    return appendOf(PRODUCTION, name, [bytes(name)]);
  });
  const store = openSqliteEventStore({ folder: scratch.folder('store') });
  let next = 0;
  const loop = async (): Promise<void> => {
    for (let append = appends[next++]; append !== undefined; append = appends[next++])
      await store.append(append.stream, 'noStream', append.events);
  };
  const { seconds } = await timed(() => Promise.all(Array.from({ length: CONNECTIONS }, loop)));
  await store.close();
  return count / seconds;
}
