import { assetStream, accessStream, deliveryStream } from '@clearance/domain';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openReadModelWriter } from './database.js';
import { LogMismatch, Projector } from './projector.js';
import {
  approved,
  approvalId,
  bytes,
  comp,
  confirmed,
  declared,
  deliveryOpened,
  derived,
  generated,
  generatedBy,
  inventedId,
  keyOf,
  lifted,
  logOf,
  marked,
  modelOf,
  ofAsset,
  plate,
  PRODUCTION,
  registered,
  released,
  requested,
  retracted,
  retractionOf,
  revoked,
  rowsOf,
  saying,
  type Saying,
} from './testing/index.js';
import { tokenById } from './view/access.js';
import { deliveryView } from './view/deliveries.js';

/** A log in which everything happens: merges, cycles that come and go, approvals, retractions, releases that fail. */
function eventfulLog(): Saying[] {
  const mark = marked('sky');
  const wrong = derived('cut', [{ asset: 'sky', kind: 'component' }], 'yes', { id: 'wrong' });
  return [
    comp('cut', ['comp_v2', 'sound']),
    generated('sky'),
    mark,
    plate('plate'),
    comp('comp_v1', ['plate', 'sky']),
    registered('twin_of_plate'),
    comp('comp_v2', ['twin_of_plate']),
    derived('comp_v2', [{ asset: 'comp_v1', kind: 'revision' }]),
    bytes('twin_of_plate', 'plate'),
    confirmed('comp_v2', 'comp_v1', ['sky']),
    lifted('sky', [mark]),
    approved('sky', [keyOf('base-generated', 'sky')], { reach: 'contained', expiresAt: '2026-03-01T10:00:30.000Z' }),
    requested('comp_v1', [keyOf('base-generated', 'sky')]),
    plate('sound'),
    comp('a', ['b']),
    comp('b', ['a']),
    deliveryOpened('ep101'),
    released('ep101', ['plate', 'comp_v2']),
    wrong,
    retractionOf('cut', [wrong]),
    retracted('cut', [wrong]),
    marked('plate', 'was a stand-in'),
    ofAsset('odd', 'not-an-event', { any: 'thing' }),
    revoked('sky', approvalId('sky')),
    plate('late', {}, { recordedAt: '2026-03-01T11:00:00.000Z' }),
  ].flat();
}

describe('Projector', () => {
  it('keeps log time where the clock was set back, whatever the events say from then on', () => {
    const model = modelOf(plate('before', {}, { recordedAt: '2026-03-01T11:00:00.000Z' }));
    model.tell(plate('after', {}, { recordedAt: '2026-03-01T10:00:00.000Z' }));
    expect(model.projector.logTime).toBe('2026-03-01T11:00:00.000Z');
  });

  it('P1: gives the same rows whether events come one by one or all at once', () => {
    const log = logOf(eventfulLog());
    const incremental = modelOf(eventfulLog());
    const rebuilt = openReadModelWriter(':memory:');
    const projector = new Projector(rebuilt);
    projector.apply(log);
    while (projector.settle(1_000).more);
    expect(rowsOf(rebuilt)).toEqual(rowsOf(incremental.db));
  });

  it('P1: and in whatever batches, settled in between or not', () => {
    const log = logOf(eventfulLog());
    const expected = rowsOf(modelOf(eventfulLog()).db);
    fc.assert(
      fc.property(
        fc.array(fc.record({ size: fc.integer({ min: 1, max: 12 }), steps: fc.nat(6) }), {
          minLength: 1,
          maxLength: 30,
        }),
        (batches) => {
          const db = openReadModelWriter(':memory:');
          const projector = new Projector(db);
          let from = 0;
          for (const { size, steps } of batches) {
            projector.apply(log.slice(from, from + size));
            from += size;
            for (let step = 0; step < steps; step += 1) projector.settle(2);
          }
          projector.apply(log.slice(from));
          while (projector.settle(3).more);
          expect(rowsOf(db)).toEqual(expected);
          db.close();
        },
      ),
      { numRuns: 25 },
    );
  });

  it('facts that state their times end in the same states whatever order they come in', () => {
    const facts = [
      plate('plate', {}, { at: '2026-02-01T10:00:00.000Z' }),
      generated('sky', {}, { at: '2026-02-01T11:00:00.000Z' }),
      marked('sky', 'stand-in', { at: '2026-02-01T12:00:00.000Z' }),
      comp('comp', ['plate', 'sky'], {}, { at: '2026-02-02T10:00:00.000Z' }),
      declared('plate', { 'asset.stage': 'temporary' }, { at: '2026-02-03T10:00:00.000Z' }),
      declared('plate', { 'asset.stage': 'deliverable' }, { at: '2026-02-04T10:00:00.000Z' }),
      declared('sky', { 'asset.genai': 'none' }, { at: '2026-02-05T10:00:00.000Z' }),
      registered('comp', { name: 'second name' }, { at: '2026-02-06T10:00:00.000Z' }),
      generatedBy('comp', { tool: { id: 'nuke', version: '15' } }, { at: '2026-02-06T11:00:00.000Z' }),
    ].flat();
    const outcome = (sayings: readonly Saying[]) => {
      const model = modelOf(sayings);
      const names = model.db.q('SELECT id, name, kind, tools FROM asset ORDER BY id').all();
      const classes = model.db.q('SELECT display, state, classes FROM content ORDER BY display').all();
      model.db.close();
      return { names, classes };
    };
    const expected = outcome(facts);
    expect(modelOf(facts).states()).toEqual({ comp: 'temporary', plate: 'clear', sky: 'temporary' });
    fc.assert(
      fc.property(fc.shuffledSubarray(facts, { minLength: facts.length, maxLength: facts.length }), (shuffled) => {
        expect(outcome(shuffled)).toEqual(expected);
      }),
      { numRuns: 30 },
    );
  });

  it('P2: facts move factsAt at once, and a production lags until its states are evaluated', () => {
    const model = modelOf(plate('plate'), comp('comp', ['plate']));
    model.tellUnsettled(marked('plate'));
    expect([model.projector.factsAt, model.projector.unsettled(), model.state('plate')]).toEqual([
      model.log.length,
      ['nightfall'],
      'clear',
    ]);
    const changes = model.settle();
    expect(model.projector.unsettled()).toEqual([]);
    expect(changes.map(({ assets, from, to }) => [assets, from.state, to.state])).toEqual([
      [['plate'], 'clear', 'temporary'],
      [['comp'], 'clear', 'temporary'],
    ]);
  });

  it('fires what has expired by log time before it evaluates, and says what is due next', () => {
    const model = modelOf(
      generated('sky'),
      approved('sky', [keyOf('base-generated', 'sky')], { expiresAt: '2026-04-01T00:00:00.000Z' }),
    );
    expect([model.state('sky'), model.projector.nextDue()]).toEqual(['approved', '2026-04-01T00:00:00.000Z']);
    model.tell(plate('other', {}, { recordedAt: '2026-04-01T00:00:00.000Z' }));
    expect([model.state('sky'), model.projector.nextDue()]).toEqual(['needs-approval', null]);
  });

  it('quarantines what it cannot read and makes its asset unknown, and only that', () => {
    const model = modelOf(
      plate('plate'),
      plate('other'),
      ofAsset('plate', 'facts-declared', { facts: 'not an object' }),
    );
    expect(model.states()).toEqual({ other: 'clear', plate: 'unknown' });
    expect(model.db.q('SELECT n FROM quarantine').all()).toEqual([{ n: 7 }]);
  });

  it.each<[string, object]>([
    ['without an envelope', {}],
    ['with an envelope of other things', { dedup: 7, contentDigest: null, recordedAt: 'zzz', actor: 'me' }],
    ['with a time far ahead and nothing else', { recordedAt: 'z999-01-01T00:00:00.000Z' }],
  ])('sets aside an event of another program %s, which moves no time', (_, metadata) => {
    const model = modelOf(plate('plate'), plate('other'));
    const before = model.db.meta('logTime');
    const last = model.log.at(-1)!;
    const foreign = {
      ...last,
      id: '00000000-0000-4000-8000-000000000001',
      stream: assetStream(PRODUCTION, 'plate'),
      revision: 3n,
      position: String(model.log.length + 1),
      type: 'facts-declared',
      data: { facts: {} },
      metadata: metadata as never,
    };
    model.projector.apply([foreign]);
    model.settle();
    expect(model.states()).toEqual({ other: 'clear', plate: 'unknown' });
    expect([model.db.meta('logTime'), model.db.q('SELECT n FROM quarantine').all()]).toEqual([before, [{ n: 7 }]]);
  });

  it('D6: makes a delivery unknown whose event it cannot read, applies the rest of its stream, and says so again when asked', () => {
    const concern = { release: 'dec_1', causes: 'not a list', position: 1 };
    const model = modelOf(
      plate('plate'),
      deliveryOpened('ep101'),
      released('ep101', ['plate']),
      deliveryOpened('ep102'),
      saying(deliveryStream(PRODUCTION, 'ep101'), 'compromised', concern),
      marked('plate'),
    );
    const told = () => ['ep101', 'ep102'].map((id) => deliveryView(model.db, PRODUCTION, id)?.state);
    expect([told(), model.db.q('SELECT id, status FROM delivery ORDER BY id').all()]).toEqual([
      ['unknown', 'open'],
      [
        { id: 'ep101', status: 'unknown' },
        { id: 'ep102', status: 'open' },
      ],
    ]);
    expect(deliveryView(model.db, PRODUCTION, 'ep101')?.release).not.toBeNull();
    expect(model.db.q('SELECT rule, root FROM breach').all()).toEqual([{ rule: 'base-temporary-mark', root: 'plate' }]);
    const recall = { release: inventedId('dec', 'ep101', 'plate'), reason: 'r', cause: null, paths: [] };
    model.tell(saying(deliveryStream(PRODUCTION, 'ep101'), 'recalled', recall));
    expect(told()).toEqual(['recalled', 'open']);
  });

  it('ends a token about which it cannot read something: that may be what ends it', () => {
    const issued = {
      token: 'tok_1',
      name: null,
      hash: 'a'.repeat(64),
      subject: 'farm',
      kind: 'service',
      grants: [{ role: 'emitter', productions: ['nightfall'] }],
      restrict: null,
      expiresAt: null,
    };
    const model = modelOf(saying(accessStream('tok_1'), 'token-issued', issued));
    expect(tokenById(model.db, 'tok_1')?.revokedAt).toBeNull();
    model.tell(saying(accessStream('tok_1'), 'token-narrowed', {}, { recordedAt: '2026-04-01T00:00:00.000Z' }));
    expect(tokenById(model.db, 'tok_1')?.revokedAt).toBe('2026-04-01T00:00:00.000Z');
  });

  it('E3: an id that came before in another stream with other content is a fault of the second', () => {
    const first = registered('a', {}, { id: 'vendor-77' });
    const second = registered('b', {}, { id: 'vendor-77' });
    const model = modelOf(plate('a'), plate('b'), first, second);
    expect(model.states()).toEqual({ a: 'clear', b: 'unknown' });
  });

  it('refuses another log, or a shorter one, instead of going on after it', () => {
    const model = modelOf(plate('plate'));
    model.projector.confirm('log-a', null);
    expect(() => model.projector.confirm('log-b', model.log.at(-1)!)).toThrow(LogMismatch);
    expect(() => model.projector.confirm('log-a', null)).toThrow(LogMismatch);
    expect(() => model.projector.confirm('log-a', model.log[0]!)).toThrow(LogMismatch);
    expect(() => model.projector.confirm('log-a', model.log.at(-1)!)).not.toThrow();
  });

  it('remembers nothing of what was taken back', () => {
    const log = logOf(eventfulLog());
    const db = openReadModelWriter(':memory:');
    const projector = new Projector(db);
    projector.apply(log.slice(0, 4));
    for (let end = 6; end <= log.length; end += 4) {
      const failing = () =>
        projector.together(() => {
          projector.apply(log.slice(projector.factsAt, end));
          projector.settle(2);
          throw new Error('the disk is full');
        });
      expect(failing).toThrow('the disk is full');
      projector.apply(log.slice(projector.factsAt, end - 1));
      projector.settle(1);
    }
    projector.apply(log.slice(projector.factsAt));
    while (projector.settle().more);
    expect(rowsOf(db)).toEqual(rowsOf(modelOf(eventfulLog()).db));
    db.close();
  });

  it('E3, E5: keeps the dedup of every event, and never the body of a manifest chunk', () => {
    const model = modelOf(plate('plate'), deliveryOpened('ep101'), released('ep101', ['plate']));
    expect(model.db.q('SELECT count(*) AS n FROM event').get()).toEqual({ n: model.log.length });
    expect(model.db.q("SELECT data FROM event WHERE type = 'chunk'").all()).toEqual([{ data: null }]);
  });
});
