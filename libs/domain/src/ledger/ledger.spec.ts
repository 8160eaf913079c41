/* oxlint-disable vitest/expect-expect, unicorn/consistent-function-scoping --
   given().when().records() asserts (testing/given.ts); commands stand beside the tests that give them */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { givenStream, NOW, recorded } from '../testing/given.js';
import {
  decideActivateFormat,
  decideAdvanceClock,
  decideCreateLedger,
  decideMoveStore,
  decideRunWithAccess,
  decideStayInStore,
} from './decide.js';
import { evolveLedger, foldLedger, hasMovedFrom, logTime, type LedgerState } from './fold.js';

const givenLedger = givenStream('ledger-main', foldLedger);
const CREATED = { type: 'created', data: { engine: 1 } };
const advanced = (to: string) => ({ type: 'clock-advanced', data: { to } });

describe('the ledger', () => {
  it('is created once', () => {
    givenLedger()
      .when((state) => decideCreateLedger(state, 1))
      .records(CREATED);
    givenLedger(CREATED)
      .when((state) => decideCreateLedger(state, 2))
      .recordsNothing();
  });

  it('advances its clock, never into the future and never twice to one time', () => {
    const to = '2026-03-10T11:00:00.000Z';
    givenLedger(CREATED)
      .when((state) => decideAdvanceClock(state, to, NOW))
      .records(advanced(to));
    givenLedger(CREATED, advanced(to))
      .when((state) => decideAdvanceClock(state, to, NOW))
      .recordsNothing();
    givenLedger(CREATED, advanced(to))
      .when((state) => decideAdvanceClock(state, NOW, NOW))
      .records(advanced(NOW));
    givenLedger(CREATED)
      .when((state) => decideAdvanceClock(state, '2026-03-10T12:00:00.001Z', NOW))
      .refuses({ slug: 'invalid-request', pointers: ['/to'] });
    givenLedger(CREATED)
      .when((state) => decideAdvanceClock(state, 'noon', NOW))
      .refuses({ slug: 'invalid-request', pointers: ['/to'] });
  });

  it('moves once from a log, and can be told so again', () => {
    const move = { from: 'log-a', to: 'log-b', store: 'esdb://db1:2113' };
    const moved = { type: 'store-moved', data: move };
    givenLedger(CREATED)
      .when((state) => decideMoveStore(state, move))
      .records(moved);
    givenLedger(CREATED, moved)
      .when((state) => decideMoveStore(state, move))
      .recordsNothing();
    givenLedger(CREATED, moved)
      .when((state) => decideMoveStore(state, { ...move, to: 'log-c' }))
      .refuses({ slug: 'wrong-state', members: { store: 'esdb://db1:2113', log: 'log-b' } });
    // The log that goes on may move again.
    const next = { from: 'log-b', to: 'log-c', store: 'esdb://db9:2113' };
    givenLedger(CREATED, moved)
      .when((state) => decideMoveStore(state, next))
      .records({ type: 'store-moved', data: next });
  });

  it('stays where it was once a move is taken back, and may move again', () => {
    const moved = { type: 'store-moved', data: { from: 'log-a', to: 'log-b', store: 'esdb://db1:2113' } };
    const stayed = { type: 'store-moved', data: { from: 'log-a', to: 'log-a', store: 'embedded' } };
    givenLedger(CREATED, moved)
      .when((state) => decideStayInStore(state, 'log-a'))
      .records(stayed);
    givenLedger(CREATED)
      .when((state) => decideStayInStore(state, 'log-a'))
      .recordsNothing();
    givenLedger(CREATED, moved, stayed)
      .when((state) => decideMoveStore(state, { from: 'log-a', to: 'log-b', store: 'esdb://db1:2113' }))
      .records(moved);
  });

  it('has moved from every log but the one it went to', () => {
    const move = { from: 'log-a', to: 'log-b', store: 'esdb://db1:2113' };
    const state = foldLedger(recorded('ledger-main', [CREATED, { type: 'store-moved', data: move }]));
    expect(['log-a', 'log-b', 'log-c'].map((log) => hasMovedFrom(state, log))).toEqual([true, false, true]);
    expect(hasMovedFrom(foldLedger([]), 'log-a')).toBe(false);
  });

  it('says with which account it is run where that is weak, once for each change of what it may do', () => {
    const run = (...rights: string[]) => ({ account: 'clearance', rights });
    const weak = { type: 'weak-access-accepted', data: run('delete', 'tombstone') };
    const ended = { type: 'weak-access-ended', data: { account: 'clearance' } };
    givenLedger(CREATED)
      .when((state) => decideRunWithAccess(state, run()))
      .recordsNothing();
    givenLedger(CREATED)
      .when((state) => decideRunWithAccess(state, run('tombstone', 'delete', 'tombstone')))
      .records(weak);
    givenLedger(CREATED, weak)
      .when((state) => decideRunWithAccess(state, run('tombstone', 'delete')))
      .recordsNothing();
    givenLedger(CREATED, weak)
      .when((state) => decideRunWithAccess(state, run('tombstone')))
      .records({ type: 'weak-access-accepted', data: run('tombstone') });
    givenLedger(CREATED, weak)
      .when((state) => decideRunWithAccess(state, run()))
      .records(ended);
    givenLedger(CREATED, weak, ended)
      .when((state) => decideRunWithAccess(state, run()))
      .recordsNothing();
    givenLedger(CREATED, weak, ended)
      .when((state) => decideRunWithAccess(state, run('delete', 'tombstone')))
      .records(weak);
  });

  it('tells weak accounts apart, also one without a name', () => {
    const nobody = { type: 'weak-access-accepted', data: { account: null, rights: ['delete'] } };
    givenLedger(CREATED, nobody)
      .when((state) => decideRunWithAccess(state, { account: 'admin', rights: ['delete'] }))
      .records({ type: 'weak-access-accepted', data: { account: 'admin', rights: ['delete'] } });
    givenLedger(CREATED, nobody)
      .when((state) => decideRunWithAccess(state, { account: null, rights: ['delete'] }))
      .recordsNothing();
    const state = foldLedger(recorded('ledger-main', [CREATED, nobody]));
    expect(state.weakAccess.get(null)?.data).toEqual({ account: null, rights: ['delete'] });
    expect(state.weakAccess.size).toBe(1);
  });

  it('activates an engine once, only upwards and only one that the program knows', () => {
    const activated = { type: 'format-activated', data: { engine: 2 } };
    const activate = (engine: number) => (state: LedgerState) => decideActivateFormat(state, engine, [1, 2]);
    givenLedger(CREATED).when(activate(2)).records(activated);
    givenLedger(CREATED).when(activate(1)).recordsNothing();
    givenLedger(CREATED, activated).when(activate(2)).recordsNothing();
    givenLedger(CREATED, activated)
      .when(activate(1))
      .refuses({ slug: 'wrong-state', members: { state: '2' } });
    givenLedger(CREATED)
      .when(activate(3))
      .refuses({ slug: 'invalid-request', pointers: ['/engine'] });
    givenLedger()
      .when(activate(2))
      .refuses({ slug: 'wrong-state', members: { state: null } });
  });

  it('is judged by the engine that was activated last, and never by an older one', () => {
    const activated = (engine: number) => ({ type: 'format-activated', data: { engine } });
    const engineAfter = (...events: { type: string; data: object }[]) => {
      const { engine } = foldLedger(recorded('ledger-main', events));
      return engine === null ? null : [engine.data.engine, engine.n];
    };
    expect(engineAfter()).toBeNull();
    expect(engineAfter(CREATED)).toEqual([1, 1]);
    expect(engineAfter(CREATED, activated(2), advanced(NOW))).toEqual([2, 2]);
    expect(engineAfter(CREATED, activated(2), activated(1), activated(2))).toEqual([2, 2]);
  });

  it('evolves as it folds', () => {
    const events = recorded('ledger-main', [CREATED, advanced(NOW), advanced('2026-01-01T00:00:00.000Z')]);
    const state = foldLedger(events);
    expect(events.reduce(evolveLedger, foldLedger([]))).toEqual(state);
    expect(state.clock).toBe(NOW);
  });
});

describe('log time', () => {
  it('never goes back, whatever the clock does', () => {
    const time = fc
      .date({ noInvalidDate: true, min: new Date(0), max: new Date('2100-01-01') })
      .map((date) => date.toISOString());
    fc.assert(
      fc.property(fc.array(time, { minLength: 1 }), (times) => {
        let now: string | null = null;
        for (const recordedAt of times) {
          const next: string = logTime(now, recordedAt);
          expect(next >= recordedAt && (now === null || next >= now)).toBe(true);
          now = next;
        }
        expect(now).toBe([...times].sort().at(-1));
      }),
    );
  });
});
