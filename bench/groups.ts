import type { BenchContext, Measurement } from './context.js';
import { startLedger } from './ledger/ledger.js';
import { measureAppends } from './measures/append.js';
import { measureCheck } from './measures/check.js';
import { measureDecisions } from './measures/decisions.js';
import { measureHashing } from './measures/hashing.js';
import { measureIntake } from './measures/intake.js';
import { measurePolicy } from './measures/policy.js';
import { measureRebuild } from './measures/rebuild.js';
import { measureStartUp } from './measures/start-up.js';
import { measureWithdrawal } from './measures/withdrawal.js';
import type { Figure } from './report/figure.js';
import { buildReadModel } from './world/project.js';
import { descendantsOf, spread, worldOf } from './world/world.js';
import { writeLog } from './world/write.js';

const PRODUCTION = 'world';
const OTHER = 'elsewhere';
const ROOT = 'root';
/** At least this many promotions are there to be made while a change runs. */
const SPARE = 20;

/** What `--only` may name; in the order of the report. */
export const GROUPS = {
  append: measureAppends,
  intake: measureIntake,
  world: measureWorld,
  decisions: measureStage,
  hashing: measureHashing,
  policy: measurePolicy,
  withdrawal: measureWithdrawal,
} as const satisfies Readonly<Record<string, Measurement>>;

/** Everything that is asked of one large ledger: it is written once. */
async function measureWorld(context: BenchContext): Promise<Figure[]> {
  const { scale, scratch, tell } = context;
  const large = scratch.folder('world');
  const small = scratch.folder('small-world');
  tell(`writing a world of ${scale.assets} assets`);
  const events = await writeLog(large, worldOf(PRODUCTION, scale.assets));
  tell(`rebuilding from ${events} events`);
  const rebuild = await measureRebuild(context, large);
  await writeLog(small, worldOf(PRODUCTION, scale.fewerAssets));
  await buildReadModel(small);
  tell(`checking ${scale.items} items`);
  const check = await measureCheck(context, { production: PRODUCTION, large, small });
  tell('starting up');
  const startUp = await measureStartUp(context, large, { events, assets: scale.assets });
  return [...rebuild, ...check, ...startUp];
}

/** A running ledger with one production to decide in and one that a change runs through. */
async function measureStage(context: BenchContext): Promise<Figure[]> {
  const { scale, scratch } = context;
  const folder = scratch.folder('stage');
  const size = Math.max(scale.fewerAssets, 3 * scale.promotions + SPARE);
  await writeLog(folder, worldOf(PRODUCTION, size));
  await writeLog(folder, descendantsOf(OTHER, ROOT, scale.descendants));
  await buildReadModel(folder);
  const ledger = await startLedger(folder, 'first');
  try {
    const { token } = await ledger.api.openProductions(PRODUCTION, OTHER);
    await ledger.api.as(token).openDelivery(PRODUCTION, 'final');
    return await measureDecisions(context, {
      ledger,
      token,
      production: PRODUCTION,
      delivery: 'final',
      assets: spread(size, size),
      other: OTHER,
      root: ROOT,
      descendants: scale.descendants,
    });
  } finally {
    await ledger.stop();
  }
}
