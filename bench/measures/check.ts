import type { Use } from '@clearance/domain';
import { openSqliteEventStore } from '@clearance/event-store';
import { judgeCheck, openReadModelReader, type Verdict } from '@clearance/projections';
import type { BenchContext } from '../context.js';
import type { Figure } from '../report/figure.js';
import { median } from '../support/stats.js';
import { timed } from '../support/timing.js';
import { requestCheck } from '../world/check.js';
import { catchUp, readModelOf } from '../world/project.js';
import { DEPTH, spread } from '../world/world.js';

const USE: Use = { class: 'final', territories: ['*'], languages: ['*'], medium: 'svod' };
const CHECK = 'chk_bench';

/** A check after parsing: the same number of items on a large and on a small ledger. */
export async function measureCheck(
  { scale }: BenchContext,
  world: { readonly production: string; readonly large: string; readonly small: string },
): Promise<Figure[]> {
  const { production } = world;
  await prepare(world.large, production, spread(scale.assets, scale.items));
  await prepare(world.small, production, spread(scale.fewerAssets, scale.items));
  const large: number[] = [];
  const small: number[] = [];
  for (let round = 0; round < scale.rounds; round += 1) {
    large.push(await judged(world.large, production, scale.items));
    small.push(await judged(world.small, production, scale.items));
  }
  const seconds = median(large);
  const perItem = (each: number): number => (each / scale.items) * 1_000_000;
  const about = `${scale.items} items on ${scale.assets} assets, lineage ${DEPTH} deep, all cleared; a connection of its own each time; median of ${scale.rounds}.`;
  return [
    {
      name: 'check',
      unit: 's',
      measured: seconds,
      yardstick: null,
      goal: { kind: 'at-most', value: 3, onlyAt: 'full' },
      note: `${about} After parsing; verdict in memory.`,
    },
    {
      name: 'check, an item',
      unit: 'us',
      measured: perItem(seconds),
      yardstick: { value: perItem(median(small)), what: `the same number of items on ${scale.fewerAssets} assets` },
      goal: { kind: 'ratio-at-most', value: 1.5 },
      note: about,
    },
  ];
}

async function prepare(folder: string, production: string, assets: readonly string[]): Promise<void> {
  const store = openSqliteEventStore({ folder });
  await requestCheck(store, production, CHECK, assets);
  await store.close();
  await catchUp(folder);
}

async function judged(folder: string, production: string, items: number): Promise<number> {
  const db = openReadModelReader(readModelOf(folder));
  try {
    const { seconds, value } = await timed<Verdict>(() => judgeCheck(db, production, CHECK, USE));
    if (value.verdict !== 'release' || value.summary.total !== items)
      throw new Error(`the check of the benchmark came to ${value.verdict}: ${JSON.stringify(value.summary)}`);
    return seconds;
  } finally {
    db.close();
  }
}
