import { BARE_USE, type ManifestItemData, type Use } from '@clearance/domain';
import type { StoredEvent } from '@clearance/event-store';
import { basePack, judge } from '@clearance/policy';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ReadModelDatabase } from '../database.js';
import { storedState, termsOf } from '../evaluate/states.js';
import { logOf, PRODUCTION, rowsOf } from '../testing/index.js';
import { factsOf, factsOnly, histories, momentsOf } from './history.js';
import { Play, rebuilt } from './play.js';
import { Reference } from './reference.js';

/** Histories a property is tried on. More of them: CLEARANCE_RUNS=20000. */
const RUNS = Number(process.env['CLEARANCE_RUNS'] ?? '300');
const TIMEOUT = 20_000 + RUNS * 200;

describe('random histories', () => {
  it(
    'P1, F2, D4: at rest the read model equals a rebuilt one, the rules walked path by path, and its breaches are what fails',
    () => {
      fc.assert(
        fc.property(histories, (drawn) => {
          const play = Play.of(momentsOf(drawn));
          const anew = rebuilt(play.log);
          try {
            expect(toldBy(play, anew)).toEqual(expectedOf(play, anew));
          } finally {
            play.close();
            anew.close();
          }
        }),
        { numRuns: RUNS },
      );
    },
    TIMEOUT,
  );

  it(
    'facts that state their times end in the same states in whatever order they come',
    () => {
      const shuffled = factsOnly.chain((drawn) => {
        const facts = factsOf(drawn);
        return fc.record({
          facts: fc.constant(facts),
          shuffled: fc.shuffledSubarray(facts, { minLength: facts.length, maxLength: facts.length }),
        });
      });
      fc.assert(
        fc.property(shuffled, ({ facts, shuffled: other }) => {
          const [a, b] = [rebuilt(logOf(facts)), rebuilt(logOf(other))];
          try {
            expect(statesByClaim(b)).toEqual(statesByClaim(a));
          } finally {
            a.close();
            b.close();
          }
        }),
        { numRuns: RUNS },
      );
    },
    TIMEOUT,
  );
});

/** What the read model says at rest, and what it said on the way. */
function toldBy(play: Play, anew: ReadModelDatabase) {
  return {
    onTheWay: play.seen.map(({ fresh }) => fresh),
    states: statesIn(play.db),
    stray: strayIn(play.db),
    breaches: breachesIn(play.db),
    rows: onlyIn(rowsOf(play.db), rowsOf(anew)),
  };
}

function expectedOf(play: Play, anew: ReadModelDatabase): ReturnType<typeof toldBy> {
  const reference = new Reference(play.log);
  const states = reference.contents().map((group) => [group.display, reference.judge(group, BARE_USE)] as const);
  return {
    onTheWay: play.seen.map(({ settled }) => settled),
    states: Object.fromEntries(states),
    stray: [],
    breaches: failingIn(play, reference),
    rows: onlyIn(rowsOf(anew), rowsOf(play.db)),
  };
}

/** Rows of one read model that another has not, by table: what is the same would only hide the difference. */
function onlyIn(rows: Record<string, string[]>, other: Record<string, string[]>): Record<string, string[]> {
  return Object.fromEntries(
    Object.entries(rows).map(([table, all]) => [table, all.filter((row) => other[table]?.includes(row) !== true)]),
  );
}

/** State as stored, and the open findings of the stored classes, by display id. */
function statesIn(db: ReadModelDatabase): Record<string, { state: string; open: string[] }> {
  const rows = db
    .q('SELECT c.display AS display, c.state AS state FROM content c JOIN own_state o ON o.cid = c.cid')
    .all() as {
    display: string;
    state: string;
  }[];
  const context = { terms: termsOf(db), logTime: db.meta('logTime')!, pack: basePack };
  return Object.fromEntries(
    rows.map(({ display, state }) => {
      const { open } = judge(storedState(db, PRODUCTION, display)!.state, BARE_USE, context);
      return [display, { state, open: open.map(({ rule, root }) => `${rule} ${root}`).sort() }];
    }),
  );
}

interface BreachRow {
  readonly decision: string;
  readonly rule: string;
  readonly root: string;
  readonly kind: string;
  readonly announced: number;
  readonly gone: number;
}

const breachRows = (db: ReadModelDatabase) =>
  db.q('SELECT decision, rule, root, kind, announced, gone FROM breach').all() as BreachRow[];
const liveIn = (db: ReadModelDatabase) =>
  (db.q('SELECT decision FROM release WHERE live = 1').all() as { decision: string }[]).map(({ decision }) => decision);

/** D4, D5: at rest a breach is of a live release and announced; what is over stands only where it was a compromise. */
function strayIn(db: ReadModelDatabase): BreachRow[] {
  const live = liveIn(db);
  return breachRows(db).filter(
    ({ decision, kind, gone, announced }) =>
      !live.includes(decision) || announced === 0 || (gone === 1 && kind !== 'compromised'),
  );
}

/** D4, D5: of each live release what fails now, `?` where that is a question. */
function breachesIn(db: ReadModelDatabase): Record<string, string[]> {
  const rows = breachRows(db).filter(({ gone }) => gone === 0);
  return Object.fromEntries(
    liveIn(db).map((release) => [
      release,
      rows
        .filter(({ decision }) => decision === release)
        .map(({ rule, root, kind }) => `${rule} ${root}${kind === 'questioned' ? '?' : ''}`)
        .sort(),
    ]),
  );
}

function failingIn(play: Play, reference: Reference): Record<string, string[]> {
  const live = play.db
    .q(
      'SELECT r.decision AS decision, r.use AS use, s.name AS stream FROM release r JOIN stream s ON s.sid = r.check_sid WHERE r.live = 1',
    )
    .all() as { decision: string; use: string; stream: string }[];
  return Object.fromEntries(
    live.map(({ decision, use, stream }) => {
      const requested = play.log.find((event) => event.stream === stream && event.type === 'check-requested');
      const items = itemsOf(play.log, (requested!.data as { manifests: { id: string }[] }).manifests);
      return [decision, reference.failing(items, JSON.parse(use) as Use)];
    }),
  );
}

function itemsOf(log: readonly StoredEvent[], manifests: readonly { readonly id: string }[]): Record<string, string>[] {
  const streams = manifests.map(({ id }) => `manifest-${PRODUCTION}/${id}`);
  return log
    .filter((event) => event.type === 'chunk' && streams.includes(event.stream))
    .flatMap((event) => (event.data as { items: ManifestItemData[] }).items)
    .map(({ digests }) => ({ ...digests }));
}

/** By claim, with roots named by the smallest id of their content: which of them is shown depends on the order (I2). */
function statesByClaim(db: ReadModelDatabase): Record<string, { state: string; open: string[] }> {
  const claims = db
    .q(
      `SELECT a.id AS id, c.display AS display FROM asset a JOIN content c ON c.cid = a.cid
       JOIN own_state o ON o.cid = c.cid`,
    )
    .all() as { id: string; display: string }[];
  const smallest = new Map<string, string>();
  for (const { id, display } of claims.toSorted((a, b) => (a.id < b.id ? 1 : -1))) smallest.set(display, id);
  const states = statesIn(db);
  const named = (key: string) => {
    const [rule, ...root] = key.split(' ');
    return `${rule} ${smallest.get(root.join(' ')) ?? root.join(' ')}`;
  };
  return Object.fromEntries(
    claims.map(({ id, display }) => {
      const { state, open } = states[display]!;
      return [id, { state, open: open.map(named).sort() }];
    }),
  );
}
