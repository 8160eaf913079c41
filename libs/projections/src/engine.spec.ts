import { LEDGER_STREAM } from '@clearance/domain';
import type { StoredEvent } from '@clearance/event-store';
import { ENGINES, type Engine } from '@clearance/policy';
import { afterEach, describe, expect, it } from 'vitest';
import { activeEngine, engineOf } from './engine.js';
import { Projector } from './projector.js';
import { openReadModelWriter } from './database.js';
import {
  comp,
  deliveryOpened,
  marked,
  modelOf,
  plate,
  PRODUCTION,
  productionOpened,
  rebuilt,
  released,
  rowsOf,
  saying,
  TestModel,
} from './testing/index.js';
import { judgePromotion } from './verdict/judge-check.js';

const created = (engine: unknown = 1) => saying(LEDGER_STREAM, 'created', { engine });
const activated = (engine: unknown) => saying(LEDGER_STREAM, 'format-activated', { engine });
const USE = { class: 'final', territories: ['*'], languages: ['*'], medium: '*' } as const;

const first = ENGINES.get(1)!;
/** The first engine, but that every content says of itself that it was generated. */
const SUSPICIOUS: Engine = {
  ...first,
  distill: (input) => {
    const own = first.distill(input);
    const key = { rule: 'base-generated', root: input.content, element: null };
    const rest = { outcome: 'approval' as const, code: 'generated', message: 'everything is suspicious', evidence: [] };
    return { ...own, findings: [...own.findings, { ...key, ...rest }] };
  },
};
/** The first engine, but that nothing is compliant, although all that is said and carried is the same. */
const STRICT: Engine = {
  ...first,
  judge: (state, use, context) => ({ ...first.judge(state, use, context), state: 'escalated', compliant: false }),
};
const know = (number: number, engine: Engine) => (ENGINES as Map<number, Engine>).set(number, engine);
afterEach(() => {
  for (const number of ENGINES.keys()) if (number > 1) (ENGINES as Map<number, Engine>).delete(number);
});

const verdictOf = ({ db }: TestModel, asset: string) => {
  const { verdict, engine, position } = judgePromotion(db, PRODUCTION, asset, 'ep1', USE as never);
  return { verdict, engine, position };
};
const breaches = ({ db }: TestModel) =>
  (db.q('SELECT rule, root FROM breach ORDER BY rule, root').all() as { rule: string; root: string }[]).map(
    ({ rule, root }) => `${rule} ${root}`,
  );

describe('another engine', () => {
  it('D1: judges from the point on at which it is activated, and nothing before', () => {
    know(2, SUSPICIOUS);
    const model = modelOf(created(), plate('a'), comp('b', ['a']), deliveryOpened('ep1'));
    const before = model.log.length;
    expect(model.states()).toEqual({ a: 'clear', b: 'clear' });
    expect(verdictOf(model, 'b')).toEqual({ verdict: 'release', engine: 1, position: before });
    model.tell(activated(2));
    expect(engineOf(model.db)).toEqual({ engine: 2, since: before + 1 });
    expect(model.states()).toEqual({ a: 'needs-approval', b: 'needs-approval' });
    expect(verdictOf(model, 'b')).toEqual({ verdict: 'hold', engine: 2, position: before + 1 });
    expect(rowsOf(rebuilt(model.log))).toEqual(rowsOf(model.db));
  });

  it('D1: judges in a snapshot in which nothing is evaluated by it yet', () => {
    know(2, SUSPICIOUS);
    const model = modelOf(created(), plate('a'), comp('b', ['a']), deliveryOpened('ep1'));
    model.tellUnsettled(activated(2));
    expect(model.states()).toEqual({ a: 'clear', b: 'clear' });
    expect(verdictOf(model, 'b')).toMatchObject({ verdict: 'hold', engine: 2 });
  });

  it('evaluates everything anew, also what says of itself what it said before', () => {
    know(2, STRICT);
    const model = modelOf(created(), plate('a'), comp('b', ['a']));
    model.tell(activated(2));
    expect(model.states()).toEqual({ a: 'escalated', b: 'escalated' });
    expect(rowsOf(rebuilt(model.log))).toEqual(rowsOf(model.db));
  });

  it('D4: compromises no release: it goes on being watched by the engine that judged it', () => {
    know(2, SUSPICIOUS);
    const model = modelOf(
      created(),
      productionOpened(),
      plate('plate'),
      comp('comp', ['plate']),
      deliveryOpened('ep1'),
      released('ep1', ['comp']),
      activated(2),
    );
    expect(model.state('comp')).toBe('needs-approval');
    expect(breaches(model)).toEqual([]);
    model.tell(marked('plate'));
    expect(breaches(model)).toEqual(['base-temporary-mark plate']);
    expect(rowsOf(rebuilt(model.log))).toEqual(rowsOf(model.db));
  });

  it('D1: judged by the old one before, a release that is recorded after is watched by the old one', () => {
    know(2, SUSPICIOUS);
    const model = modelOf(
      created(),
      productionOpened(),
      plate('plate'),
      comp('comp', ['plate']),
      deliveryOpened('ep1'),
      activated(2),
      released('ep1', ['comp']),
    );
    expect(breaches(model)).toEqual([]);
    model.tell(marked('plate'));
    expect(breaches(model)).toEqual(['base-temporary-mark plate']);
    expect(rowsOf(rebuilt(model.log))).toEqual(rowsOf(model.db));
  });

  it('is the same wherever a page of events ends', () => {
    know(2, SUSPICIOUS);
    const model = modelOf(created(), plate('a'), activated(2), plate('b'), comp('c', ['a', 'b']));
    const db = openReadModelWriter(':memory:');
    const projector = new Projector(db);
    projector.apply(model.log);
    while (projector.settle().more);
    expect(rowsOf(db)).toEqual(rowsOf(model.db));
  });

  it('never gives way to an older one', () => {
    know(2, SUSPICIOUS);
    const model = modelOf(created(), plate('a'), activated(2), activated(1), created(1));
    expect([activeEngine(model.db), model.state('a')]).toEqual([2, 'needs-approval']);
  });
});

describe('an engine that the program does not know', () => {
  it.each([
    ['it is newer', 2, '2'],
    ['it is no number', 'two', 'two'],
    ['nobody says which', undefined, 'unreadable'],
  ])('ends the read model before the event that activates it: %s', (_, engine, said) => {
    const model = modelOf(created(), plate('a'));
    const before = { rows: rowsOf(model.db), at: model.log.length };
    model.tell(activated(engine), marked('a'));
    expect(model.projector.halted).toEqual({ at: before.at + 1, engine: said });
    expect([model.projector.factsAt, model.state('a')]).toEqual([before.at, 'clear']);
    expect(rowsOf(model.db)).toEqual(before.rows);
    expect(rowsOf(rebuilt(model.log))).toEqual(before.rows);
  });

  it('ends it inside a page, with everything before that applied', () => {
    const log = modelOf(created(), plate('a'), activated(2), marked('a')).log;
    const db = openReadModelWriter(':memory:');
    const projector = new Projector(db);
    projector.apply(log);
    const activation = log.findIndex(({ type }) => type === 'format-activated');
    expect([projector.factsAt, projector.halted]).toEqual([activation, { at: activation + 1, engine: '2' }]);
  });

  it('is gone on with by a program that does, without anything built anew', () => {
    const model = modelOf(created(), plate('a'));
    model.tell(activated(2), marked('a'), plate('b'));
    know(2, SUSPICIOUS);
    const { db } = model;
    const projector = new Projector(db);
    projector.apply(model.log.slice(projector.factsAt));
    while (projector.settle().more);
    expect(projector.factsAt).toBe(model.log.length);
    expect(model.states()).toEqual({ a: 'temporary', b: 'needs-approval' });
    expect(rowsOf(db)).toEqual(rowsOf(rebuilt(model.log)));
  });

  it('makes a delivery unknown that names it without its ever having been activated', () => {
    const other = (event: StoredEvent): StoredEvent =>
      event.type === 'released' ? { ...event, data: { ...event.data, engine: 9 } } : event;
    const { log } = modelOf(productionOpened(), plate('plate'), deliveryOpened('ep1'), released('ep1', ['plate']));
    const db = openReadModelWriter(':memory:');
    const projector = new Projector(db);
    projector.apply(log.map(other));
    while (projector.settle().more);
    expect(db.q('SELECT reason FROM quarantine').all()).toEqual([
      { reason: 'engine 9 is not known to this program; it knows 1' },
    ]);
    expect(db.q('SELECT count(*) AS n FROM release').get()).toEqual({ n: 0 });
  });
});
