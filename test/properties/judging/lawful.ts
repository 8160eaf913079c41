import type { ReadModelDatabase } from '@clearance/projections';
import { expect } from 'vitest';
import { rebuilt, rowsOf } from '../../../libs/projections/src/testing/index.js';
import type { History } from '../history/history.js';
import { Play } from '../history/play.js';
import { entriesOf } from '../reference/index.js';
import { mayBeTaken } from './attempts.js';
import { concernFaults } from './concerns.js';
import { decisionsIn } from './decisions.js';
import { accountOf } from './expected.js';
import { logFaults } from './log-faults.js';
import { noteWhatHappened } from './noted.js';
import { referenceAt } from './points.js';
import { accountIn } from './told.js';

/** Plays a history and holds everything that the ledger recorded and says against the reference. @returns what happened. */
export async function expectLawful(history: History): Promise<ReadonlyMap<string, number>> {
  const play = await Play.of(history);
  try {
    const { log } = play.store;
    const entries = entriesOf(log);
    const at = referenceAt(entries);
    expect(logFaults(entries)).toEqual([]);
    const decisions = decisionsIn(entries, at);
    expect(decisions.map(({ what, told }) => ({ what, ...told }))).toEqual(
      decisions.map(({ what, expected }) => ({ what, ...expected })),
    );
    expect(play.tried).toEqual(play.tried.map((each) => ({ ...each, taken: mayBeTaken(each, at(each.at)) })));
    const account = accountOf(at(entries.length));
    for (const { db } of play.replicas) expect(accountIn(db)).toEqual(account);
    expect(concernFaults(entries, at)).toEqual([]);
    expectEqualRows(play.replicas[0].db, play.replicas[1].db);
    const anew = rebuilt(log);
    try {
      expectEqualRows(play.replicas[0].db, anew);
    } finally {
      anew.close();
    }
    noteWhatHappened(play.happened, entries, at(entries.length));
    return play.happened.counts;
  } finally {
    play.close();
  }
}

/** P1. What is the same would only hide the difference. */
function expectEqualRows(a: ReadModelDatabase, b: ReadModelDatabase): void {
  const [one, other] = [rowsOf(a), rowsOf(b)];
  expect(onlyIn(one, other)).toEqual(onlyIn(other, one));
}

function onlyIn(rows: Record<string, string[]>, other: Record<string, string[]>): Record<string, string[]> {
  return Object.fromEntries(
    Object.entries(rows).map(([table, all]) => {
      const there = new Set(other[table]);
      return [table, all.filter((row) => !there.has(row))];
    }),
  );
}
