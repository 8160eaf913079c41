import * as fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { rebuiltRows } from '../crash/support/folder.js';
import { Happened, Tally } from '../properties/history/tally.js';
import { concernFaults } from '../properties/judging/concerns.js';
import { decisionsIn } from '../properties/judging/decisions.js';
import { accountOf } from '../properties/judging/expected.js';
import { logFaults } from '../properties/judging/log-faults.js';
import { noteWhatHappened } from '../properties/judging/noted.js';
import { referenceAt } from '../properties/judging/points.js';
import { entriesOf } from '../properties/reference/index.js';
import { House, logOf, type Rest } from './racing/house.js';
import { RacingPlay } from './racing/play.js';
import type { Register } from './racing/register.js';
import { story } from './racing/story.js';
import { cluster, describeWithServers, type Cluster } from './support/cluster.js';
import { startPair } from './support/pair.js';

/** KURRENTDB_ROUNDS=50 for a longer run; KURRENTDB_SEED for one that was printed. */
const ROUNDS = Number(process.env['KURRENTDB_ROUNDS'] ?? '3');
const SEED = Number(process.env['KURRENTDB_SEED'] ?? Math.floor(Math.random() * 2 ** 31));
const WAIT_MS = 600_000;

describeWithServers(`two ledgers under racing approvals, revocations and releases (seed ${SEED})`, () => {
  const stories = fc.sample(story, { seed: SEED, numRuns: ROUNDS }).map((told, round) => ({ told, round }));
  const tally = new Tally();
  let server: Cluster;
  beforeAll(async () => {
    server = await cluster(1);
  }, WAIT_MS);
  afterAll(async () => {
    console.log(`${ROUNDS} rounds of seed ${SEED}\n${tally.text()}`);
    await server?.stop();
  });

  it.each(stories)(
    'D1, D4, D5, P1: round $round is what the reference says, in both of them',
    { timeout: WAIT_MS },
    async ({ told, round }) => {
      const pair = await startPair(`${server.url}&streamPrefix=race${round}.`);
      const house = await House.of(pair);
      try {
        await new RacingPlay(house, told).tell();
        const [one, two] = await house.atRest();
        expect(house.register.strange).toEqual([]);
        expect(two.events).toEqual(one.events);
        expect(missingIn(one, house.register)).toEqual([]);
        tally.add(expectLawful(one, two, house.register));
        expect(two.rows).toEqual(one.rows);
        expect(await rebuiltRows(logOf(pair[1]))).toEqual(one.rows);
      } finally {
        house.close();
        for (const ledger of pair) await ledger.dispose();
      }
    },
  );

  it('they were put to the test: there were releases, refusals, breaches and races', () => {
    const wanted = [
      '= released',
      '= compromised',
      '= approved',
      '= approval-revoked',
      'refusals by the reference',
      'raced on one thing through both',
      'both of them taken',
    ];
    expect(wanted.filter((name) => tally.histories(name) === 0)).toEqual([]);
  });
});

/** Holds what was recorded, and what both say of it, against the reference. @returns what happened */
function expectLawful(one: Rest, two: Rest, register: Register): ReadonlyMap<string, number> {
  const entries = entriesOf(one.events);
  const at = referenceAt(entries);
  expect(logFaults(entries)).toEqual([]);
  const decisions = decisionsIn(entries, at);
  expect(decisions.map(({ what, told }) => ({ what, ...told }))).toEqual(
    decisions.map(({ what, expected }) => ({ what, ...expected })),
  );
  const account = accountOf(at(entries.length));
  for (const { account: said } of [one, two]) expect(said).toEqual(account);
  expect(concernFaults(entries, at)).toEqual([]);
  const happened = new Happened();
  for (const [name, times] of register.counts) happened.note(name, times);
  const { pairs, bothTaken } = register.raced();
  happened.note('raced on one thing through both', pairs);
  happened.note('both of them taken', bothTaken);
  happened.note('events', entries.length);
  happened.note('decisions', decisions.length);
  happened.note('facts acknowledged', register.acknowledged.length);
  happened.note('refusals by the reference', decisions.filter(({ expected }) => expected.verdict === 'hold').length);
  noteWhatHappened(happened, entries, at(entries.length));
  return happened.counts;
}

/** Acknowledged facts that are not where they were said to be, and such as are there twice. */
function missingIn({ events }: Rest, { acknowledged }: Register): string[] {
  const twice = Map.groupBy(
    events.filter(({ metadata }) => metadata['sourceId'] !== null),
    ({ type, stream, metadata }) => `${type} ${stream} ${String(metadata['source'])} ${String(metadata['sourceId'])}`,
  );
  return [
    ...acknowledged
      .filter(({ id, stream, revision, position }) => {
        const event = events[Number(position) - 1];
        return event?.stream !== stream || Number(event.revision) !== revision || event.metadata['sourceId'] !== id;
      })
      .map(({ id, position }) => `${id} is not at ${position}`),
    ...[...twice].flatMap(([name, all]) => (all.length === 1 ? [] : [`${name} is there ${all.length} times`])),
  ];
}
