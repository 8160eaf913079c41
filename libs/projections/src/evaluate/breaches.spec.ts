import { deliveryStream } from '@clearance/domain';
import { describe, expect, it } from 'vitest';
import { openReadModelWriter } from '../database.js';
import { Projector } from '../projector.js';
import {
  approvalId,
  approved,
  bytes,
  comp,
  declared,
  deliveryOpened,
  EVERYWHERE,
  generated,
  inventedId,
  keyOf,
  lifted,
  marked,
  modelOf,
  plate,
  PRODUCTION,
  registered,
  released,
  revoked,
  rowsOf,
  saying,
  type Saying,
  type TestModel,
} from '../testing/index.js';

const breaches = (model: TestModel) =>
  model.db.q('SELECT rule, root, kind, announced, gone FROM breach ORDER BY rule, root').all();
const decision = (delivery: string, ...assets: string[]) => inventedId('dec', delivery, assets.join(' '));
/** What the sentinel says of a release. */
const concern = (
  type: 'compromised' | 'affected' | 'questioned',
  delivery: string,
  assets: string[],
  rule: string,
  root: string,
): Saying =>
  saying(deliveryStream(PRODUCTION, delivery), type, {
    release: decision(delivery, ...assets),
    causes: [{ key: keyOf(rule, root), message: 'as found', outcome: 'deny', evidence: [], paths: [] }],
    position: 1,
  });
const closed = (delivery: string, assets: string[], rule: string, root: string): Saying =>
  saying(deliveryStream(PRODUCTION, delivery), 'concern-closed', {
    release: decision(delivery, ...assets),
    kind: 'questioned',
    keys: [keyOf(rule, root)],
    position: 1,
  });

describe('breaches of live releases', () => {
  it('D4: appear where an item fails after the release, with the paths of the items concerned', () => {
    const model = modelOf(
      plate('plate'),
      comp('comp', ['plate']),
      deliveryOpened('ep101'),
      released('ep101', ['comp', 'plate']),
    );
    expect(breaches(model)).toEqual([]);
    model.tell(marked('plate'));
    expect(breaches(model)).toEqual([
      { rule: 'base-temporary-mark', root: 'plate', kind: 'compromised', announced: 0, gone: 0 },
    ]);
    expect(model.db.q('SELECT paths FROM breach').get()).toEqual({ paths: '["package/comp","package/plate"]' });
  });

  it('D4: are found also where the fact came before the outcome was projected', () => {
    const model = modelOf(plate('plate'), deliveryOpened('ep101'), marked('plate'), released('ep101', ['plate']));
    expect(breaches(model)).toMatchObject([{ rule: 'base-temporary-mark', root: 'plate' }]);
  });

  it('D5: are questions where something is not known, and go when it is', () => {
    const model = modelOf(plate('plate'), deliveryOpened('ep101'), released('ep101', ['plate']));
    model.tell(declared('plate', { 'asset.genai': 'unknown' }));
    expect(breaches(model)).toEqual([
      { rule: 'base-origin-unknown', root: 'plate', kind: 'questioned', announced: 0, gone: 0 },
    ]);
  });

  it('D5: are affections where an approval ends from a date after the release, compromises where it is void from the start', () => {
    const key = keyOf('base-generated', 'sky');
    const base = [generated('sky'), approved('sky', [key]), deliveryOpened('ep101'), released('ep101', ['sky'])].flat();
    const ending = modelOf(base, revoked('sky', approvalId('sky'), 'from', '2026-06-01T00:00:00.000Z'));
    expect(breaches(ending)).toEqual([]);
    ending.tell(plate('later', {}, { recordedAt: '2026-06-01T00:00:00.000Z' }));
    expect(breaches(ending)).toMatchObject([{ rule: 'base-generated', kind: 'affected' }]);
    const voided = modelOf(base, revoked('sky', approvalId('sky')));
    expect(breaches(voided)).toMatchObject([{ rule: 'base-generated', kind: 'compromised' }]);
  });

  it('D4: are judged under the pinned use of the release', () => {
    const review = { ...EVERYWHERE, class: 'review' as const };
    const model = modelOf(
      plate('plate'),
      deliveryOpened('dailies', review),
      released('dailies', ['plate'], { use: review }),
      marked('plate'),
    );
    expect(breaches(model)).toEqual([]);
  });

  it('D4: concern live releases only: a newer release of the same delivery takes its place', () => {
    const model = modelOf(
      plate('old'),
      plate('new'),
      deliveryOpened('ep101'),
      released('ep101', ['old']),
      released('ep101', ['new']),
      marked('old'),
    );
    expect(breaches(model)).toEqual([]);
    model.tell(marked('new'));
    expect(breaches(model)).toMatchObject([{ root: 'new' }]);
  });

  it('reach a release through bytes that are registered under another name later', () => {
    const model = modelOf(plate('plate'), deliveryOpened('ep101'), released('ep101', ['plate']));
    model.tell(registered('innocent'), bytes('innocent', 'plate'), marked('innocent'));
    expect(breaches(model)).toMatchObject([{ rule: 'base-temporary-mark', root: 'plate' }]);
  });

  it('are marked gone when the finding is cleared, once they were announced', () => {
    const mark = marked('plate');
    const model = modelOf(plate('plate'), deliveryOpened('ep101'), released('ep101', ['plate']), mark);
    model.tell(concern('compromised', 'ep101', ['plate'], 'base-temporary-mark', 'plate'));
    expect(breaches(model)).toMatchObject([{ announced: 1, gone: 0 }]);
    model.tell(lifted('plate', [mark]));
    expect(breaches(model)).toMatchObject([{ kind: 'compromised', announced: 1, gone: 1 }]);
  });

  it('P1: a question that was asked and answered leaves nothing, rebuilt or not', () => {
    const sayings = [
      registered('plate'),
      bytes('plate'),
      declared('plate', { 'asset.digitalSourceType': 'digitalCapture' }),
      deliveryOpened('ep101'),
      released('ep101', ['comp', 'plate']),
      comp('comp', ['ghost']),
    ].flat();
    const rest = [plate('ghost')].flat();
    const model = modelOf(sayings);
    expect(breaches(model)).toMatchObject([{ rule: 'base-input-unregistered', root: 'ghost', kind: 'questioned' }]);
    const items = ['comp', 'plate'];
    model.tell(concern('questioned', 'ep101', items, 'base-input-unregistered', 'ghost'));
    model.tell(rest);
    expect(breaches(model)).toMatchObject([{ kind: 'questioned', announced: 1, gone: 1 }]);
    model.tell(closed('ep101', items, 'base-input-unregistered', 'ghost'));
    expect(breaches(model)).toEqual([]);
    expect(rowsOf(rebuiltFrom(model))['breach']).toEqual([]);
  });

  it('P1: what was announced while it lasted is known to be over in a read model that never saw it', () => {
    const mark = marked('plate');
    const model = modelOf(plate('plate'), deliveryOpened('ep101'), released('ep101', ['plate']), mark);
    model.tell(concern('compromised', 'ep101', ['plate'], 'base-temporary-mark', 'plate'));
    model.tell(lifted('plate', [mark]));
    const columns = (db: TestModel['db']) => db.q('SELECT rule, root, kind, announced, gone FROM breach').all();
    expect(columns(rebuiltFrom(model))).toEqual(columns(model.db));
  });

  it('P1: a question that became a compromise is one in a rebuilt read model, and announced', () => {
    const model = modelOf(plate('plate'), deliveryOpened('ep101'), released('ep101', ['plate']));
    const said = (type: 'questioned' | 'compromised') => concern(type, 'ep101', ['plate'], 'base-generated', 'plate');
    model.tell(generated('plate').slice(2), said('questioned'), said('compromised'));
    const [row] = rebuiltFrom(model).q('SELECT kind, announced, gone FROM breach').all();
    expect(row).toEqual({ kind: 'compromised', announced: 1, gone: 0 });
  });
});

function rebuiltFrom(model: TestModel): TestModel['db'] {
  const db = openReadModelWriter(':memory:');
  const projector = new Projector(db);
  projector.apply(model.log);
  while (projector.settle(1_000).more);
  return db;
}
