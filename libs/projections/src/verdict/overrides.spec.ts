import { describe, expect, it } from 'vitest';
import {
  bytes,
  comp,
  deliveryOpened,
  EVERYWHERE,
  generated,
  inventedId,
  keyOf,
  marked,
  modelOf,
  OKAFOR,
  overridden,
  overrideId,
  plate,
  PRODUCTION,
  registered,
  rebuilt,
  released,
  revoked,
  rowsOf,
  type TestModel,
} from '../testing/index.js';
import { judgeCheck, judgePromotion } from './judge-check.js';

const KEY = keyOf('base-generated', 'sky');
const APR = overrideId('sky');

/** What is found of a package that lists the bytes of these assets. */
function check(model: TestModel, assets: readonly string[]) {
  const delivery = `of-${assets.length}-${assets[0]}-${model.log.length}`;
  model.tellUnsettled(deliveryOpened(delivery), released(delivery, assets));
  return judgeCheck(model.db, PRODUCTION, inventedId('chk', delivery, assets.join(' ')), EVERYWHERE);
}
const stored = ({ db }: TestModel, asset: string) =>
  db
    .q('SELECT c.state AS state, c.compliant AS compliant, c.rules AS rules FROM content c WHERE c.display = ?')
    .get(asset);
const breaches = ({ db }: TestModel) => db.q('SELECT rule, root, kind FROM breach WHERE gone = 0').all();

describe('a decision that rests on a broken glass', () => {
  it('releases, tells which items were let through, and never says that they are cleared', () => {
    const model = modelOf(generated('sky'), comp('shot', ['sky']), plate('sea'), overridden('sky', [KEY]));
    const { verdict, summary, held, causes, overrides } = check(model, ['shot', 'sea', 'sky']);
    expect([verdict, summary]).toMatchObject([
      'release',
      { total: 3, cleared: 1, held: 0, overridden: 2, byState: { clear: 1, 'needs-approval': 2 } },
    ]);
    expect(held.map(({ path, overridden: through }) => [path, through])).toEqual([
      ['package/shot', true],
      ['package/sky', true],
    ]);
    expect(causes).toMatchObject([{ rule: 'base-generated', root: 'sky', overriddenBy: [APR] }]);
    expect(overrides).toEqual([
      {
        approval: APR,
        asset: 'sky',
        by: OKAFOR,
        justification: 'it airs tonight',
        grantedAt: expect.any(String) as string,
        expiresAt: '2026-03-02T12:00:00.000Z',
        findings: [KEY],
        findingCount: 1,
        items: 2,
      },
    ]);
    const promotion = judgePromotion(model.db, PRODUCTION, 'shot', 'ep101', EVERYWHERE);
    expect([promotion.verdict, promotion.overrides?.length]).toEqual(['release', 1]);
  });

  it('holds where anything else is open, and rests on no glass then', () => {
    const model = modelOf(generated('sky'), marked('sky'), overridden('sky', [KEY]));
    const { verdict, summary, causes, held } = check(model, ['sky']);
    expect([verdict, summary.held, summary.overridden]).toEqual(['hold', 1, undefined]);
    expect(causes.map(({ rule, overriddenBy }) => [rule, overriddenBy])).toEqual([
      ['base-temporary-mark', undefined],
      ['base-generated', [APR]],
    ]);
    expect(held[0]).not.toHaveProperty('overridden');
    const none = check(modelOf(plate('sea')), ['sea']);
    expect(none).not.toHaveProperty('overrides');
    expect(none.summary).not.toHaveProperty('overridden');
  });

  it('lets nothing through whose bytes are not known, or that nobody registered', () => {
    const model = modelOf(registered('sky'), generated('moon'), overridden('moon', [keyOf('base-generated', 'moon')]));
    expect(check(model, ['moon', 'stranger']).summary).toMatchObject({
      held: 1,
      overridden: 1,
      byCode: { unregistered: 1 },
    });
    model.tell(bytes('sky'));
    expect(check(model, ['sky']).verdict).toBe('hold');
  });
});

describe('what a read model says of a broken glass', () => {
  it('keeps state, compliance and rule as they are without it', () => {
    const model = modelOf(generated('sky'));
    const before = stored(model, 'sky');
    expect(model.tell(overridden('sky', [KEY]))).toEqual([]);
    expect(stored(model, 'sky')).toEqual(before);
    expect(before).toEqual({ state: 'needs-approval', compliant: 0, rules: '|base-generated|' });
    expect(rowsOf(rebuilt(model.log))).toEqual(rowsOf(model.db));
  });

  it('D5: its end affects what went out under it, its revocation from the start compromises it', () => {
    const live = () =>
      modelOf(deliveryOpened('ep101'), generated('sky'), overridden('sky', [KEY]), released('ep101', ['sky']));
    const ended = live();
    expect(breaches(ended)).toEqual([]);
    ended.tell(plate('later', {}, { recordedAt: '2026-03-02T12:00:00.000Z' }));
    expect(breaches(ended)).toEqual([{ rule: 'base-generated', root: 'sky', kind: 'affected' }]);
    expect(rowsOf(rebuilt(ended.log))).toEqual(rowsOf(ended.db));
    const taken = live();
    taken.tell(revoked('sky', APR));
    expect(breaches(taken)).toEqual([{ rule: 'base-generated', root: 'sky', kind: 'compromised' }]);
  });
});
