import { describe, expect, it } from 'vitest';
import {
  bytes,
  comp,
  deliveryOpened,
  EVERYWHERE,
  inventedId,
  marked,
  modelOf,
  plate,
  PRODUCTION,
  registered,
  released,
  type TestModel,
} from '../testing/index.js';
import { judgeCheck } from './judge-check.js';

/** What is found of a package that lists the bytes of these assets. */
function check(model: TestModel, assets: readonly string[]) {
  const delivery = `of-${assets.length}-${assets[0]}`;
  model.tellUnsettled(deliveryOpened(delivery), released(delivery, assets));
  return judgeCheck(model.db, PRODUCTION, inventedId('chk', delivery, assets.join(' ')), EVERYWHERE);
}

describe('judgeCheck', () => {
  it('clears what is clear, and holds what a mark reaches by the same reasons before and after it is settled', () => {
    const model = modelOf(
      plate('sky'),
      plate('sea'),
      comp('mid', ['sky']),
      comp('cut', ['mid', 'sea']),
      comp('other', ['sea']),
    );
    expect(check(model, ['cut', 'other', 'sea']).verdict).toBe('release');
    model.tellUnsettled(marked('sky', 'AI placeholder'));
    const before = check(model, ['other', 'cut', 'sea']);
    model.settle();
    const after = judgeCheck(
      model.db,
      PRODUCTION,
      inventedId('chk', 'of-3-other', ['other', 'cut', 'sea'].join(' ')),
      EVERYWHERE,
    );
    expect(before.summary).toMatchObject({ total: 3, cleared: 2, held: 1, byState: { clear: 2, temporary: 1 } });
    expect(before.held).toMatchObject([{ path: 'package/cut', causes: [{ path: ['cut', 'mid', 'sky'] }] }]);
    expect({ ...after, position: 0 }).toEqual({ ...before, position: 0 });
  });

  it('judges what was never evaluated', () => {
    const model = modelOf();
    model.tellUnsettled(plate('sky'), marked('sky'), comp('cut', ['sky']));
    expect(check(model, ['cut', 'sky']).summary).toMatchObject({ held: 2, byState: { temporary: 2 } });
  });

  it('I2: one content listed under two names is judged once and shown under its display id', () => {
    const model = modelOf(plate('a'), registered('b'), bytes('b', 'a'), marked('b'));
    const { summary, held, causes } = check(model, ['a', 'a']);
    expect(summary).toMatchObject({ total: 2, held: 2 });
    expect(held.map(({ causes: own }) => own.map(({ path }) => path))).toEqual([[['a']], [['a']]]);
    expect(causes).toMatchObject([{ rule: 'base-temporary-mark', root: 'a' }]);
  });

  it('finds the one that is known among more items than are looked up at once', () => {
    const unknown = Array.from({ length: 1_001 }, (_, index) => `nobody${index}`);
    const { summary } = check(modelOf(plate('sky')), [...unknown, 'sky']);
    expect(summary).toMatchObject({
      total: 1_002,
      cleared: 1,
      held: 1_001,
      byCode: { unregistered: 1_001 },
      byState: { clear: 1 },
    });
  });
});
