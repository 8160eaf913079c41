import { eventIdOf, factIdentity, type EventMetadata } from '@clearance/domain';
import type { StoredEvent } from '@clearance/event-store';
import { judge, basePack } from '@clearance/policy';
import type { ReadModelDatabase } from '@clearance/projections';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Fact } from './history/deeds.js';
import { reordered } from './history/history.js';
import { factsOf } from './history/words.js';
import { Places, PRODUCTIONS, type World } from './history/world.js';
import { rebuilt, stateOfText } from '../../libs/projections/src/testing/index.js';
import { USES } from './judging/uses.js';
import { RacingStore } from './ledger/racing-store.js';
import { timeAt } from './ledger/clock.js';
import { Turns } from './ledger/turns.js';

const RUNS = Number(process.env['PROPERTIES_RUNS'] ?? (process.env['CI'] ? '500' : '200'));
const TIMEOUT = 60_000 + RUNS * 1_000;

describe('facts that state their times', () => {
  it(
    'I5: end in the same states in whatever order they come',
    () => {
      fc.assert(
        fc.property(reordered, ({ world, facts, order }) => {
          const told = facts.map((fact, index) => ({ fact, index }));
          expect(
            statesAfter(
              world,
              order.map((index) => told[index]!),
            ),
          ).toEqual(statesAfter(world, told));
        }),
        { numRuns: RUNS },
      );
    },
    TIMEOUT,
  );
});

type Told = readonly { readonly fact: Fact; readonly index: number }[];

function statesAfter(world: World, told: Told): Record<string, unknown> {
  const db = rebuilt(logOf(world, told));
  try {
    return statesByClaim(db);
  } finally {
    db.close();
  }
}

/** As they were accepted: what contradicts bytes known before never gets into a log. */
function logOf(world: World, told: Told): readonly StoredEvent[] {
  const places = new Places(world);
  const store = new RacingStore(new Turns());
  for (const { fact, index } of told) {
    // A second digest of one algorithm is refused, and which came first depends on the order (I3).
    if (fact.say === 'members' || (fact.say === 'bytes' && fact.which === 'other')) continue;
    const asset = places.asset(fact.at);
    const stream = `asset-${PRODUCTIONS[0]}/${asset}`;
    const time = timeAt(index);
    for (const { type, data } of factsOf(fact, places)) {
      const said = { production: PRODUCTIONS[0], source: '/hook', id: `${index} ${type}`, subject: asset };
      const identity = factIdentity({ ...said, type, time, authid: fact.maker.authid, data });
      const metadata: EventMetadata = {
        schema: 1,
        ...identity,
        actor: { subject: fact.maker.by, role: null, token: null, onBehalfOf: fact.maker.authid, via: null },
        source: fact.maker.source,
        sourceId: null,
        correlationId: null,
        causationId: null,
        occurredAt: time,
        recordedAt: timeAt(1_000),
      };
      const revision = store.log.findLast((event) => event.stream === stream)?.revision ?? 'noStream';
      store.add(stream, revision, [
        { id: eventIdOf(identity, type), type, data: { ...data }, metadata: { ...metadata } },
      ]);
    }
  }
  return store.log;
}

/** By claim, with roots named by the smallest id of their content: which of them is shown depends on the order (I2). */
function statesByClaim(db: ReadModelDatabase): Record<string, unknown> {
  const claims = db
    .q(
      `SELECT a.id AS id, c.display AS display, c.classes AS classes FROM asset a JOIN content c ON c.cid = a.cid
       JOIN own_state o ON o.cid = c.cid ORDER BY a.id DESC`,
    )
    .all() as { id: string; display: string; classes: string }[];
  const smallest = new Map(claims.map(({ id, display }) => [display, id]));
  const context = { terms: () => null, logTime: db.meta('logTime') ?? '', pack: basePack };
  return Object.fromEntries(
    claims.map(({ id, classes }) => {
      const { state, open } = judge(stateOfText(classes), USES['ep101']!, context);
      return [id, { state, open: open.map(({ rule, root }) => `${rule} ${smallest.get(root) ?? root}`).sort() }];
    }),
  );
}
