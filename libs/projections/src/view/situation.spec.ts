import { describe, expect, it } from 'vitest';
import {
  approved,
  comp,
  declared,
  derived,
  digestsOfBytes,
  eventIdFor,
  generated,
  HOOK,
  ITO,
  keyOf,
  lifted,
  marked,
  modelOf,
  OKAFOR,
  plate,
  PRODUCTION,
  registered,
} from '../testing/index.js';
import { assetSituation } from './situation.js';

const VENDOR = 'maya@vendor.example';

describe('assetSituation', () => {
  it('F6: excludes who reported on any claim of the content and, for each finding, who made its root', () => {
    const model = modelOf(
      generated('sky', {}, { authid: VENDOR }),
      comp('comp', ['sky']),
      plate('copy', { bytes: 'comp' }, { by: OKAFOR.toUpperCase() }),
    );
    const situation = assetSituation(model.db, PRODUCTION, 'comp');
    expect(situation?.excluded).toEqual([OKAFOR, HOOK].sort());
    expect(situation?.open).toEqual([
      { key: keyOf('base-generated', 'sky'), outcome: 'approval', kinds: ['written'], excluded: [VENDOR, HOOK].sort() },
    ]);
    expect(situation?.submittersOf('sky')).toEqual([VENDOR, HOOK].sort());
  });

  it('F3: offers nothing to clear for what no approval clears', () => {
    const model = modelOf(generated('sky'), marked('sky'), declared('sky', { 'asset.genai': 'unknown' }));
    expect(assetSituation(model.db, PRODUCTION, 'sky')?.open.map(({ key, kinds }) => [key.rule, kinds])).toEqual([
      ['base-temporary-mark', []],
      ['base-origin-unknown', []],
      ['base-generated', ['written']],
    ]);
  });

  it('F3: dates the findings by the event that changed them, not by what else was recorded', () => {
    const model = modelOf(generated('sky'), comp('comp', ['sky']));
    const changedAt = (asset: string) => assetSituation(model.db, PRODUCTION, asset)?.changedAt;
    expect([changedAt('sky'), changedAt('comp')]).toEqual([3, 6]);
    model.tell(plate('other'), registered('sky', { name: 'renamed' }), declared('sky', { 'asset.genai': 'full' }));
    expect([changedAt('sky'), changedAt('comp')]).toEqual([3, 6]);
    model.tell(marked('sky'));
    expect([changedAt('sky'), changedAt('comp')]).toEqual([12, 12]);
  });

  it('F3: knows of a change before it is evaluated, and does not take a lag for one', () => {
    const model = modelOf(generated('sky'), comp('comp', ['sky']), comp('cut', ['comp']));
    const changedAt = (asset: string) => assetSituation(model.db, PRODUCTION, asset)?.changedAt;
    const mark = marked('sky');
    model.tellUnsettled(mark, plate('other'));
    expect([changedAt('cut'), changedAt('sky')]).toEqual([10, 10]);
    model.settle();
    expect([changedAt('cut'), changedAt('sky')]).toEqual([10, 10]);
    model.tellUnsettled(declared('sky', { 'asset.genai': 'full' }));
    expect(changedAt('cut')).toBe(10);
  });

  it('F7: lists the marks of every claim, lifted or not', () => {
    const [first, second] = [marked('shown', 'one'), marked('other', 'two')];
    const model = modelOf(
      generated('shown'),
      first,
      plate('other', { bytes: 'shown' }),
      second,
      lifted('shown', [first]),
    );
    expect(assetSituation(model.db, PRODUCTION, 'other')?.marks).toEqual([
      { event: eventIdFor(first), lifted: true },
      { event: eventIdFor(second), lifted: false },
    ]);
  });

  it('L3: says what waits for confirmation', () => {
    const model = modelOf(
      plate('plate'),
      generated('sky'),
      comp('v1', ['plate', 'sky']),
      comp('v2', ['plate']),
      derived('v2', [{ asset: 'v1', kind: 'revision' }]),
    );
    expect(assetSituation(model.db, PRODUCTION, 'v2')?.unconfirmed).toEqual([{ of: 'v1', root: 'sky' }]);
    expect(assetSituation(model.db, PRODUCTION, 'v1')?.unconfirmed).toEqual([]);
  });

  it('gives the bytes and the policy that an act binds to', () => {
    const model = modelOf(generated('sky'), registered('no_bytes'));
    expect(assetSituation(model.db, PRODUCTION, 'sky')).toMatchObject({
      sha256: digestsOfBytes('sky').sha256,
      policy: { id: 'base' },
    });
    expect(assetSituation(model.db, PRODUCTION, 'no_bytes')?.sha256).toBeNull();
  });

  it('leaves nothing open that an approval in force clears', () => {
    const model = modelOf(generated('sky'), approved('sky', [keyOf('base-generated', 'sky')], {}, { by: ITO }));
    expect(assetSituation(model.db, PRODUCTION, 'sky')?.open).toEqual([]);
  });

  it('I4: is that of nobody for what is not registered', () => {
    const model = modelOf(comp('comp', ['ghost']));
    expect(assetSituation(model.db, PRODUCTION, 'ghost')).toBeNull();
  });
});
