import { describe, expect, it } from 'vitest';
import {
  comp,
  conformanceConfirmed,
  conformanceRevoked,
  declared,
  deliveryOpened,
  generated,
  ITO,
  madeUnder,
  modelOf,
  ofUsage,
  PRODUCTION,
  productionOpened,
  rebuilt,
  released,
  rowsOf,
  usageApproved,
  usageProposed,
  usageRejected,
  usageRevoked,
  type Saying,
  type TestModel,
} from '../testing/index.js';
import { Judge } from '../view/judged.js';

const same = (model: TestModel) => expect(rowsOf(rebuilt(model.log))).toEqual(rowsOf(model.db));
/** A sky that says what it has to say, made under a usage. */
const sky = (asset = 'sky', usage = 'skies'): Saying[] => [
  ...generated(asset),
  declared(asset, { likeness: [] }),
  madeUnder(asset, usage),
];

describe('contents made under a usage', () => {
  it('are cleared by a confirmed conformance, and what was made of them with them', () => {
    const model = modelOf(productionOpened(), sky(), comp('comp', ['sky']), usageProposed('skies'));
    expect(model.states()).toEqual({ comp: 'needs-approval', sky: 'needs-approval' });
    model.tell(usageApproved('skies'));
    expect(model.state('comp')).toBe('needs-approval');
    const changes = model.tell(conformanceConfirmed('skies', ['sky']));
    expect(model.states()).toEqual({ comp: 'approved', sky: 'approved' });
    expect(changes.map(({ assets, to }) => [assets[0], to.state])).toEqual([
      ['sky', 'approved'],
      ['comp', 'approved'],
    ]);
    same(model);
  });

  it('are looked at again whichever of their facts comes last, before the usage and after it', () => {
    const rest = [usageProposed('skies'), usageApproved('skies'), conformanceConfirmed('skies', ['sky'])];
    const sayings = [...sky(), ...rest];
    for (let turn = 0; turn <= sky().length; turn += 1) {
      const model = modelOf(productionOpened(), ...sayings.slice(turn), ...sayings.slice(0, turn));
      expect([turn, model.state('sky')]).toEqual([turn, 'approved']);
      same(model);
    }
  });

  it('are those that are named: a confirmation of one says nothing of another', () => {
    const model = modelOf(productionOpened(), sky(), sky('moon'), sky('sun', 'suns'), usageProposed('skies'));
    model.tell(usageApproved('skies'), conformanceConfirmed('skies', ['sky', 'sun']));
    expect(model.states()).toEqual({ moon: 'needs-approval', sky: 'approved', sun: 'needs-approval' });
    model.tell(conformanceConfirmed('skies', ['moon']), conformanceRevoked('skies', ['sky', 'sun']));
    expect(model.states()).toEqual({ moon: 'approved', sky: 'needs-approval', sun: 'needs-approval' });
    same(model);
  });

  it('F8: a reader that comes before the projector has gone through them sees the same', () => {
    const model = modelOf(
      productionOpened(),
      sky(),
      comp('comp', ['sky']),
      usageProposed('skies'),
      usageApproved('skies'),
    );
    model.tellUnsettled(conformanceConfirmed('skies', ['sky']));
    expect(stateNow(model, 'comp')).toBe('approved');
    model.tellUnsettled(usageRevoked('skies'));
    expect(stateNow(model, 'comp')).toBe('needs-approval');
    model.settle();
    expect(model.state('comp')).toBe('needs-approval');
    same(model);
  });

  it('are not cleared by what was rejected, or where something said of the usage cannot be read', () => {
    const model = modelOf(productionOpened(), sky(), usageProposed('skies'), usageRejected('skies'));
    model.tell(usageApproved('skies'), conformanceConfirmed('skies', ['sky']));
    expect(model.state('sky')).toBe('needs-approval');
    same(model);
    const odd = modelOf(productionOpened(), sky(), usageProposed('skies'), usageApproved('skies'));
    odd.tell(conformanceConfirmed('skies', ['sky']));
    expect(odd.state('sky')).toBe('approved');
    odd.tell(ofUsage('skies', 'revoked', { reason: 7 }));
    expect(odd.state('sky')).toBe('needs-approval');
    same(odd);
    const foreign = modelOf(productionOpened(), sky(), ofUsage('skies', 'proposed', { purpose: 'all' }));
    foreign.tell(usageApproved('skies'), conformanceConfirmed('skies', ['sky']), conformanceRevoked('skies', ['sky']));
    expect(foreign.state('sky')).toBe('needs-approval');
    same(foreign);
  });

  it('end in log time with the usage, and nobody has to say so', () => {
    const model = modelOf(productionOpened(), sky(), usageProposed('skies'));
    model.tell(
      usageApproved('skies', { expiresAt: '2026-03-02T00:00:00.000Z' }),
      conformanceConfirmed('skies', ['sky']),
    );
    expect(model.state('sky')).toBe('approved');
    model.tell(generated('later', {}, { recordedAt: '2026-03-02T00:00:00.000Z' }));
    expect(model.state('sky')).toBe('needs-approval');
    same(model);
  });
});

describe('D5: a live release of what was made under a usage', () => {
  const release = () =>
    modelOf(
      productionOpened(),
      deliveryOpened('ep101'),
      sky(),
      comp('comp', ['sky']),
      usageProposed('skies'),
      usageApproved('skies'),
      conformanceConfirmed('skies', ['sky']),
      released('ep101', ['comp']),
    );
  const breaches = ({ db }: TestModel) => db.q('SELECT rule, root, kind FROM breach WHERE gone = 0').all();

  it('is affected by a usage that ends from a date on, and compromised by one that never was', () => {
    const affected = release();
    expect(breaches(affected)).toEqual([]);
    affected.tell(usageRevoked('skies', '2026-03-01T12:00:00.000Z'));
    expect(breaches(affected)).toEqual([]);
    affected.tell(generated('later', {}, { recordedAt: '2026-03-01T12:00:00.000Z' }));
    expect(breaches(affected)).toEqual([{ rule: 'base-generated', root: 'sky', kind: 'affected' }]);
    same(affected);
    const compromised = release();
    compromised.tell(usageRevoked('skies'));
    expect(breaches(compromised)).toEqual([{ rule: 'base-generated', root: 'sky', kind: 'compromised' }]);
    same(compromised);
  });

  it('is compromised by a confirmation that is taken back, or turns out to be by a maker (F6)', () => {
    const taken = release();
    taken.tell(conformanceRevoked('skies', ['sky']));
    expect(breaches(taken)).toEqual([{ rule: 'base-generated', root: 'sky', kind: 'compromised' }]);
    const maker = release();
    maker.tell(declared('sky', { 'asset.genai': 'full' }, { authid: ITO }));
    expect(breaches(maker)).toEqual([{ rule: 'base-generated', root: 'sky', kind: 'compromised' }]);
    same(maker);
  });
});

function stateNow(model: TestModel, asset: string): string | undefined {
  return new Judge(model.db, PRODUCTION).of(asset)?.verdict.state;
}
